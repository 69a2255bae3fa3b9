"""Clusters of all documents put together: one group for each thing, whatever the texts' order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, combinations

from kg.gazetteer import load_gazetteer
from kg.link.clusters import Cluster, Discourse
from kg.link.compare import (
    SURNAME_ARTICLES,
    bare_surname,
    is_acronym,
    is_misspelt,
    is_same_person,
    nicknames,
    organization_key,
    person_key,
    plain,
    sounds,
)
from kg.link.forms import form_blocks
from kg.link.labels import name_label
from kg.link.phrases import NUMBER, join_phrases
from kg.model import Reading

Member = tuple[Discourse, Cluster]
Key = tuple[str, ...]
_FAR = 10  # so many times as often named, and a bare surname means that one
_INITIALS = 4  # letters of an acronym at most
_OFFICE = 3  # names that an office is worth
_FEWEST = 5  # letters of a word that a slip leaves recognizable
_WEAK = frozenset({"place", "city", "role", "people"})  # what many have in common
# Of these there is one, in whatever document.
_ONLY = {"world": "world", "globe": "world", "planet": "world", "internet": "internet",
         "web": "internet", "sun": "sun", "moon": "moon"}  # fmt: skip
_SCOPED = frozenset({"Event", "Person"})  # a phrase for one is about this document's


@dataclass(slots=True)
class Group:
    """The clusters that are one entity, and what made them so."""

    key: Key
    members: list[Member] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # by name: why it is this entity
    doubts: dict[Key, str] = field(default_factory=dict)  # what it may be too, and why
    usual: str = ""  # the name under which namesakes of any kind were compared

    @property
    def size(self) -> int:
        """How many clusters there are."""
        return _size(self.members)

    @property
    def type(self) -> str:
        """By the vote of the clusters, each with the weight of its names."""
        if len(self.members) == 1:
            return self.members[0][1].type
        votes: Counter[str] = Counter()
        for cluster, times in tally(self.members):
            names = sum(mention.kind == "name" for mention in cluster.mentions)
            votes[cluster.type] += times * (1 + names)
        return max(sorted(votes), key=lambda t: votes[t])


class Crowd:
    """In place of the documents of many equal clusters, all with one key, that are not at hand.

    One member stands for all of them. What can only be told document by document raises TooFar.
    """

    def __init__(
        self, key: Key, first: Reading, times: int, documents: AbstractSet[str],
        company: AbstractSet[Key],
    ) -> None:  # fmt: skip
        self.key = key
        self.reading = first
        self.times = times  # how many they are
        self.documents = documents  # of all that has the key
        self.company = company  # the named things that share a document with any of that

    def beside(self, cluster: Cluster) -> AbstractSet[Key]:
        """What else a document names."""
        raise TooFar(self.key)


class TooFar(Exception):  # noqa: N818 - no error of anybody: who asked looks closer
    """Something was asked of a crowd that only its documents tell."""

    def __init__(self, key: Key) -> None:
        super().__init__(key)
        self.key = key


Alike = list[tuple[float, Key, Key]]  # phrases that may be one, the closest first


def group_clusters(discourses: Sequence[Discourse], alike: Alike | None = None) -> list[Group]:
    """Group the clusters of all documents; the result does not depend on the documents' order.

    `alike` is filled with the phrases that may be one, for who keeps them.
    """
    by_key: defaultdict[Key, list[Member]] = defaultdict(list)
    for discourse in sorted(discourses, key=lambda d: d.reading.document.id):
        for number, cluster in enumerate(discourse.clusters):
            if is_worth_a_node(cluster):
                by_key[cross_key(discourse, cluster, number)].append((discourse, cluster))
    groups = {key: Group(key, members) for key, members in sorted(by_key.items())}
    attach_aliases(groups)
    attach_names(groups)
    attach_same_names(groups)
    found, pairs = join_phrases({key: group.members for key, group in groups.items()})
    attach_phrases(groups, pairs)
    if alike is not None:
        alike += found
    return [part for key in sorted(groups) for part in split_homonyms(groups[key])]


def attach_aliases(groups: dict[Key, Group], often: Collection[Key] = ()) -> None:
    """A name that some text says is another name of one thing alone goes with that thing.

    `often` are names that several have of whom not all may be among the groups.
    """
    owners: defaultdict[Key, set[Key]] = defaultdict(set)
    for key, group in groups.items():
        for other in {also for _, cluster in group.members for also in cluster.also} - {key}:
            owners[other].add(key)
    for key in sorted(owners.keys() - set(often)):
        owner = min(owners[key])
        if len(owners[key]) == 1 and key in groups and owner in groups:
            _absorb(groups, owner, groups.pop(key), "also called")


def attach_names(groups: dict[Key, Group]) -> None:
    """Put the forms of a name together; `groups` is in the order of its keys.

    It is enough that all groups are there whose names share a surname, a given name or letters.
    """
    _attach_people(groups)
    _attach_double_names(groups)
    _attach_misspelt(groups)
    _attach_nicknames(groups)
    _attach_transcribed(groups)
    _attach_generations(groups)
    _attach_acronyms(groups)
    _attach_forms(groups)
    _attach_strays(groups)


def is_worth_a_node(cluster: Cluster) -> bool:
    """Whether a cluster is more than pronouns, or a headline of which nothing is said.

    "We" is worth one where it is known who says it.
    """
    if cluster.voice is not None:
        return True
    return any(
        m.kind == "name" or (m.kind != "pronoun" and m.function != "root") for m in cluster.mentions
    )


def cross_key(discourse: Discourse, cluster: Cluster, number: int) -> Key:
    """What a cluster has in common with those of other documents that are the same thing."""
    if cluster.key:
        return cluster.key
    if cluster.voice is not None:
        return ("local", discourse.reading.document.id, f"{number:06d}")
    first = next(m for m in cluster.mentions if m.kind != "pronoun")
    is_pointed = first.determiner == "the" or first.head == "internet"
    if is_pointed and plain(first.text) in _ONLY:
        return ("phrase", cluster.type, _ONLY[plain(first.text)])
    is_general = not first.determiner and len(cluster.mentions) == 1
    is_general = is_general and len(first.text.split()) > 2 and cluster.type not in _SCOPED
    if not is_general or NUMBER.search(first.text):  # "two officers" are others in each text
        return ("local", discourse.reading.document.id, f"{number:06d}")
    return ("phrase", cluster.type, " ".join(first.text.casefold().split()))


def _attach_people(groups: dict[Key, Group]) -> None:
    """Fuller and shorter forms of a name, then surnames, each where only one person fits."""
    by_end = _people_by_end(groups)
    for key in sorted((k for k in groups if k[0] == "person"), key=lambda k: (-len(k), k)):
        words = key[1:]
        if is_full(key):
            alike = [k for k in by_end["surname", words[-1]] if k in groups and _is_fuller(k, key)]
            _attach(groups, key, [k for k in alike if is_same_person(k[1:], words)], "same name")
            continue
        for end in ("surname", "bare surname", "given name") if words else ():
            alike = [k for k in by_end[end, words[0]] if k in groups]
            if _attach(groups, key, alike, end.removeprefix("bare ")):
                break


def _attach_double_names(groups: dict[Key, Group]) -> None:
    """ "Ann Vale-Moro" is Ann Moro, or Ann Vale, who keeps the same company; else a doubt."""
    by_end = _people_by_end(groups)
    for key in sorted(k for k in groups if k[0] == "person" and len(k) > 2):
        members = groups[key].members if key in groups else []
        surnames = {part for _, cluster in members for part in halves(cluster)}
        if not surnames:
            continue
        alike = {k for s in surnames for k in by_end["surname", s] if k[1] == key[1]}
        company = _company(groups[key].members)
        for single in sorted(k for k in alike - {key} if k in groups):
            theirs = _company(groups[single].members)
            if any(k[0] not in _WEAK for k in _shared(company, theirs)):
                _absorb(groups, key, groups.pop(single), "double name")
            else:
                groups[key].doubts[single] = "double name"


def halves(cluster: Cluster) -> Iterator[str]:
    """Both surnames of a double one, as keys have them."""
    for name in cluster.names:
        first, dash, second = name.rpartition(" ")[2].partition("-")
        if dash and " " in name:
            yield from (person_key(first)[-1:] + person_key(second)[-1:])


def _people_by_end(groups: Mapping[Key, Group]) -> defaultdict[tuple[str, str], list[Key]]:
    """The keys of full names by surname and by given name."""
    by_end: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in groups:
        if is_full(key):
            by_end["surname", key[-1]].append(key)
            by_end["given name", given_name(key)].append(key)
            if (bare := bare_surname(key[-1])) != key[-1]:
                by_end["bare surname", bare].append(key)
    return by_end


def is_full(key: Key) -> bool:
    """Whether a key is of a person's full name: "Bo Kent", "Charles III"."""
    return key[0] == "person" and (len(key) > 2 or " " in key[1])


