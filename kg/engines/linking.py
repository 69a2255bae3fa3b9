"""Linking across documents, as work on keys: each step sees only what shares a key with it.

The steps are those of `kg.link`, on the same functions; what is said here is only which things
must meet. Names meet by the words and letters that could make them one, and all that are connected
so are linked in one place, as the result depends on their order. Phrases meet by the rare names in
their documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, islice
from typing import Any

from kg.engines.components import FIT, find_components
from kg.engines.rows import Row, Rows, by_tag, tag_as, tagged
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

_CONNECTED = frozenset({"person", "name"})  # kinds whose names have several forms
_UNKEYED = frozenset({"local", "phrase"})  # kinds without a name
_SHARED = frozenset({"person", "name", "city"})  # kinds that may be of one name


def link_rows(readings: Rows, *, fit: int = FIT) -> Rows:
    """Of readings by document: who is who, tagged.

    `id`, by document: the number of a cluster, and the id of its entity. `entity`, by its id, the
    entity. `judgement`, by the id that it is about, a judgement between groups.
    """
    named = readings.flat_map(_names).keep()
    bundles = _join_aliases(named.flat_map(tagged("naming")).group(_gather).keep(), fit).keep()
    labels = find_components(_edges(bundles), fit=fit).flat_map(tag_as("label"))
    linked = (
        bundles.flat_map(_of_kind(_CONNECTED)).flat_map(tag_as("bundle")).union(labels)
        .group(_by_component).group(_link_names)
        .union(bundles.flat_map(_cities))
        .group(_link_same_names)
        .union(bundles.flat_map(_not_shared))
        .keep()
    )  # fmt: skip
    phrases = named.flat_map(tagged("phrase")).flat_map(tag_as("phrase"))
    joined = _join_phrases(linked.flat_map(tagged("place")), phrases, fit)
    final = _absorb_phrases(linked.flat_map(tagged("group")), joined).keep()
    return _name(final, readings)


def _names(id: str, reading: Reading) -> Iterator[Row]:
    discourse = resolve(reading)
    yield from ((_code(n.key), ("naming", tuple(n))) for n in iter_namings(discourse))
    yield from ((id, ("phrase", phrase)) for phrase in iter_phrases(discourse))


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
    """Put together what some text says are two names of one thing."""
    labels = find_components(bundles.flat_map(_aliases), fit=fit).flat_map(tag_as("label"))
    met = bundles.flat_map(_with_key).flat_map(tag_as("bundle")).union(labels)
    others = bundles.flat_map(_of_kind(_UNKEYED))
    return met.group(_by_component).group(_link_aliases).union(others)


def _aliases(code: str, bundle: Bundle) -> Iterator[Row]:
    also = {key for cluster in bundle.clusters() for key in cluster.also} - {bundle.key}
    yield from ((code, _code(key)) for key in sorted(also))


def _with_key(code: str, bundle: Bundle) -> Iterator[Row]:
    if bundle.key[0] not in _UNKEYED:
        yield code, bundle


def _link_aliases(_: str, bundles: Iterator[Bundle]) -> Iterator[Row]:
    found = list(bundles)
    if len(found) == 1:
        yield _code(found[0].key), found[0]
        return
    table = Table(found)
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
        return
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
        met = [*roles["short"], *roles["surname"]]
    else:  # nobody has it as a surname: then a short name may be a given name
        met = [*roles["short"], *roles["given name"]] if roles["short"] else []
    yield from ((code, block) for code in sorted(set(met)) if len(met) > 1)


def _slips(values: Iterator[tuple[str, str]]) -> Iterator[Row]:
    for (word, code), (other, another) in combinations(sorted(set(values)), 2):
        if is_misspelt(word, other):
            yield code, another


def _by_component(code: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    label = next(iter(found["label"]), code)
    yield from ((label, bundle) for bundle in found["bundle"])


def _link_names(_: str, bundles: Iterator[Bundle]) -> Iterator[Row]:
    table = Table(bundles)
    attach_names(table.groups)
    yield from ((usual_name(group), table.bundle(group)) for group in table.groups.values())


def _cities(_: str, bundle: Bundle) -> Iterator[Row]:
    if bundle.key[0] == "city":
        yield usual_name(Table([bundle]).groups[bundle.key]), bundle


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
        yield document, ("place", ("place", (number, bundle.key)))


# --- phrases ---


def _join_phrases(places: Rows, phrases: Rows, fit: int) -> Rows:
    """Pairs of keys that are one thing, to both of them, the one that stays first."""
    stories = places.union(phrases).group(_story).keep()
    rare = stories.flat_map(tagged("told")).group(_rare)
    blocks = stories.flat_map(tagged("story")).flat_map(tag_as("story")).union(rare)
    alike = blocks.group(_by_rare_name).group(_alike).keep()
    labels = find_components(alike.flat_map(_ends), fit=fit).flat_map(tag_as("label"))
    met = alike.flat_map(tag_as("pair")).union(labels).group(_pairs_by_component)
    return met.group(_unite)


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
        yield _code(kept), ("pair", (kept, key))
        yield _code(key), ("pair", (kept, key))


def _absorb_phrases(groups: Rows, pairs: Rows) -> Rows:
    """Groups by key, with those that joined them."""
    is_local = _of_kind(frozenset({"local"}))
    met = groups.flat_map(is_local).flat_map(tag_as("bundle")).union(pairs).group(_to_kept)
    others = groups.flat_map(_not_local)
    return met.group(_absorb).union(others)


def _not_local(code: str, bundle: Bundle) -> Iterator[Row]:
    if bundle.key[0] != "local":
        yield code, bundle


def _to_kept(code: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    (bundle,) = found["bundle"]
    gone = [pair for pair in found["pair"] if pair[1] == bundle.key]
    yield (_code(gone[0][0]) if gone else code), (bundle, gone)


def _absorb(_: str, values: Iterator[tuple[Bundle, list[tuple[Key, Key]]]]) -> Iterator[Row]:
    found = list(values)
    bundles = [bundle for bundle, _ in found]
    if len(bundles) == 1:
        yield _code(bundles[0].key), bundles[0]
        return
    table = Table(bundles)
    attach_phrases(table.groups, sorted(pair for _, pairs in found for pair in pairs))
    yield from ((_code(g.key), table.bundle(g)) for g in table.groups.values())


# --- ids ---


def _name(groups: Rows, readings: Rows) -> Rows:
    """Entities with their ids: first the named, then those called after them."""
    drafts = groups.flat_map(_draft).keep()
    named = drafts.flat_map(tagged("named")).group(_name_alike).keep()
    labels = named.flat_map(_labels)
    called = readings.join(drafts.flat_map(_calls).union(labels), _call)
    phrased = called.union(named.flat_map(_taken)).group(_call_alike).keep()
    doubts = named.flat_map(tagged("met")).group(_doubt)
    return named.union(phrased, doubts).flat_map(_outcome)


def _outcome(key: str, value: tuple[str, Any]) -> Iterator[Row]:
    if value[0] in ("id", "entity", "judgement"):
        yield key, (value[0], value[1][:2] if value[0] == "id" else value[1])


def _draft(_: str, bundle: Bundle) -> Iterator[Row]:
    """A named thing to what it would be called, another to the first document that tells of it."""
    group = Table([bundle]).groups[bundle.key]
    members = bundle.places
    if is_named(group):
        entity = name_entity(group)
        told = bundle.key, entity, members, bundle.reasons, bundle.doubts
        yield slug(entity.label), ("named", told)
    else:
        yield members[0][0], ("call", (members, bundle.key, group.type, bundle.reasons))


def _calls(document: str, value: tuple[str, Any]) -> Iterator[Row]:
    if value[0] == "call":
        yield document, value


def _name_alike(_: str, values: Iterator[Any]) -> Iterator[Row]:
    """Ids for those whose label gives one id."""
    found = sorted(values, key=lambda value: value[0])
    sizes = [(key, len(members)) for key, _, members, *_ in found]
    ids = unique_ids(sizes, [entity for _, entity, *_ in found])
    for id, (key, entity, members, reasons, doubts) in zip(ids, found, strict=True):
        yield id, ("entity", with_id(entity, id))
        yield from ((d, ("id", (number, id, entity.label))) for d, number in members)
        yield _code(key), ("met", ("id", id))
        yield from ((_code(other), ("met", ("doubt", (id, why)))) for other, why in doubts)
        for name, reason in reasons:
            yield id, ("judgement", Judgement(id, name, True, reason, SURE.get(reason, 0.7)))


def _doubt(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """That two groups, both there still, may be one."""
    found = by_tag(values)
    for other in found["id"]:
        for id, reason in found["doubt"]:
            yield id, ("judgement", Judgement(id, other, False, reason, SURE[reason] / 2))


def _labels(document: str, value: tuple[str, Any]) -> Iterator[Row]:
    if value[0] == "id":
        yield document, ("label", (value[1][0], value[1][2]))


def _taken(id: str, value: tuple[str, Any]) -> Iterator[Row]:
    if value[0] == "entity":
        yield id, ("taken", None)


def _call(_: str, reading: Reading, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """What a document calls the things without a name that it is the first to tell of."""
    found = by_tag(values)
    if not found["call"]:
        return
    discourse = resolve(reading)
    label_of = {id(discourse.clusters[n]): label for n, label in found["label"]}
    for members, key, kind, reasons in found["call"]:
        cluster = discourse.clusters[members[0][1]]
        entity = phrase_entity(Group(key, [(discourse, cluster)]), label_of)
        entity = entity if cluster.voice is not None else replace(entity, type=kind)
        yield entity.id, (key[0], (key, entity, members, reasons))


def _call_alike(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """The id goes to a named thing, or one of a single text, or else to the first phrase."""
    found = by_tag(values)
    is_taken = bool(found["taken"] or found["local"])
    phrases = sorted(found["phrase"], key=lambda value: value[0])
    for n, (key, entity, members, reasons) in enumerate(phrases):
        own = longer_id(id, key) if is_taken or n else id
        yield from _called(with_id(entity, own), members, reasons)
    for _, entity, members, reasons in found["local"]:
        yield from _called(entity, members, reasons)


def _called(
    entity: Entity, members: Iterable[tuple[str, int]], reasons: Iterable[tuple[str, str]]
) -> Iterator[Row]:
    yield entity.id, ("entity", entity)
    yield from ((document, ("id", (number, entity.id))) for document, number in members)
    for name, reason in reasons:
        judgement = Judgement(entity.id, name, True, reason, SURE.get(reason, 0.7))
        yield entity.id, ("judgement", judgement)
