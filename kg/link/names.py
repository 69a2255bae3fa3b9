"""Names within a document: which are one, by gazetteer, surname, acronym and owner."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from kg.gazetteer import Place, load_gazetteer
from kg.link.clusters import Cluster, Discourse
from kg.link.compare import (
    SURNAME_ARTICLES,
    bare_surname,
    is_acronym,
    is_misspelt,
    is_nickname,
    is_same_person,
    is_short_for,
    nickname_of,
    organization_key,
    person_key,
    plain,
)
from kg.link.forms import stem, team
from kg.link.lead import is_introduced, link_lead
from kg.link.offices import OFFICES, office
from kg.model import Mention
from kg.words import (
    GENDERED,
    INSTITUTIONS,
    SHIPS,
    STATE_BODIES,
    STORMS,
    is_title,
    name_gender,
    noun_class,
)

_WHERE = frozenset(
    "in at to near around outside inside into through via across toward towards within of "
    "throughout".split()
)
_VISITED = frozenset("visit leave reach enter hit tour approach shake rock bomb capture".split())
_MOVE = frozenset("fly arrive travel return move depart drive mile kilometre kilometer km".split())
_PLAYED = frozenset("beat draw equalise equalize finish outplay play score thrash trounce".split())
_STATIC = _PLAYED | frozenset("be lie host stand become".split())
_CIVIC = frozenset("mayor governor street airport subway resident suburb market district".split())


def link_names(discourse: Discourse) -> None:
    """Put each name, and each body that a country owns, into a cluster."""
    named = [m for m in discourse.mentions if m.kind == "name"]
    for mention in named:
        if mention.label != "Person":
            _link_place(discourse, mention)
    people = [m for m in named if m.label == "Person" and not _is_firms(m, named)]
    _link_people(discourse, people)
    _link_bodies(discourse)
    _link_rest(discourse, [m for m in named if m not in discourse.of])


def _is_firms(mention: Mention, named: list[Mention]) -> bool:
    """Whether a surname is a firm's that bears it: "the Vale chairman" of Vale Motors."""
    if mention.function != "modifier" or mention.governor not in _OF_FIRMS or " " in mention.core:
        return False
    firms = (m for m in named if m.label == "Organization" and " " in m.core)
    return any(mention.core in m.core.split() for m in firms)


_OF_FIRMS = frozenset(
    "board boss ceo chairman chairwoman chief director employee executive founder president share "
    "shareholder spokesman spokeswoman stock worker".split()
)


def _link_place(discourse: Discourse, mention: Mention) -> None:
    gazetteer = load_gazetteer()
    place = gazetteer.find(mention.core) or gazetteer.find(mention.core.capitalize())
    if place is not None and mention.label == "Group":
        if mention.number == "plural":  # "a Briton" is nobody in particular
            _join(discourse, mention, ("people", place.code), "same name")
        else:
            discourse.start(mention)
    elif place is not None and mention.label in ("Country", "Place", "Organization"):
        _join(discourse, mention, ("place", place.code), "gazetteer").place = place
    elif mention.label == "Place":
        city = re.sub(r",? D\.?C\.?$", "", mention.core)
        country = _seated(discourse, city) or gazetteer.capitals.get(city)
        if country is not None and is_actor(discourse, mention):
            cluster = _join(discourse, mention, ("place", country.code), "capital for country")
            cluster.place = country
        elif country is not None or city in gazetteer.cities:
            _join(discourse, mention, ("city", plain(city)), "same name")


def _seated(discourse: Discourse, city: str) -> Place | None:
    """The union that a city stands for where the text is about it, and less about the country."""
    gazetteer = load_gazetteer()
    union = gazetteer.seats.get(city)
    if union is None:
        return None
    named = [gazetteer.find(m.core) for m in discourse.mentions if m.kind == "name"]
    ours = sum(p is not None and (p == union or p.name.startswith(_EUROPEAN)) for p in named)
    return union if ours > named.count(gazetteer.capitals.get(city)) else None


