"""Linking across documents, as work on keys: each step sees only what shares a key with it.

The steps are those of `kg.link`, on the same functions; what is said here is only which things
must meet. Names meet by the words and letters that could make them one, and all that are connected
so are linked in one place, as the result depends on their order. Phrases meet by the rare names in
their documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import Any, NamedTuple

from kg.engines.components import FIT, find_components
from kg.engines.rows import Row, Rows, by_tag, tag_as
from kg.link.across import (
    PAIRED,
    Group,
    Key,
    attach_aliases,
    attach_names,
    attach_phrases,
    attach_same_names,
    halves,
    is_full,
    misspelt_blocks,
    person_blocks,
    split_homonyms,
    usual_name,
)
from kg.link.bundles import (
    Bundle,
    Table,
    gather,
    iter_namings,
    iter_phrases,
    place_owners,
)
from kg.link.clusters import SURE
from kg.link.compare import is_misspelt
from kg.link.entities import is_named, longer_id, name_entity, phrase_entity, unique_ids, with_id
from kg.link.forms import form_blocks
from kg.link.phrases import RARE, UNTOLD, Phrase, compare, unite
from kg.link.within import resolve
from kg.model import Entity, Judgement, Reading, slug

_CONNECTED = frozenset({"person", "name", "city"})  # kinds whose names have several forms
_UNKEYED = frozenset({"local", "phrase"})  # kinds without a name
_SHARED = frozenset({"person", "name", "city"})  # kinds that may be of one name


@dataclass(frozen=True, slots=True)
class Linked:
    """Who is who."""

    ids: Rows  # by document: the number of a cluster, and the id of its entity
    entities: Rows  # by id
    judgements: Rows  # between groups, by the id that they are about
    # What later changes go by: the names of documents, the namings of a key, phrases that are alike
    # and how much, what grouped a naming, and groups by the id of their entity.
    pages: Rows
    bundles: Rows
    alike: Rows
    placed: Rows
    teams: Rows


class Team(NamedTuple):
    """A group, with all that is known of it but its entity."""

    key: Key
    is_named: bool
    places: list[tuple[str, int]]
    reasons: tuple[tuple[str, str], ...]
    doubts: tuple[tuple[Key, str], ...] = ()
    has_name: bool = False  # whether some mention is a name


def link_rows(readings: Rows, *, fit: int = FIT) -> Linked:
    """Link what is told in readings by document."""
    namings, phrases, pages = readings.flat_map(_names).split("naming", "phrase", "page")
    gathered = namings.group(_gather, in_order=True).keep()
    bundles = _join_aliases(gathered, fit).keep()
    labels = find_components(_edges(bundles), fit=fit)
    met, alone = bundles.flat_map(_of_kind(_CONNECTED)).join(labels, _meet_by).split("met", "alone")
    places, groups = (
        met.group(_link_names)
        .union(alone.flat_map(_link_alone))
        .group(_link_same_names)
        .union(bundles.flat_map(_not_shared))
        .split("place", "group")
    )  # fmt: skip
    alike = _find_alike(places, phrases.flat_map(tag_as("phrase"))).keep()
    final = _absorb_phrases(groups, _join_phrases(alike, fit))
    return replace(_name(final, readings), pages=pages, bundles=gathered, alike=alike)


def _names(id: str, reading: Reading) -> Iterator[Row]:
    discourse = resolve(reading)
    yield from ((_code(n.key), ("naming", tuple(n))) for n in iter_namings(discourse))
    phrases = list(iter_phrases(discourse))
    yield from ((id, ("phrase", phrase)) for phrase in phrases)
    yield id, ("page", (tuple(c.key for c in discourse.clusters), tuple(phrases)))


def _code(key: Key) -> str:
    return "\x1f".join(key)


def _gather(code: str, namings: Iterator[tuple[Any, ...]]) -> Iterator[Row]:
    yield code, gather(namings)


def _of_kind(kinds: frozenset[str]) -> Any:
    def pick(code: str, bundle: Bundle) -> Iterator[Row]:
        if bundle.key[0] in kinds:
            yield code, bundle

    return pick


# --- names ---


def _join_aliases(bundles: Rows, fit: int) -> Rows:
    """Put together what some text says are two names of one thing; bundles are by their keys."""
    labels = find_components(bundles.flat_map(_aliases), fit=fit)
    met, alone = bundles.join(labels, _meet_by).split("met", "alone")
    return met.group(_link_aliases).union(alone)


def _meet_by(code: str, bundle: Bundle, labels: Iterator[str]) -> Iterator[Row]:
    """To the label of its component, if there is more in it."""
    label = next(labels, None)
    yield (code, ("alone", bundle)) if label is None else (label, ("met", bundle))


def _aliases(code: str, bundle: Bundle) -> Iterator[Row]:
    also = {key for cluster in bundle.clusters() for key in cluster.also} - {bundle.key}
    yield from ((code, _code(key)) for key in sorted(also))


def _link_aliases(_: str, bundles: Iterator[Bundle]) -> Iterator[Row]:
    table = Table(bundles)
    attach_aliases(table.groups)
    yield from ((_code(group.key), table.bundle(group)) for group in table.groups.values())


def _edges(bundles: Rows) -> Rows:
    """Between the keys that linking may compare, and the blocks that they meet in."""
    return bundles.flat_map(_of_kind(_CONNECTED)).flat_map(_blocks).group(_meet)


def _blocks(code: str, bundle: Bundle) -> Iterator[Row]:
    key = bundle.key
    if key[0] == "name":
        yield from ((f"letters {letters}", (role, code)) for role, letters in _letters(bundle))
        yield from ((block, (role, code)) for block, role in form_blocks(key[1]))
    yield from ((block, (role, code)) for block, role in person_blocks(key))
    if is_full(key):
        for half in {half for cluster in bundle.clusters() for half in halves(cluster)}:
            yield f"half {key[1]} {half}", ("double", code)
        for end, *block in misspelt_blocks(key):
            if end == "given name":  # those of one surname meet in any case
                yield f"slip {_code(tuple(block))}", (key[-1], code)


def _letters(bundle: Bundle) -> set[tuple[str, str]]:
    names = {name for cluster in bundle.clusters() for name in cluster.names}
    if " " in bundle.key[1]:
        return {("long", "".join(w[0] for w in name.split() if w[0].isupper())) for name in names}
    return {("short", name.replace(".", "")) for name in names if len(bundle.key[1]) > 2}


def _meet(block: str, values: Iterator[tuple[str, str]]) -> Iterator[Row]:
    """Edges to the block where its keys may become one."""
    kind = block.partition(" ")[0]
    if kind == "slip":
        yield from _slips(values)
        return
    roles = by_tag(values)
    if kind in PAIRED:
        few, many = (roles[role] for role in PAIRED[kind])
        met = [*few, *many] if few and many else []
    elif kind == "sound":
        met = roles["any"]
    elif roles["surname"]:
        met = [*roles["short"], *roles["surname"], *roles["stray"]]
    else:  # nobody has it as a surname: then a short name may be a given name
        met = [*roles["short"], *roles["given name"]] if roles["short"] else []
    yield from ((code, block) for code in sorted(set(met)) if len(met) > 1)


def _slips(values: Iterator[tuple[str, str]]) -> Iterator[Row]:
    for (word, code), (other, another) in combinations(sorted(set(values)), 2):
        if is_misspelt(word, other):
            yield code, another


def _link_alone(code: str, bundle: Bundle) -> Iterator[Row]:
    yield from _link_names(code, iter((bundle,)))


def _link_names(_: str, bundles: Iterator[Bundle]) -> Iterator[Row]:
    table = Table(bundles)
    attach_names(table.groups)
    yield from ((usual_name(group), table.bundle(group)) for group in table.groups.values())


def _link_same_names(_: str, bundles: Iterator[Bundle]) -> Iterator[Row]:
    table = Table(bundles)
    attach_same_names(table.groups)
    for group in table.groups.values():
        yield from _places(table.bundle(group))
        for part in split_homonyms(group):
            yield _code(part.key), ("group", table.bundle(part))


def _not_shared(code: str, bundle: Bundle) -> Iterator[Row]:
    if bundle.key[0] not in _SHARED:
        yield from _places(bundle)
        yield code, ("group", bundle)


def _places(bundle: Bundle) -> Iterator[Row]:
    """To each document, the key of the group that its cluster is in."""
    for document, number in bundle.places:
        yield document, ("place", (number, bundle.key))


# --- phrases ---


def _find_alike(places: Rows, phrases: Rows) -> Rows:
    """Pairs of phrases that may be one, and how much less than nothing they differ."""
    met = places.flat_map(tag_as("place")).union(phrases)
    told, stories = met.group(_story).split("told", "story")
    blocks = stories.flat_map(tag_as("story")).union(told.group(_rare))
    return blocks.group(_by_rare_name).group(_alike)


def _join_phrases(alike: Rows, fit: int) -> Rows:
    """Pairs of keys that are one thing, to both of them, the one that stays first."""
    labels = find_components(alike.flat_map(_ends), fit=fit).flat_map(tag_as("label"))
    pairs = alike.flat_map(tag_as("pair")).union(labels).group(_pairs_by_component)
    return pairs.group(_unite)


def _story(document: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """The names of a document, and its phrases; for each name, that this document has it."""
    found = by_tag(values)
    key_of = dict(found["place"])
    story = frozenset(key for key in key_of.values() if key[0] not in UNTOLD)
    yield from ((_code(key), ("told", document)) for key in sorted(story) if key[0] != "place")
    phrases = [place_owners(phrase, key_of) for phrase in found["phrase"]]
    if phrases and story:
        yield document, ("story", (phrases, story))


def _rare(code: str, documents: Iterator[str]) -> Iterator[Row]:
    few = list(islice(documents, RARE + 1))
    if len(few) <= RARE:
        yield from ((document, ("rare", code)) for document in few)


def _by_rare_name(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    for phrases, story in found["story"]:
        for code in found["rare"]:
            for phrase in phrases:
                for head in phrase.heads:
                    yield "\n".join((head, *phrase.kind, code)), (phrase, story)


def _alike(_: str, met: Iterator[tuple[Phrase, frozenset[Key]]]) -> Iterator[Row]:
    for (left, ours), (right, theirs) in combinations(sorted(met, key=lambda m: m[0].key), 2):
        if left.document != right.document and (close := compare(left, right, ours, theirs)):
            yield _code(left.key), (-close, left, right)


def _ends(code: str, pair: tuple[float, Phrase, Phrase]) -> Iterator[Row]:
    yield code, _code(pair[2].key)


def _pairs_by_component(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    for label in found["label"]:
        yield from ((label, pair) for pair in found["pair"])


def _unite(_: str, pairs: Iterator[tuple[float, Phrase, Phrase]]) -> Iterator[Row]:
    found = list(pairs)
    phrases = {phrase.key: phrase for _, *both in found for phrase in both}
    alike = sorted({(close, left.key, right.key) for close, left, right in found})
    for kept, key in unite(alike, phrases):
        yield _code(kept), (kept, key)
        yield _code(key), (kept, key)


def _absorb_phrases(groups: Rows, pairs: Rows) -> Rows:
    """Groups by key, with those that joined them."""
    met, alone = groups.join(pairs, _to_kept).split("met", "alone")
    return met.group(_absorb).union(alone)


def _to_kept(code: str, bundle: Bundle, pairs: Iterator[tuple[Key, Key]]) -> Iterator[Row]:
    found = list(pairs)
    gone = [pair for pair in found if pair[1] == bundle.key]
    if found:
        yield (_code(gone[0][0]) if gone else code), ("met", (bundle, gone))
    else:
        yield code, ("alone", bundle)


def _absorb(_: str, values: Iterator[tuple[Bundle, list[tuple[Key, Key]]]]) -> Iterator[Row]:
    found = list(values)
    table = Table(bundle for bundle, _ in found)
    attach_phrases(table.groups, sorted(pair for _, pairs in found for pair in pairs))
    yield from ((_code(g.key), table.bundle(g)) for g in table.groups.values())


# --- ids ---


def _name(groups: Rows, readings: Rows) -> Linked:
    """Entities with their ids: first the named, then those called after them."""
    drafts, calls, placed = groups.flat_map(_draft).split("named", "call", "placed")
    tags = "entity", "id", "judgement", "team"
    named = drafts.group(_name_alike).split(*tags, "met", safe=True)
    labels = named[1].flat_map(tag_as("label"))
    called = readings.join(calls.flat_map(tag_as("call")).union(labels), _call)
    taken = named[0].flat_map(_taken)
    phrased = called.union(taken).group(_call_alike).split(*tags, safe=True)
    doubts = named[4].group(_doubt)
    both = zip(named[:4], phrased, strict=True)
    entities, ids, judgements, teams = (some.union(others) for some, others in both)
    judgements = judgements.union(doubts)
    none = groups.made(())
    ids = ids.flat_map(_without_label)
    return Linked(ids, entities, judgements, none, none, none, placed, teams)


def _without_label(document: str, value: tuple[int, str, str]) -> Iterator[Row]:
    yield document, value[:2]


def _draft(_: str, bundle: Bundle) -> Iterator[Row]:
    """A named thing to what it would be called, another to the first document that tells of it."""
    group = Table([bundle]).groups[bundle.key]
    has_name = any(cluster.is_named for _, cluster in group.members)
    told = bundle.places, bundle.reasons, bundle.doubts
    team = Team(bundle.key, is_named(group), *told, has_name)
    yield _code(bundle.key), ("placed", (bundle.key, bundle.usual, bundle.packed))
    if team.is_named:
        entity = name_entity(group)
        yield slug(entity.label), ("named", (team, entity))
    else:
        yield team.places[0][0], ("call", (team, group.type))


def _name_alike(_: str, values: Iterator[tuple[Team, Entity]]) -> Iterator[Row]:
    """Ids for those whose label gives one id."""
    found = sorted(values, key=lambda value: value[0].key)
    sizes = [(team.key, len(team.places)) for team, _ in found]
    ids = unique_ids(sizes, [entity for _, entity in found])
    for id, (team, entity) in zip(ids, found, strict=True):
        yield from _called(with_id(entity, id), team, entity.label)
        yield _code(team.key), ("met", ("id", id))
        yield from ((_code(other), ("met", ("doubt", (id, why)))) for other, why in team.doubts)


def _doubt(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """That two groups, both there still, may be one."""
    found = by_tag(values)
    for other in found["id"]:
        for id, reason in found["doubt"]:
            yield id, Judgement(id, other, False, reason, SURE[reason] / 2)


def _taken(id: str, _: Entity) -> Iterator[Row]:
    yield id, ("taken", None)


def _call(_: str, reading: Reading, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """What a document calls the things without a name that it is the first to tell of."""
    found = by_tag(values)
    if not found["call"]:
        return
    discourse = resolve(reading)
    label_of = {id(discourse.clusters[n]): label for n, _, label in found["label"]}
    for team, kind in found["call"]:
        cluster = discourse.clusters[team.places[0][1]]
        entity = phrase_entity(Group(team.key, [(discourse, cluster)]), label_of)
        entity = entity if cluster.voice is not None else replace(entity, type=kind)
        yield entity.id, (team.key[0], (team, entity))


def _call_alike(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """The id goes to a named thing, or one of a single text, or else to the first phrase."""
    found = by_tag(values)
    is_taken = bool(found["taken"] or found["local"])
    phrases = sorted(found["phrase"], key=lambda value: value[0].key)
    for n, (team, entity) in enumerate(phrases):
        own = longer_id(id, team.key) if is_taken or n else id
        yield from _called(with_id(entity, own), team)
    for team, entity in found["local"]:
        yield from _called(entity, team)


def _called(entity: Entity, team: Team, label: str = "") -> Iterator[Row]:
    """An entity, for its documents too; the label is for those that are called after it."""
    yield entity.id, ("entity", entity)
    yield entity.id, ("team", team)
    yield from ((document, ("id", (n, entity.id, label))) for document, n in team.places)
    for name, reason in team.reasons:
        judgement = Judgement(entity.id, name, True, reason, SURE.get(reason, 0.7))
        yield entity.id, ("judgement", judgement)