def given_name(key: Key) -> str:
    """Without what tells the son from the father."""
    return key[1].partition(" ")[0]


def _is_fuller(key: Key, other: Key) -> bool:
    """Whether a name has more words than another, or a word where the other has an initial."""
    return len(key) > len(other) or (len(key) == len(other) and len(key[1]) > len(other[1]) == 1)


def _attach(groups: dict[Key, Group], key: Key, candidates: list[Key], reason: str) -> bool:
    """Move a group into the only candidate, or else its clusters one by one by their company."""
    if not candidates:
        return False
    if len(candidates) == 1:
        return _attach_only(groups, key, candidates[0], reason)
    rivals = Rivals([groups[c] for c in candidates])
    for member in groups.pop(key).members:
        chosen = rivals.choose(member)
        if len(chosen) == 1:
            _absorb(groups, chosen[0], Group(key, [member]), reason)
        else:
            own = (*key, f"in {_document(member)}")
            doubts = dict.fromkeys(chosen, reason)
            groups.setdefault(own, Group(own, doubts=doubts)).members.append(member)
    return True


def _attach_only(groups: dict[Key, Group], key: Key, candidate: Key, reason: str) -> bool:
    """Move a group into another, but for clusters that a text told from those of the other."""
    group, apart = groups.pop(key), list[Member]()
    if key[0] == "person":
        here = _documents(groups[candidate])
        apart = [m for m in group.members if any(_document(m) in part for part in here)]
        group.members = [m for m in group.members if all(m is not other for other in apart)]
    _absorb(groups, candidate, group, reason)
    if apart:
        groups[key] = Group(key, apart, doubts={candidate: reason})
    return True