_EUROPEAN = ("European Commission", "European Parliament", "European Council")


def is_actor(discourse: Discourse, mention: Mention) -> bool:
    """Whether a capital acts, or is acted on, as its government: "Tokyo denied", "from Beijing"."""
    while discourse.before("conjunct", mention):
        mention = discourse.before("conjunct", mention)[0]
    if mention.function == "subject":
        return mention.governor not in _STATIC
    if mention.function in ("object", "indirect object"):
        return mention.governor not in _VISITED | _PLAYED
    if mention.function == "possessor":
        return mention.governor not in _CIVIC and noun_class(mention.governor) != "Place"
    if mention.function != "oblique":
        return False
    preposition = discourse.text_before(mention)
    if preposition == "from":
        return mention.governor not in _MOVE
    return preposition in {"between", "by", "with", "against", "both"}


def _join(discourse: Discourse, mention: Mention, key: tuple[str, ...], reason: str) -> Cluster:
    """Into the cluster with this key, or a new one."""
    if key in discourse.by_key:
        discourse.join(mention, discourse.by_key[key], reason)
    else:
        first = reason if reason == "capital for country" else ""
        discourse.by_key[key] = discourse.start(mention, first)
        discourse.by_key[key].key = key
    return discourse.by_key[key]


def _link_people(discourse: Discourse, people: list[Mention]) -> None:
    """Full names first, wherever they stand, then the short forms."""
    people_by: defaultdict[tuple[str, str], dict[tuple[str, ...], Cluster]] = defaultdict(dict)
    for mention in people:
        key = person_key(mention.core)
        if len(key) < 2 and not any(" " in word for word in key):
            continue
        if len(key) == 2 and ("person", *key[::-1]) in discourse.by_key:
            key = key[::-1]  # "Vale Ann", as Hungarians write it
        alike = people_by["surname", key[-1]]
        cluster = _join(discourse, mention, ("person", *_known_person(key, alike)), "same name")
        own = cluster.key[1:]
        people_by["given name", key[0].partition(" ")[0]][own] = alike[own] = cluster
        people_by["bare surname", bare_surname(key[-1])][own] = cluster
        for middle in key[1:-1]:  # "García" of Ana García Moro
            if not name_gender(middle.capitalize()):
                people_by["first surname", middle][own] = cluster
        if nickname := nickname_of(mention.core):  # 'Robert "Red" Vale' is Red Vale
            known_as = ("person", *person_key(nickname)[:1], key[-1])
            alike[known_as[1:]] = discourse.by_key.setdefault(known_as, cluster)
            cluster.also.add(known_as)
    link_lead(discourse)
    for mention in people:
        if mention not in discourse.of:
            _link_short(discourse, mention, people_by)


