"""Descriptions within a document: "the prime minister", "the self-ruled island", "both sides"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kg.gazetteer import load_gazetteer
from kg.link.alike import ALIKE
from kg.link.clusters import SPEECH, Cluster, Discourse, places_of
from kg.link.compare import plain
from kg.link.forms import team
from kg.link.lead import is_headline
from kg.link.offices import CALLED, office
from kg.link.sets import DEFINITE, LANDS, members, said_of, tail_of
from kg.model import Mention
from kg.words import GENDERED, INSTITUTIONS, STORMS, VESSELS, is_title

_CHIEFS = frozenset("chief leader head boss".split())
_LANDFORMS = frozenset(
    "area city county district island peninsula province region state strait territory town".split()
)
# "the software giant": what such a word is modified by tells nothing apart.
_MAKERS = frozenset(
    "automaker brewer carmaker chipmaker conglomerate developer drugmaker giant insurer "
    "lender maker manufacturer planemaker producer publisher retailer startup supplier".split()
)
_FIRMS = _MAKERS | {"company", "firm", "organization", "organisation", "group", "agency"}
_SIDES = frozenset({"club", "franchise", "team"})
_PRESS = frozenset("journal times post tribune herald gazette guardian telegraph news".split())
_ENDINGS_OF = {  # how names of a kind end
    **dict.fromkeys(("newspaper", "paper", "daily", "magazine"), _PRESS),
    **dict.fromkeys(("airline", "carrier"), frozenset({"airlines", "airways", "air", "aviation"})),
    **dict.fromkeys(("lender", "bank"), frozenset({"bank", "bancorp", "financial"})),
    "insurer": frozenset({"insurance", "assurance", "life"}),
}
_TEAMS = frozenset({"united", "city", "fc", "rovers", "athletic"})
_BUSINESSES = frozenset({"bank", "airline", "newspaper", "magazine", "broadcaster"})
_TOWNS = frozenset({"city", "town"})
_NO_FIRMS = frozenset({"movement", "front", "alliance", "coalition", "congress", "forces"})
_LAWS = frozenset({"bill", "law", "legislation", "measure"})
_PAPERS = frozenset({"newspaper", "paper", "daily", "weekly", "tabloid"})
_KINDS_LIKE = {
    **dict.fromkeys(_PAPERS, _PAPERS),
    **{word: frozenset({word, "ship", "vessel", "boat"}) for word in VESSELS},
}
_EMPTY = frozenset(
    "same said such own very new current recent late latest former upcoming planned".split()
)
_ANEW = frozenset({"new", "another", "second", "fresh", "repeat"})
_CLASSES = frozenset(
    "average band browser currency festival index magazine militia movement newspaper".split()
)
_SAID = frozenset({"root", "attribute", "apposition", "modifier", "nested", "title"})
_LEAD = 2  # sentences from the headline to where its news is told
# Persons in news, though the list of nouns has them as things.
_FIGURES = frozenset("icon legend personality star".split())
_NEAR = 2  # sentences back that somebody is "the actress"
_WHICH = re.compile(
    r"\s*(?:who|whom|whose|that|which|accused|arrested|called|charged|convicted|known|named|"
    r"suspected)\b"
)
_YEARS = re.compile(r"\b(\d{1,3}) ?- ?year ?- ?old\b")
_AGE = re.compile(r"(?:, | \()(\d{1,3})(?=[,.;)]| of )")
_REACH = 60  # sentences back that a description looks for its antecedent


def resolve_nominal(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> None:
    """Put a noun phrase into the cluster it means, or a new one."""
    meant = members(discourse, mention)
    if meant:
        discourse.sets[mention] = meant
        return
    is_land = mention.head in LANDS or mention.head in _TOWNS
    by_kind = (_kind, _same_head) if is_land else (_same_head, _kind)
    for find in (_apposition, _epithet, _classed, _headline, _aged, _role, *by_kind, _called):
        found = find(discourse, mention, recent)
        if found is not None:
            cluster, reason = found
            discourse.join(mention, cluster, reason)
            break
    else:
        discourse.start(mention)
    _note(discourse, mention)


_Found = tuple[Cluster, str] | None


def _note(discourse: Discourse, mention: Mention) -> None:
    """Keep what a description says of its cluster: role and country."""
    cluster = discourse.of[mention]
    cluster.countries |= _countries_of(discourse, mention)
    if mention.label == "Person":
        cluster.roles.add(mention.head)


def _countries_of(discourse: Discourse, mention: Mention) -> set[str]:
    """Those that modify or own a description; that of "the Brazilian" too."""
    native = load_gazetteer().find(mention.core) if mention.core[:1].isupper() else None
    told = {c.place.name for c in places_of(discourse, mention) if c.place}
    return told | ({native.name} if native is not None and mention.label == "Person" else set())


def note_titles(discourse: Discourse) -> None:
    """Give people the roles that stand before their names, or are said of them."""
    for pair in discourse.reading.pairs:
        said = discourse.of.get(pair.left) if pair.kind == "predicate" else None
        if said is not None and said.type == pair.right.label == "Person":
            said.roles.add(pair.right.head)  # "Ann Vale will be host"
        if pair.kind == "title" and pair.right in discourse.of:
            cluster = discourse.of[pair.right]
            cluster.roles |= {pair.left.head, office(pair.left.head)}
            cluster.countries |= {c.place.name for c in places_of(discourse, pair.left) if c.place}


def _apposition(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    for other in (
        *discourse.before("apposition", mention),
        *discourse.after("apposition", mention),
    ):
        if other in discourse.of and other.number == mention.number:
            return discourse.of[other], "apposition"
    return None


def _epithet(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """A place by what the gazetteer calls it, where the document names the place."""
    if mention.determiner not in DEFINITE | {"poss", "a"}:
        return None
    gazetteer = load_gazetteer()
    place = gazetteer.names.get(mention.core)
    if place is not None:  # "the Indo-Pacific region"
        return discourse.place_cluster(place), "gazetteer"
    for other in discourse.before("nationality", mention):  # "the Lombardy region"
        if other.core.lower().split() == list(mention.modifiers) and mention.head in _LANDFORMS:
            return (discourse.of[other], "description") if other in discourse.of else None
    place = gazetteer.epithets.get(mention.core.lower())
    cluster = discourse.by_key.get(("place", place.code)) if place is not None else None
    return (cluster, "description") if cluster is not None else None


def _aged(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """The one person of an age: "a 59-year-old woman" where "Ann Vale, 59," is told of."""
    told = _YEARS.search(mention.text) if mention.label == "Person" else None
    if told is None or mention.number != "singular" or told.start() > len(mention.text):
        return None
    found = [
        c for c in discourse.clusters
        if c.is_named and c.type == "Person" and _age_of(discourse, c) == told[1]
    ]  # fmt: skip
    is_one = len(found) == 1 and not {mention.gender, found[0].gender} >= {"masculine", "feminine"}
    return (found[0], "age") if is_one else None


def _age_of(discourse: Discourse, cluster: Cluster) -> str:
    """ "59" of "Ann Vale, 59, said" and of "59-year-old Ann Vale"."""
    text = discourse.reading.document.text
    for mention in cluster.mentions if cluster.is_named else ():
        if mention.kind == "name":
            start, end = mention.span.start, mention.span.end
            told = _AGE.match(text, end) or _YEARS.search(text, start - 20, end)
            if told:
                return told[1]
    return ""


def _role(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """A person by role: "the president" after "President Xi Jinping"."""
    if mention.label != "Person" or mention.number != "singular":
        return None
    if mention.determiner not in DEFINITE and mention.determiner != "poss":
        return None
    countries = {c.place.name for c in places_of(discourse, mention) if c.place}
    heads = ALIKE.get(mention.head, frozenset({mention.head})) | CALLED.get(mention.head, _NONE)
    # "Moro will be host … the host" is Moro rather than what is said of him.
    for cluster in sorted(recent, key=lambda c: not c.is_named):
        if cluster.type != "Person":
            continue
        shared = countries & cluster.countries
        is_told = not (heads if cluster.is_named else {mention.head}).isdisjoint(cluster.roles)
        is_told = is_told and _may_have_role(discourse, mention, cluster)
        if is_told and (shared or not (countries and cluster.countries)):
            return cluster, "role"
        if mention.head in _CHIEFS and shared and cluster.roles:
            return cluster, "role"  # "the UN chief" after "UN Secretary-General"
    return None


_NONE: frozenset[str] = frozenset()


def _may_have_role(discourse: Discourse, mention: Mention, cluster: Cluster) -> bool:
    """Not "the prime minister" after "Minister of Education Ann Vale", nor another man's wife."""
    told = [t for m in cluster.mentions for t in discourse.before("title", m)]
    told += [m for m in cluster.mentions if m.kind == "nominal"]
    is_past = not _PAST.isdisjoint(mention.modifiers) or mention.head.startswith("ex-")
    if is_past and not any(
        t.head.startswith("ex-") or not _PAST.isdisjoint((t.determiner, *t.modifiers)) for t in told
    ):
        return False  # "the former president" is not who is president
    if _OTHERS & {*mention.modifiers} - {word for t in told for word in t.modifiers}:
        return False  # "the dead man" is not who was held
    told = [t for t in told if t.head == mention.head]
    ours, theirs = _charges(mention), [_charges(t) for t in told]
    is_office = not ours or not theirs or any(ours & words or not words for words in theirs)
    return is_office and _may_be_owned(discourse, mention, told)