class Rivals:
    """Groups of one of which a cluster is, as its company tells."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._company = {group.key: _company(group.members) for group in groups}
        self._roles = {g.key: {role for _, c in g.members for role in c.roles} for g in groups}
        self._sexes = {g.key: {c.sex for _, c in g.members} - {""} for g in groups}
        self._names = {g.key: {n for _, c in g.members for n in c.names} for g in groups}
        self._documents = {g.key: _documents(g) for g in groups if g.key[0] == "person"}
        self._sizes = {group.key: group.size for group in groups}
        first, second = sorted(self._sizes, key=lambda key: -self._sizes[key])[:2]
        is_far = self._sizes[first] > _FAR * self._sizes[second]
        self._star = first if is_far else ()  # who is told of so much more often than all others

    def choose(self, member: Member) -> list[Key]:
        """The one that a cluster shares most with; where this is in doubt the next one too.

        None where it can be none of them.
        """
        keys = self._possible(member)
        if len(keys) < 2:
            return keys
        theirs, offices = member[0].beside(member[1]), member[1].roles
        shared = {
            key: _count_shared(theirs, self._company[key]) + self._office(key, offices)
            for key in keys if key != self._star
        }  # fmt: skip
        if self._star in keys:
            company, known = self._company[self._star], self._office(self._star, offices)
            if _shares(theirs, company, max(shared.values()) - known):
                return [self._star]
            shared[self._star] = _count_shared(theirs, company) + known
        best, second = sorted(shared, key=lambda c: (-shared[c], -self._sizes[c], c))[:2]
        is_sure = shared[best] > shared[second] or self._sizes[best] > _FAR * self._sizes[second]
        return [best] if is_sure else [best, second]

    def _possible(self, member: Member) -> list[Key]:
        """Those of the same sex, whom the text did not tell from it, and who are spelt so."""
        sex, names = member[1].sex, member[1].names
        keys = [key for key in self._company if not sex or self._sexes[key] <= {sex}]
        keys = [key for key in keys if not self._is_beside(key, member)]
        spelt = {f" {name.casefold()}" for name in names if name[:3].casefold() in SURNAME_ARTICLES}
        exact = [k for k in keys if spelt and any(_ends(n, spelt) for n in self._names[k])]
        return exact or keys

    def _is_beside(self, key: Key, member: Member) -> bool:
        told = self._documents.get(key, ())
        return bool(told) and any(_document(member) in part for part in told)

    def _office(self, key: Key, offices: AbstractSet[str]) -> int:
        return 0 if offices.isdisjoint(self._roles[key]) else _OFFICE


def _ends(name: str, endings: AbstractSet[str]) -> bool:
    return any(name.casefold().endswith(ending) for ending in endings)


def _attach_misspelt(groups: dict[Key, Group]) -> None:
    """Names one slip apart are one person where they keep the same company, else a doubt."""
    for _, left, right in misspelt_pairs(groups):
        _attach_akin(groups, left, right, "misspelling")


def _attach_akin(groups: dict[Key, Group], left: Key, right: Key, reason: str) -> None:
    """Put two people, if both are there still, together where they keep the same company."""
    if left not in groups or right not in groups:
        return
    few, many = sorted((left, right), key=lambda k: (groups[k].size, k))
    if _keep_company(groups[few], groups[many]):
        _absorb(groups, many, groups.pop(few), reason)
    else:
        groups[few].doubts[many] = reason


def _keep_company(left: Group, right: Group) -> bool:
    """Whether two share somebody or something that is named, other than a country."""
    shared = _shared(_company(left.members), _company(right.members))
    return any(key[0] not in ("place", "role") for key in shared)


def _attach_nicknames(groups: dict[Key, Group]) -> None:
    """ "Fred Vale" is Frederick Vale who keeps the same company; else a doubt."""
    for key in sorted(k for k in groups if k[0] == "person" and len(k) > 2):
        for other in sorted(nicknames().get(key[1], ())):
            _attach_akin(groups, key, ("person", other, *key[2:]), "nickname")


def _attach_transcribed(groups: dict[Key, Group]) -> None:
    """Names with the same consonants are one person's in the same company; else a doubt."""
    blocks: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in sorted(groups):
        heard = sounds(key[1:]) if is_full(key) else None
        if heard is not None:
            blocks[heard].append(key)
    for heard in sorted(blocks):
        for left, right in combinations(blocks[heard], 2):
            _attach_akin(groups, left, right, "transliteration")