def _known_person(key: tuple[str, ...], alike: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """The name of one surname that this one is another form of, or itself."""
    found = (
        *(k for k in alike if is_same_person(k, key)),
        *(k for k in alike if is_misspelt(k[0], key[0])),
        *(k for k in alike if k[1:] == key[1:] and is_nickname(k[0], key[0])),
        key,
    )
    return found[0]


_People = Mapping[tuple[str, str], Mapping[tuple[str, ...], Cluster]]
_ENDS = ("surname", "bare surname", "given name", "first surname")
_FIRST = 50  # mentions that tell an office, however long the document
_MANY = 200  # surnames compared with a misspelt one at most, however long the document


def _link_short(discourse: Discourse, mention: Mention, people_by: _People) -> None:
    words = person_key(mention.core)
    for end in _ENDS if words else ():
        alike = people_by.get((end, words[0]), {})
        found = [c for c in alike.values() if _may_be(mention, c)]
        found = [
            c for c in found if end == "given name" or _may_be_short_for(discourse, mention, c)
        ]
        found = [c for c in found if not _is_kin_in_passing(discourse, c, found)] or found
        found = _called_so(found, mention) or found
        if found:
            reason = "given name" if end == "given name" else "surname"
            discourse.join(mention, _nearest(_spelt_so(found, mention), mention), reason)
            return
    close = _misspelt(words[0], people_by) if words else []
    if len(close) == 1:
        discourse.join(mention, close[0], "misspelling")
        return
    key = ("person", *words)
    known = discourse.by_key.get(key)
    if known is None or (_may_be(mention, known) and not _is_kin(discourse, mention)):
        _join(discourse, mention, key, "same name")
    else:  # "Mrs Moro" beside "Mr Moro": one name, and two people
        _join(discourse, mention, (*key, mention.gender), "same name").key = key


def _is_kin(discourse: Discourse, mention: Mention) -> bool:
    """Whether a name is brought in as another's kin: "his wife, Lady Vale"."""
    return any(
        role in GENDERED and not is_title(role) and role not in _NO_KIN
        for role in _roles_of(discourse, mention)
    )


_NO_KIN = frozenset("actor actress boy businessman businesswoman girl man woman".split())


def _called_so(clusters: list[Cluster], mention: Mention) -> list[Cluster]:
    """Who alone of several has been called by this short name before, and is so to the end."""
    start = mention.span.start
    called = [
        c for c in clusters if len(clusters) > 1
        if any(m.core == mention.core and m.span.start < start for m in c.mentions)
    ]  # fmt: skip
    return called if len(called) == 1 else []


def _is_kin_in_passing(discourse: Discourse, cluster: Cluster, alike: list[Cluster]) -> bool:
    """Whether somebody is told of once, as another's kin: "her daughter, Mara Lind"."""
    full = [m for m in cluster.mentions if m.kind == "name" and " " in m.core]
    if len(full) != 1 or not any(c.mentions[0].span.start < full[0].span.start for c in alike):
        return False
    start = full[0].span.start
    return bool(_KIN.search(discourse.reading.document.text[max(0, start - 80) : start]))


def _may_be_short_for(discourse: Discourse, mention: Mention, cluster: Cluster) -> bool:
    """Whether nothing tells a short name from somebody whom the text names in full.

    "Judge Vale" is not the minister Ann Vale of whom the text tells next, nor the Ann Vale who is
    called so later, but with her age; and "Vale" not the man's wife, Carol Vale.
    """
    titles = {office(t.head) for t in discourse.before("title", mention)} & OFFICES
    theirs = _offices(discourse, cluster) if titles else set()
    if titles and theirs and titles.isdisjoint(theirs):
        return False
    first = cluster.mentions[0]
    if first.span.start < mention.span.start:
        return True
    # Who is known by office and surname is not told of in full for no reason.
    is_known = bool(titles) and not theirs and mention.sentence > 0
    is_other = is_known and not is_introduced(discourse, first)
    return not is_other and not _is_named_as_kin(discourse, cluster)


def _offices(discourse: Discourse, cluster: Cluster) -> set[str]:
    """What somebody is told to be where the text first names him in full."""
    first = cluster.mentions[:_FIRST]
    return cluster.roles | {office(role) for m in first for role in _roles_of(discourse, m)}


def _roles_of(discourse: Discourse, mention: Mention) -> Iterator[str]:
    """What stands before a name, or beside it."""
    yield from (title.head for title in discourse.before("title", mention))
    for other in (
        *discourse.before("apposition", mention), *discourse.after("apposition", mention)
    ):  # fmt: skip
        if other.label == "Person" and other.kind == "nominal":
            yield other.head


def _is_named_as_kin(discourse: Discourse, cluster: Cluster) -> bool:
    """Whether somebody is brought in as another's kin, by the first or the whole name."""
    text, first = discourse.reading.document.text, cluster.mentions[0]
    given = first.core.partition(" ")[0]
    at = text.find(given)
    while 0 <= at <= first.span.start:
        if _KIN.search(text[max(0, at - 80) : at]):
            return True
        at = text.find(given, at + 1)
    return False


def _spelt_so(clusters: list[Cluster], mention: Mention) -> list[Cluster]:
    """Of several those with just this surname: "Al-Amri" is not Ann Amri."""
    own = mention.core.casefold()
    if len(clusters) < 2 or own[:3] not in SURNAME_ARTICLES:
        return clusters
    return [c for c in clusters if any(n.casefold().endswith(f" {own}") for n in c.names)] or (
        clusters
    )  # fmt: skip


_KIN = re.compile(
    r"\b(?:his|her|their) (?:\S+ )?(?:aunt|brother|cousin|daughter|father|husband|mother|nephew|"
    r"niece|partner|sister|son|uncle|widow|widower|wife),?(?: (?:an?|the) [\w -]{1,40})?,? $", re.I
)  # fmt: skip


def _misspelt(word: str, people_by: _People) -> list[Cluster]:
    """Those whose surname a word differs from by a slip, among those that begin as it does."""
    surnames = [key for key in people_by if key[0] == "surname" and key[1][:2] == word[:2]]
    close = [key for key in surnames[:_MANY] if is_misspelt(key[1], word)]
    return [cluster for key in close for cluster in people_by[key].values()]


def _may_be(mention: Mention, cluster: Cluster) -> bool:
    return not (mention.gender and cluster.gender and mention.gender != cluster.gender)


def _nearest(clusters: list[Cluster], mention: Mention) -> Cluster:
    """The one named last before the mention, else the first named after it."""

    def distance(cluster: Cluster) -> tuple[bool, int]:
        gaps = [mention.span.start - m.span.start for m in cluster.mentions]
        earlier = [gap for gap in gaps if gap > 0]
        return (not earlier, min(earlier) if earlier else -max(gaps))

    return min(clusters, key=distance)


def _link_bodies(discourse: Discourse) -> None:
    """Ministries, armies and the like under their country: "Japan's", "the Japanese"."""
    for mention in discourse.mentions:
        if mention in discourse.of or mention.kind not in ("name", "nominal"):
            continue
        is_body = mention.head.lower() in STATE_BODIES or (
            mention.kind == "name" and mention.head.lower() in INSTITUTIONS
        )
        if not is_body or mention.determiner in ("a", "an"):
            continue
        owner = owner_of(discourse, mention)
        if owner is None:
            continue
        key = organization_key(without_country(mention.core))
        cluster = _join(discourse, mention, ("body", owner.code, key), "same body")
        cluster.owner = owner


def owner_of(discourse: Discourse, mention: Mention) -> Place | None:
    """The country that has a body: by possessor, by adjective, or "of Japan"."""
    for kind in ("possessor", "nationality"):
        for other in discourse.before(kind, mention):
            cluster = discourse.of.get(other)
            if cluster is not None and cluster.place is not None:
                return cluster.place
    tail = mention.text.partition(mention.core)[2]
    return load_gazetteer().find(tail.removeprefix(" of ")) if tail.startswith(" of ") else None


def without_country(core: str) -> str:
    """A name without the country at its front: "Japanese foreign ministry".

    >>> without_country("Japanese foreign ministry")
    'foreign ministry'
    """
    words = core.split()
    find = load_gazetteer().find
    for length in range(min(3, len(words) - 1), 0, -1):
        if find(" ".join(words[:length])):
            return " ".join(words[length:])
    return core


def _link_rest(discourse: Discourse, rest: list[Mention]) -> None:
    """Organizations, works, events: the longest names first, then short forms and acronyms."""
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in rest:
        groups[organization_key(mention.core)].append(mention)
    bodies = {c.key[2]: c for c in discourse.clusters if c.key[:1] == ("body",)}
    long = {n: c for c in discourse.clusters if c.key[:1] == ("body",) for n in c.names}
    for key in sorted(groups, key=lambda k: (-len(k.split()), k)):
        first, *others = groups[key]
        known, reason = _region(discourse, first) or _known(discourse, first, key, long, bodies)
        if known is None:
            known = discourse.start(first)
            known.key = ("city", plain(key)) if first.label == "Place" else ("name", key)
            long[first.core] = known
        else:
            discourse.join(first, known, reason)
        for mention in others:
            discourse.join(mention, known, "same name")
    for pair in discourse.reading.pairs:
        why = _SAME.get(pair.kind)
        if why and pair.left in discourse.of and pair.right in discourse.of:
            kept, gone = discourse.of[pair.left], discourse.of[pair.right]
            if why == "acronym" and gone.key and not is_acronym(pair.right.core, pair.left.core):
                kept.also.add(gone.key)  # no other text can tell it by its letters
            discourse.merge(kept, gone, why)


_SAME = {"acronym": "acronym", "alias": "also called"}


def _region(discourse: Discourse, mention: Mention) -> tuple[Cluster, str] | None:
    """Half a divided country's name: "the North" where North Korea is named."""
    place = load_gazetteer().epithets.get(mention.core.lower())
    cluster = discourse.by_key.get(("place", place.code)) if place is not None else None
    return (cluster, "description") if cluster is not None else None


def _known(
    discourse: Discourse,
    mention: Mention,
    key: str,
    long: dict[str, Cluster],
    bodies: dict[str, Cluster],
) -> tuple[Cluster | None, str]:
    """A longer name in the document that this one shortens."""
    if key in bodies:
        return bodies[key], "same body"
    may_be_letters = len(key) > 2 and mention.core.replace(".", "").isupper()
    may_be_end = mention.head.lower() in _SHORTENED
    whole = _whole(discourse, mention, key, long)
    if whole is not None:
        return whole, "part of the name"
    for name, cluster in long.items():
        if may_be_letters and is_acronym(mention.core, name):
            return cluster, "acronym"
        is_end = may_be_end and is_short_for(mention.core, name)
        if is_end or _is_part(key, organization_key(name), mention.label) or _is_ship(key, name):
            return cluster, "part of the name"
    return None, ""


def _whole(
    discourse: Discourse, mention: Mention, key: str, long: Mapping[str, Cluster]
) -> Cluster | None:
    """The only firm whose name is a short one with its trade, or the only one that is no unit."""
    if mention.label not in _FIRMS or plain(mention.core) != key:  # "Lind PLC" is no short name
        return None
    found = {id(c): c for name, c in long.items() if _is_trade(key, organization_key(name))}
    whole = [c for c in found.values() if len(found) == 1 or not _is_unit(discourse, c)]
    return whole[0] if len(whole) == 1 else None


def _is_trade(key: str, long: str) -> bool:
    return key != long and key == stem(long)


def _is_unit(discourse: Discourse, cluster: Cluster) -> bool:
    """Whether a name is told to be that of another's part: "Lind Energy, its battery unit"."""
    said = (
        other
        for m in cluster.mentions for kind in ("apposition", "predicate")
        for other in (*discourse.before(kind, m), *discourse.after(kind, m))
    )  # fmt: skip
    return any(other.head in _UNITS for other in said)


_FIRMS = frozenset({"Organization", "Thing", "Product"})
_UNITS = frozenset("affiliate arm branch division subsidiary unit".split())


def _is_part(key: str, long: str, label: str) -> bool:
    """Whether a short name is that of a team, or of what is no firm: an index, a clinic."""
    return key != long and key in (team(long), stem(long) if label not in _FIRMS else "")


def _is_ship(key: str, long: str) -> bool:
    """Whether a long name is a short one with what it is: "HMS Vega", "Hurricane Ada"."""
    kind, _, name = long.partition(" ")
    if kind in SHIPS:
        return organization_key(name) == key
    before, _, last = long.rpartition(" ")
    return before.rpartition(" ")[2] in STORMS and organization_key(last) == key


_SHORTENED = INSTITUTIONS | frozenset(
    "journal times post news tribune herald gazette guardian church museum hospital mosque temple "
    "cathedral festival games cup".split()
)