def _charges(mention: Mention) -> frozenset[str]:
    """What an office is of: "prime", and "education" of "minister of education"."""
    return _CHARGES & {*mention.modifiers, *plain(mention.text).split()}


def _may_be_owned(discourse: Discourse, mention: Mention, told: Sequence[Mention]) -> bool:
    """Whether those are the same whose wife somebody is, and who has that wife here."""
    if mention.determiner != "poss" or mention.head not in GENDERED or is_title(mention.head):
        return True
    ours = set(_owners(discourse, mention))
    owned = [set(_owners(discourse, t)) for t in told if t.determiner == "poss"]
    return not ours or not owned or any(ours & owners for owners in owned)


_PAST = frozenset({"former", "ex", "late", "retired", "onetime"})
_CHARGES = frozenset(
    "prime deputy vice foreign finance defense defence interior justice education health trade "
    "state treasury labor labour energy transport agriculture environment culture home".split()
)


def _classed(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """A name with the word for its kind behind it: "the Fjord 100 index", "the Lind browser"."""
    if mention.head not in _CLASSES or mention.number != "singular" or mention.determiner == "a":
        return None
    text = discourse.reading.document.text
    for name in discourse.by_sentence[mention.sentence]:
        is_inside = mention.span.start <= name.span.start < mention.head_span.start
        between = text[name.span.end : mention.head_span.start]
        if is_inside and name.kind == "name" and re.fullmatch(r"[\s\d]*", between):
            cluster = discourse.of.get(name)
            if cluster is not None and cluster.type not in ("Person", "Country"):
                return cluster, "kind"
    return None


def _headline(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """What the headline has without an article: "Woman dies in crash" and "A young woman died"."""
    told = discourse.seen_by_head.get(mention.head, ())[:1]
    if not told or mention.determiner not in {"a", "an"} or mention.number != told[0].number:
        return None
    (first,) = told
    ours, theirs = set(mention.modifiers) - _EMPTY, set(first.modifiers) - _EMPTY
    is_alike = first.kind == "nominal" and not first.determiner and (
        ours <= theirs or theirs <= ours
    )  # fmt: skip
    if _ANEW & set(mention.modifiers) - set(first.modifiers):
        return None  # "court annuls vote … ordered a new vote"
    is_near = 0 < mention.sentence - first.sentence <= _LEAD
    cluster = discourse.of[first]
    is_new = all(m.sentence == first.sentence for m in cluster.mentions)
    if is_alike and is_near and is_new and is_headline(discourse, first.sentence):
        return cluster, "headline"
    return None


def _same_head(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """An earlier phrase with this head, or one that news uses in its stead."""
    bare = mention.determiner not in DEFINITE | {"poss", "both"}
    if bare and not (mention.label == "Group" and mention.function == "subject"):
        return None  # "officials said" twice is one group; "schools" and "schools" need not be
    alike = () if bare else ALIKE.get(mention.head, ())
    heads = sorted({mention.head, *alike}) if alike else (mention.head,)
    earlier = [m for head in heads for m in discourse.seen_by_head.get(head, ())[-20:]]
    if len(earlier) > 1:
        earlier.sort(key=lambda m: (m.head != mention.head, -m.head_span.start))
    for other in earlier:
        if other.kind == "name" and other.label in ("Person", "Country"):
            continue
        if _agrees(discourse, mention, other) and (not bare or _same_words(mention, other)):
            exact = other.head.lower() == mention.head
            reason = "same words" if bare else "same head" if exact else "event"
            return said_of(discourse, other) or discourse.of[other], reason
    return None


def _same_words(mention: Mention, other: Mention) -> bool:
    """Whether two phrases without article are word for word the same, and general."""
    return (
        plain(mention.text) == plain(other.text)
        and mention.determiner == other.determiner == ""
        and mention.label != "Event"
    )


def _agrees(discourse: Discourse, mention: Mention, other: Mention) -> bool:
    """Whether nothing in the later phrase contradicts the earlier."""
    if other.span.start > mention.span.start or mention.number != other.number:
        return False
    if other.span.end > mention.span.start or mention.sentence - other.sentence > _REACH:
        return False
    new = {w for w in mention.modifiers if w not in _EMPTY}
    old = {w for w in other.modifiers if w not in _EMPTY}
    if other.kind == "name":
        old |= {w.lower() for w in other.core.split()}
    if mention.kind == "nominal" and not new <= old:
        return False  # "the European team" is not the team that the text told of before
    if mention.label == "Person" and _PAST & {*mention.modifiers} - {*other.modifiers}:
        return False  # "the former chief" is not the one who is chief
    if mention.determiner == "poss" and other.kind == "nominal" and other.determiner != "poss":
        return False
    if mention.determiner == "poss" and other.determiner == "poss":
        return _owners(discourse, mention) == _owners(discourse, other)
    if other.determiner in {"every", "each", "any", "no", "another"}:
        return False
    tail = tail_of(discourse, mention)  # what refers back is shorter than what it refers to
    return not tail or tail == tail_of(discourse, other)


def _owners(discourse: Discourse, mention: Mention) -> list[int]:
    owners = (discourse.of.get(m) for m in discourse.before("possessor", mention))
    return [id(cluster) for cluster in owners if cluster is not None]


def _kind(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """A named thing by its kind: "the ministry", "the company", "the country", "the city"."""
    if mention.determiner not in DEFINITE or mention.number != "singular":
        return None
    is_pointed = mention.determiner == "this"  # "this barbaric group"
    homes = _homes(discourse, mention)
    is_bare = is_pointed or set(mention.modifiers) <= _EMPTY or bool(homes)
    if not (is_bare or mention.head in _MAKERS) or tail_of(discourse, mention):
        return None
    of_kind = (c for c in recent if c.is_named and _is_of_kind(mention.head, c))
    found = list(islice(of_kind, 3))
    if homes:
        known = [c for c in found if not c.countries.isdisjoint(homes)]
        found = known or (found if len(found) == 1 and not found[0].countries else [])
    # "Nippon Steel fell after the U.S. Steel deal; the company" - not what only modifies
    found.sort(key=lambda c: c.seen[-1].function == "modifier")
    found = _main_firm(discourse, mention, found)
    return (found[0], "kind") if found else None


def _homes(discourse: Discourse, mention: Mention) -> set[str]:
    """The country of a firm that is called by its home and no more: "the Oslo-based company"."""
    start, end = mention.span.start, mention.head_span.start
    inside = [
        m for m in (discourse.by_sentence[mention.sentence] if mention.head in _SEATED else ())
        if m.kind == "name" and start <= m.span.start and m.span.end <= end
    ]  # fmt: skip
    words = set(mention.modifiers) - _EMPTY - {"based"}
    is_all = words <= {word for m in inside for word in m.core.lower().split()}
    return {_land_of(m.core) for m in inside} if is_all else set()


_SEATED = frozenset({"company", "firm", "group", "bank"})


def _land_of(place: str) -> str:
    """The country of a place, or the place itself where no table has it."""
    gazetteer = load_gazetteer()
    city = gazetteer.cities.get(place)
    land = gazetteer.find(place) or gazetteer.capitals.get(place)
    land = land or (gazetteer.places.get(city.country) if city is not None else None)
    return land.name if land is not None else place


def _main_firm(discourse: Discourse, mention: Mention, found: list[Cluster]) -> list[Cluster]:
    """Of several firms first the one that the headline names, if it is told of much more often."""
    if mention.head not in {"company", "firm"} or not is_headline(discourse, 0):
        return found
    often = 2 * len(found[0].seen) if found else 0
    main = [c for c in found[1:] if c.seen[0].sentence == 0 and len(c.seen) > often]
    return main or found


def _is_of_kind(head: str, cluster: Cluster) -> bool:
    names = [m for m in cluster.mentions if m.kind == "name"]
    last = {m.head.lower() for m in names}
    kind = cluster.type
    if kind == "Country":
        return head in {"country", "nation"}
    if kind != "Person" and any(
        head in _KINDS_LIKE.get(w, {w}) for m in names for w in m.modifiers
    ):
        return True  # "the daily Lind Post … the newspaper"
    if head in _SIDES and kind in ("Organization", "Thing"):
        is_team = any(word[-2:] != "ss" and team(word) for word in last - _PRESS)  # "the Rovers"
        return is_team or bool(last & _TEAMS)
    if kind == "Law":
        return head in last or head in _LAWS
    if kind == "Organization":
        return head in last or bool(last & _ENDINGS_OF.get(head, frozenset())) or (
            head in _FIRMS and not last & (INSTITUTIONS - _FIRMS - _BUSINESSES)
            and not (head in {"company", "firm"} and last & _NO_FIRMS)
        )  # fmt: skip
    if kind == "Place":
        return head in last or (head in _TOWNS and cluster.key[:1] == ("city",))
    if kind == "Event" and head.title() in STORMS:
        return any(name.split()[-2:-1] and name.split()[-2] in STORMS for name in cluster.names)
    return kind != "Person" and head in last


def _called(discourse: Discourse, mention: Mention, recent: list[Cluster]) -> _Found:
    """A person by what else he is: "the actress", where one person alone was named lately."""
    is_person = mention.label == "Person" or mention.head in _FIGURES
    if not is_person or mention.number != "singular" or mention.determiner != "the":
        return None
    is_said = mention.function in _SAID or is_title(mention.head)
    if is_said or tail_of(discourse, mention) or _is_told(discourse, mention):
        return None
    near = [c for c in recent if mention.sentence - c.seen[-1].sentence <= _NEAR]
    if mention.head in _ANYBODY:
        unnamed = [c for c in near if _is_new_person(c, mention)]
        if unnamed:  # "detained a citizen, Vale said. The man …" is not Vale
            return (unnamed[0], "called") if len(unnamed) == 1 else None
    is_passive = bool(_YEARS.search(mention.text)) or mention.head in _PASSIVE
    named = [
        c for c in near if c.is_named and c.type == "Person" and _may_be(c, mention)
        and not (is_passive and c.seen[-1].governor in SPEECH)
    ]  # fmt: skip
    if mention.core[:1].isupper():  # "the Brazilian"
        named = _natives(discourse, mention, named)
    told = [c for c in named if mention.gender and c.gender == mention.gender]
    named = told if len(named) > 1 else named  # "the actress" is she
    return (named[0], "called") if len(named) == 1 else None


def _natives(discourse: Discourse, mention: Mention, named: list[Cluster]) -> list[Cluster]:
    """Those that the text says are of a country, or else the only one; of a party, the last."""
    countries = _countries_of(discourse, mention)
    if countries:
        told = [c for c in named if countries & c.countries] or [
            c
            for c in named
            if mention.gender == c.gender != "" and c.seen[-1].sentence == mention.sentence - 1
        ]  # "Ann Vale rose. The Dutchwoman ..."
        return told or [c for c in named if len(named) == 1 and not c.countries]
    before = [c for c in named if c.seen[-1].sentence == mention.sentence - 1]
    return before or named  # "the Republican"


def _is_new_person(cluster: Cluster, mention: Mention) -> bool:
    """Whether somebody without a name was brought in: "a Belarusian citizen"."""
    first = next((m for m in cluster.mentions if m.determiner in {"a", "an"}), None)
    if cluster.is_named or cluster.type != "Person" or first is None:
        return False
    if not _OTHERS.isdisjoint(mention.modifiers):
        return False
    is_whole = first.function in {"subject", "object", "indirect object", "oblique"}
    return is_whole and first.number == "singular" and _may_be(cluster, mention)


# Of whom others tell.
_PASSIVE = frozenset("accused attacker culprit gunman killer suspect victim".split())
_OTHERS = frozenset("dead injured murdered other second slain wounded".split())
_ANYBODY = frozenset("man woman boy girl suspect assailant attacker gunman person teenager".split())


def _is_told(discourse: Discourse, mention: Mention) -> bool:
    """Whether a clause goes on to say which: "the driver who fled"."""
    text = discourse.reading.document.text
    return bool(_WHICH.match(text, mention.span.end))


def _may_be(cluster: Cluster, mention: Mention) -> bool:
    """Not of the other sex, and not who says so: "Inspector Vale said the man fell"."""
    last = cluster.seen[-1]
    says = last.sentence == mention.sentence and last.governor in SPEECH
    if says and last.function == "subject":
        return False
    return not (mention.gender and cluster.gender and mention.gender != cluster.gender)