def _attach_generations(groups: dict[Key, Group]) -> None:
    """ "Bo Kent Jr." is the Bo Kent of other documents who keeps the same company, if one is."""
    marked: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in sorted(k for k in groups if k[0] == "person" and len(k) > 2 and " " in k[1]):
        marked[("person", given_name(key), *key[2:])].append(key)
    for plainer, keys in sorted(marked.items()):
        if plainer in groups and len(keys) == 1 and not _meet(groups[plainer], groups[keys[0]]):
            _attach_akin(groups, plainer, keys[0], "generation")


def _meet(left: Group, right: Group) -> bool:
    """Whether one document tells of both."""
    few, many = sorted((left, right), key=lambda group: group.size)
    here = _documents(many)
    return any(id in part for found in _documents(few) for id in found for part in here)


def _documents(group: Group) -> list[AbstractSet[str]]:
    """Those that tell of it, in parts."""
    near: set[str] = set()
    far: dict[Key, AbstractSet[str]] = {}
    for discourse, _ in group.members:
        if isinstance(discourse, Crowd):
            far[discourse.key] = discourse.documents
        else:
            near.add(discourse.reading.document.id)
    return [near, *far.values()]


def _document(member: Member) -> str:
    if isinstance(member[0], Crowd):
        raise TooFar(member[0].key)
    return member[0].reading.document.id


def _attach_strays(groups: dict[Key, Group]) -> None:
    """ "Vale", which some text takes for a town or a firm, is Ann Vale who keeps the same company.

    Not where a text tells of both, as of Bo Norland who heads Norland, or where the firm is told of
    more often.
    """
    by_end = _people_by_end(groups)
    for key in sorted(groups):
        surname = stray_surname(key)
        alike = [k for k in by_end["surname", surname] if k in groups] if surname else []
        if len(alike) == 1 and _is_strayed(groups[key], groups[alike[0]]):
            _absorb(groups, alike[0], groups.pop(key), "surname")


def stray_surname(key: Key) -> str:
    """A name of one word that is no person's and no known city's, as a surname; else nothing."""
    if key[0] not in ("name", "city") or len(key) > 2 or " " in key[1]:
        return ""
    is_city = key[1].capitalize() in load_gazetteer().cities
    return "" if is_city else (*person_key(key[1])[-1:], "")[0]


def _is_strayed(name: Group, person: Group) -> bool:
    is_rarer = name.size < person.size and not _is_known_city(name)
    return is_rarer and not _meet(name, person) and _keep_company(name, person)


def misspelt_pairs(keys: Iterable[Key]) -> list[tuple[tuple[str, str], Key, Key]]:
    """Full names of people that share a surname or a given name, and are one slip apart."""
    blocks: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        for block in misspelt_blocks(key):
            blocks[block].append(key)
    found: set[tuple[tuple[str, str], Key, Key]] = set()
    for (end, name, *_), alike in blocks.items():
        place = 1 if end == "surname" else -1
        for left, right in combinations(sorted(alike), 2):
            if is_misspelt(left[place], right[place]):
                found.add(((end, name), left, right))
    return sorted(found)


# Of names that meet in a block, which may be one: those of the first role with those of the second.
PAIRED: Mapping[str, tuple[str, str]] = {
    "letters": ("short", "long"), "stem": ("short", "long"), "team": ("short", "long"),
    "half": ("double", "single"),
}  # fmt: skip


def person_blocks(key: Key) -> Iterator[tuple[str, str]]:
    """What the name of a person has in common with its other forms, and as what it has that.

    A name of one word that is taken for a thing may be one: a stray.
    """
    if is_full(key):
        yield f"word {key[-1]}", "surname"
        yield f"word {bare_surname(key[-1])}", "surname"
        yield f"word {given_name(key)}", "given name"
        yield f"half {key[1]} {key[-1]}", "single"
        if heard := sounds(key[1:]):
            yield f"sound {' '.join(heard)}", "any"
    elif surname := stray_surname(key):
        yield f"word {surname}", "stray"
    elif key[0] == "person" and len(key) == 2:
        yield f"word {key[1]}", "short"


def misspelt_blocks(key: Key) -> Iterator[Key]:
    """What a full name has in common with all that are one slip from it.

    Of two words that are, one letter of each can be left out so that they are the same.
    """
    if key[0] != "person" or len(key) < 3 or " " in key[-1]:
        return
    for end, same, other in (("surname", key[-1], key[1]), ("given name", key[1], key[-1])):
        for place in range(1, len(other) + 1) if len(other) >= _FEWEST else ():
            rest = other[: place - 1] + other[place:] if place > 1 else other
            yield end, same, str(len(key)), other[0], rest


def _absorb(groups: dict[Key, Group], into: Key, group: Group, reason: str) -> None:
    groups[into].members += group.members
    for _, cluster in group.members:
        for name in cluster.names:
            groups[into].reasons.setdefault(name, reason)


def _company(members: Sequence[Member]) -> AbstractSet[Key]:
    """The named things that share a document with these clusters."""
    near: set[Key] = set()
    far: dict[Key, AbstractSet[Key]] = {}
    for discourse, cluster in members:
        if isinstance(discourse, Crowd):
            far[discourse.key] = discourse.company
        else:
            near.update(discourse.beside(cluster))
    return _Company(near, list(far.values()), _size(members)) if far else near


class _Company(AbstractSet[Key]):
    """The named things of some documents, and of some that are far."""

    def __init__(self, near: AbstractSet[Key], far: Sequence[AbstractSet[Key]], size: int) -> None:
        self._parts = (near, *far)
        self.size = size  # of those whose company it is

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)

    def __iter__(self) -> Iterator[Key]:
        return iter({}.fromkeys(key for part in self._parts for key in part))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _count_shared(left: AbstractSet[Key], right: AbstractSet[Key]) -> int:
    """How many both have."""
    if isinstance(right, _Company):
        return sum(key in right for key in left)
    return len(left & right)


def _shares(left: AbstractSet[Key], right: AbstractSet[Key], least: int) -> bool:
    """Whether both have so many; of the right no more is asked than that takes."""
    return least <= 0 or any(n == least for n, _ in enumerate(filter(right.__contains__, left), 1))


def _shared(left: AbstractSet[Key], right: AbstractSet[Key]) -> Iterator[Key]:
    """What both have; of two of which one is far, the other is gone through."""
    few, many = sorted((left, right), key=lambda keys: getattr(keys, "size", 0))
    return (key for key in few if key in many)


def _attach_acronyms(groups: dict[Key, Group]) -> None:
    """A short form that a document does not explain joins the long name that it abbreviates.

    Of several long names each document's goes with the one whose company it keeps.
    """
    by_letters: defaultdict[str, list[Key]] = defaultdict(list)
    for key, group in groups.items():
        if key[0] == "name" and len(key[1].split()) > 1:
            for name in {n for _, cluster in group.members for n in cluster.names}:
                letters = "".join(w[0] for w in name.split() if w[0].isupper())
                if key not in by_letters[letters]:
                    by_letters[letters].append(key)
    for key in sorted(groups):
        if key[0] != "name" or " " in key[1] or len(key[1]) < 3:
            continue
        short = next((n for _, c in groups[key].members for n in c.names), "")
        long = by_letters.get(short.replace(".", ""), ())
        fitting = [k for k in long if k in groups and _is_abbreviated(groups[k], short)]
        _attach(groups, key, fitting, "acronym")


def _attach_forms(groups: dict[Key, Group]) -> None:
    """ "Norland" is Norland Motors, and "Rovers" Port Lind Rovers, where they keep company."""
    blocks: defaultdict[str, dict[str, list[Key]]] = defaultdict(lambda: {"short": [], "long": []})
    for key in groups:
        for block, role in form_blocks(key[1]) if key[0] == "name" else ():
            blocks[block][role].append(key)
    for block in sorted(blocks):
        for short in [k for k in blocks[block]["short"] if k in groups]:
            long = [k for k in blocks[block]["long"] if k in groups]
            fitting = [k for k in long if _keep_company(groups[short], groups[k])]
            so_called = [k for k in fitting if _is_called(groups[k], short[1])]
            fitting = so_called or fitting  # not a firm of the group that bears the whole name
            if not fitting and len(long) == 1:
                groups[short].doubts[long[0]] = "part of the name"
            _attach(groups, short, fitting, "part of the name")


def _is_called(group: Group, key: str) -> bool:
    """Whether some text calls a thing by a short name too, as keys have it."""
    return any(organization_key(name) == key for _, c in group.members for name in c.names)


def _is_abbreviated(group: Group, short: str) -> bool:
    return any(is_acronym(short, name) for _, c in group.members for name in c.names)


def attach_same_names(groups: dict[Key, Group]) -> None:
    """A name that is a place or a person here and an organization there: the majority has it."""
    by_name: defaultdict[str, list[Key]] = defaultdict(list)
    for key, group in groups.items():
        if key[0] in ("name", "city", "person"):
            group.usual = usual_name(group)
            by_name[group.usual].append(key)
    for rivals in by_name.values():
        known = [k for k in rivals if k[0] == "city" and _is_known_city(groups[k])]
        ranked = sorted(rivals, key=lambda k: (-groups[k].size, k))
        for key in ranked[1:] if not known else ():
            _absorb(groups, ranked[0], groups.pop(key), "same name")


def usual_name(group: Group) -> str:
    """Its full name in plain letters, however often the texts shorten it.

    Harrison Ford is no car maker, though most of his mentions are "Ford", and two banks are two
    though both are "NDB".
    """
    if group.key[0] == "person":
        return plain(name_label(names_of(group.members)))
    return group.key[1]


def attach_phrases(groups: dict[Key, Group], pairs: Iterable[tuple[Key, Key]]) -> None:
    """A description joins that of another document which tells the same story."""
    for kept, key in pairs:
        group = groups.pop(key)
        groups[kept].members += group.members
        words = (m.core for _, c in group.members for m in c.mentions if m.kind == "nominal")
        groups[kept].reasons.setdefault(min(words), "same story")


def _is_known_city(group: Group) -> bool:
    gazetteer = load_gazetteer()
    names = names_of(group.members)
    return any(name in gazetteer.cities or name in gazetteer.capitals for name in names)


def split_homonyms(group: Group) -> Iterator[Group]:
    """Two people of one name, where what the documents say of them has nothing in common."""
    if not has_homonyms(group):
        yield group
        return
    parts = _parts(group.members)
    for number, part in enumerate(parts):
        key = group.key if number == 0 else (*group.key, f"not {number}")
        yield Group(key, part, dict(group.reasons), usual=group.usual)


def has_homonyms(group: Group) -> bool:
    """Whether a group is of a name that two people may have."""
    return group.key[0] == "person" and _disagree(group.members)


def _disagree(members: Sequence[Member]) -> bool:
    genders = {cluster.sex for _, cluster in members} - {""}
    told = [nations for _, cluster in members if (nations := cluster.nations)]
    return len(genders) > 1 or (len(told) > 1 and not set.intersection(*told))


def _parts(members: Sequence[Member]) -> list[list[Member]]:
    """The clusters of each gender, and of these each part that countries tell apart."""
    told: Counter[str] = Counter()
    for cluster, times in tally(members):
        told[cluster.sex] += times if cluster.sex else 0
    usual = max(sorted(told), key=lambda g: told[g])
    by_gender: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_gender[member[1].sex or usual].append(member)
    parts = (part for gender in sorted(by_gender) for part in _of_countries(by_gender[gender]))
    return sorted(parts, key=lambda p: (-_size(p), p[0][0].reading.document.id))


def _of_countries(members: list[Member]) -> Iterator[list[Member]]:
    """Clusters that share a country, or company, belong together.

    To have been in one country is no company. A part of which no country is told is nobody else:
    it goes with the one that it shares most with.
    """
    if _are_one(cluster.nations for _, cluster in members):
        yield members
        return
    parts = sorted(_connected(members), key=lambda part: (-len(part), _document(members[part[0]])))
    certain = [part for part in parts if any(members[n][1].nations for n in part)]
    company = [set(_company([members[n] for n in part])) for part in certain]
    homes = {id(part): [*part] for part in certain}
    for part in (part for part in parts if id(part) not in homes):
        theirs = set(_company([members[n] for n in part]))
        best = max(range(len(certain)), key=lambda n: (len(theirs & company[n]), -n))
        homes[id(certain[best])] += part
    for home in homes.values():
        yield [members[n] for n in sorted(home)]


def _are_one(told: Iterable[AbstractSet[str]]) -> bool:
    """Whether countries are connected by those of whom several are told."""
    parts: list[set[str]] = []
    for countries in filter(None, told):
        met = [part for part in parts if not part.isdisjoint(countries)]
        parts = [part for part in parts if part.isdisjoint(countries)]
        parts.append(set(countries).union(*met))
    return len(parts) < 2


def _connected(members: Sequence[Member]) -> Iterable[list[int]]:
    """The numbers of those that share a country, or company that tells."""
    owner = list(range(len(members)))

    def find(n: int) -> int:
        while owner[n] != n:
            n = owner[n]
        return n

    by_token: dict[Key, int] = {}  # a key, which has two parts or more, or a country
    for n, (discourse, cluster) in enumerate(members):
        company = (key for key in discourse.beside(cluster) if _tells(key))
        for token in chain(((country,) for country in cluster.nations), company):
            owner[find(n)] = find(by_token.setdefault(token, n))
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(len(members)):
        parts[find(n)].append(n)
    return parts.values()


def _tells(key: Key) -> bool:
    """Whether to share it makes two of one name one: "NDB" may be another body elsewhere."""
    return key[0] not in _WEAK and len(key[-1]) > _INITIALS


def names_of(members: Iterable[Member]) -> Counter[str]:
    """How often each proper name is used."""
    found: Counter[str] = Counter()
    for cluster, times in tally(members):
        for mention in cluster.mentions:
            if mention.kind == "name":
                found[mention.core] += times
    return found


def tally(members: Iterable[Member]) -> Iterator[tuple[Cluster, int]]:
    """Their clusters, and how many each stands for."""
    for discourse, cluster in members:
        yield cluster, discourse.times if isinstance(discourse, Crowd) else 1


def _size(members: Iterable[Member]) -> int:
    return sum(times for _, times in tally(members))
