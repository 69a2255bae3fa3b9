"""A user's decisions about who is who, read from a YAML file and applied to what linking found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from itertools import combinations
from pathlib import Path

import yaml

from kg.errors import KgError
from kg.link.naming import Names, shown
from kg.link.split import (
    Move,
    add_entities,
    move_mentions,
    part_names,
    place_of,
    same_words,
    spread,
)
from kg.model import ENTITY_TYPES, Document, Entity, Judgement, Linking, Mention

DECISIONS = "decisions.yaml"  # its name in an output folder
_SURE = 1.0
_GROUPS = ("same", "different")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, with the names as the file has them and the line where it stands."""

    line: int
    names: tuple[str, ...]
    value: str = ""  # the new label or type


@dataclass(frozen=True, slots=True)
class MentionDecision:
    """Whom a text means in one document: an entity, or a new one with that label."""

    line: int
    document: str
    text: str
    value: str
    at: int | None = None  # only the mention that begins at this character


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a file decides. Entities are named by label, alias or `ent:` id."""

    file: str = DECISIONS
    same: tuple[Decision, ...] = ()
    different: tuple[Decision, ...] = ()
    rename: tuple[Decision, ...] = ()
    type: tuple[Decision, ...] = ()
    mentions: tuple[MentionDecision, ...] = ()

    def at(self, *lines: int) -> str:
        """Where in the file, for a message."""
        return f"{self.file}:{' and '.join(map(str, sorted(set(lines))))}"

    @property
    def reason(self) -> str:
        """What the judgements say."""
        return f"decided in {Path(self.file).name}"


def read_decisions(path: Path) -> Decisions:
    """Read a decisions file; a key that stands there twice adds to the first.

    Raises KgError, with the file and the line, where it is malformed.
    """
    root = _compose(path)
    found: dict[str, list[Decision]] = {"same": [], "different": [], "rename": [], "type": []}
    mentions: list[MentionDecision] = []
    file = _File(str(path))
    for key, node in file.items(root) if root is not None and not file.is_null(root) else ():
        if key not in (*found, "mentions"):
            choice = ", ".join([*found, "mentions"])
            raise file.error(node, f"no decision is called {key!r}; choose one of {choice}")
        if file.is_null(node):
            continue
        if key == "mentions":
            mentions += file.mentions(node)
        else:
            found[key] += file.groups(node, key) if key in _GROUPS else file.values(node, key)
    decided = {key: tuple(decisions) for key, decisions in found.items()}
    return Decisions(str(path), **decided, mentions=tuple(mentions))


def _compose(path: Path) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KgError(f"{path}: is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KgError(f"{path}:{line}: is not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise KgError(f"{path}: is not YAML: {str(error).splitlines()[0]}") from error
    return node


@dataclass(frozen=True, slots=True)
class _File:
    """Nodes of a YAML file as decisions; scalars stay as they are written, `No` and `1999` too."""

    path: str

    def error(self, node: yaml.Node, message: str) -> KgError:
        return KgError(f"{self.path}:{node.start_mark.line + 1}: {message}")

    def is_null(self, node: yaml.Node) -> bool:
        return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.error(node, "a name must be plain text")
        return " ".join(node.value.split())

    def items(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, "must be a mapping such as 'same: [[A, B]]'")
        for key, value in node.value:
            yield self.text(key), value

    def list(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "must be a list")
        return list(node.value)

    def groups(self, node: yaml.Node, key: str) -> Iterator[Decision]:
        """Lists of names; a list of names alone is one group."""
        parts = self.list(node)
        is_flat = parts and all(isinstance(part, yaml.ScalarNode) for part in parts)
        for group in [node] if is_flat else parts:
            names = tuple(dict.fromkeys(map(self.text, self.list(group))))
            if len(names) < 2:
                raise self.error(group, f"'{key}' takes lists of two names or more")
            yield Decision(group.start_mark.line + 1, names)

    def values(self, node: yaml.Node, key: str) -> Iterator[Decision]:
        """A new label or type by name."""
        for name, value in self.items(node):
            text = self.text(value)
            if key == "type" and text not in ENTITY_TYPES:
                choice = ", ".join(ENTITY_TYPES)
                raise self.error(value, f"{text!r} is no type of entity; choose one of {choice}")
            yield Decision(value.start_mark.line + 1, (name,), text)

    def mentions(self, node: yaml.Node) -> Iterator[MentionDecision]:
        for part in self.list(node):
            fields = {key: self.text(value) for key, value in self.items(part)}
            place = fields.pop("at", None)
            if set(fields) != {"document", "text", "is"} or not (place or "0").isdecimal():
                raise self.error(part, "a mention needs 'document', 'text', 'is', and maybe 'at'")
            yield MentionDecision(
                part.start_mark.line + 1, fields["document"], fields["text"], fields["is"],
                None if place is None else int(place),
            )  # fmt: skip


def apply_decisions(
    linking: Linking, decisions: Decisions, documents: Iterable[Document] = ()
) -> tuple[Linking, tuple[str, ...]]:
    """Apply decisions, in whatever order they stand; also a line for each that fits nothing.

    Names are split first, then mentions moved, then entities merged, named and typed. An entity
    keeps its id under a new label; of merged ones the id of the best known stays. Raises KgError
    where decisions contradict each other.
    """
    if decisions == Decisions(decisions.file):
        return linking, ()
    unknown: list[tuple[int, str]] = []

    def warn(line: int, message: str) -> None:
        unknown.append((line, f"{decisions.at(line)}: {message}"))

    linking = _split(linking, decisions, warn)
    linking = _settle_mentions(linking, decisions, {d.name: d.id for d in documents}, warn)
    find = _finder(linking, decisions, warn)
    apart = _find_apart(decisions, find)
    owner = _merge_ids(linking, decisions, apart, find)
    labels = _values(decisions.rename, decisions, find, owner)
    types = _values(decisions.type, decisions, find, owner)
    linking = _merge(linking, owner, apart, decisions.reason)
    linking = _relabel(linking, labels, types, decisions.reason)
    return linking, tuple(dict.fromkeys(message for _, message in sorted(unknown)))


Warn = Callable[[int, str], None]
Find = Callable[[int, str], str]  # the id of a name, "" if it is not one entity's


def _finder(linking: Linking, decisions: Decisions, warn: Warn) -> Find:
    names = Names(linking.entities, {d.value: d.names[0] for d in decisions.rename})

    def find(line: int, name: str) -> str:
        found = names.find(name)
        if len(found) == 1:
            return found[0]
        choice = ", ".join(f"ent:{id}" for id in found)
        several = f"names several entities; choose one of {choice}"
        warn(line, f"{name!r} {several if found else 'names no entity'}")
        return ""

    return find


# Apart


def _split(linking: Linking, decisions: Decisions, warn: Warn) -> Linking:
    """Part the names that one entity has and that the file says are different."""
    find = _finder(linking, decisions, warn)
    by_id = {e.id: e for e in linking.entities}
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for decision in decisions.different:
        found = [(find(decision.line, name), name) for name in decision.names]
        for (left, one), (right, other) in combinations(found, 2):
            if left and left == right:
                one, other = (shown(by_id[left], name) for name in (one, other))
                if same_words(one, other):
                    raise KgError(f"{decisions.at(decision.line)}: both names are {one!r}")
                pairs[left].add((one, other))
    taken = set(by_id)
    moves: list[Move] = []
    made: list[Entity] = []
    for id in sorted(pairs):
        new = part_names(linking, by_id[id], pairs[id], taken)
        taken |= {entity.id for entity in new}
        made += new
        moves += spread(linking, by_id[id], {e.label: e.id for e in new})
    return move_mentions(add_entities(linking, made), moves)


def _find_apart(decisions: Decisions, find: Find) -> dict[frozenset[str], int]:
    """The line that tells a pair of entities apart."""
    apart: dict[frozenset[str], int] = {}
    for decision in sorted(decisions.different, key=lambda d: d.line):
        ids = {id for name in decision.names if (id := find(decision.line, name))}
        for pair in combinations(sorted(ids), 2):
            apart.setdefault(frozenset(pair), decision.line)
    return apart


# Mentions


def _settle_mentions(
    linking: Linking, decisions: Decisions, documents: Mapping[str, str], warn: Warn
) -> Linking:
    """Give mentions to the entities that the file names, and those that follow them."""
    names = Names(linking.entities, {d.value: d.names[0] for d in decisions.rename})
    by_document: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in linking.referents if decisions.mentions else ():
        by_document[mention.span.document_id].append(mention)
    by_id = {e.id: e for e in linking.entities}
    made: dict[str, Entity] = {}
    settled: dict[Mention, tuple[str, MentionDecision]] = {}
    for decision in sorted(decisions.mentions, key=_specific_first):
        id = documents.get(decision.document, decision.document.removeprefix("doc:"))
        found = sorted(
            (m for m in by_document.get(id, ()) if _is_meant(m, decision)),
            key=lambda m: (m.span.start, m.span.end),
        )
        if not found:
            warn(decision.line, _missing(decision, id in by_document))
            continue
        target = _target(decision, names, made, by_id[linking.referents[found[0]][0]], warn)
        for mention in found if target else ():
            other = settled.setdefault(mention, (target, decision))
            if other[0] != target and (other[1].at is None) == (decision.at is None):
                raise KgError(
                    f"{decisions.at(decision.line, other[1].line)}: {decision.text!r} is said to "
                    f"be two: {decision.value!r} and {other[1].value!r}"
                )
    linking = add_entities(linking, made.values())
    moved = move_mentions(linking, _follow(linking, by_id, by_document, settled))
    judged = {
        Judgement(id, place_of(mention), True, decisions.reason, _SURE)
        for mention, (id, _) in settled.items()
    }
    places = {judgement.right for judgement in judged}
    kept = (judgement for judgement in moved.judgements if judgement.right not in places)
    return replace(moved, judgements=_in_order([*kept, *judged]))


def _specific_first(decision: MentionDecision) -> tuple[bool, str, str, str, int]:
    return (
        decision.at is None, decision.value, decision.document, decision.text, decision.at or 0
    )  # fmt: skip


def _missing(decision: MentionDecision, is_read: bool) -> str:
    if not is_read:
        return f"no document is called {decision.document!r}"
    at = "" if decision.at is None else f" at {decision.at}"
    return f"{decision.text!r} is no mention of anything known in {decision.document!r}{at}"


def _is_meant(mention: Mention, decision: MentionDecision) -> bool:
    is_there = decision.at in (None, mention.span.start)
    return is_there and any(same_words(t, decision.text) for t in (mention.text, mention.core))


def _target(
    decision: MentionDecision, names: Names, made: dict[str, Entity], former: Entity, warn: Warn
) -> str:
    """The id of the entity that a mention is said to be; a new one if no other has that label."""
    found = names.find(decision.value)
    if len(found) == 1:
        return found[0]
    if found or decision.value.startswith("ent:"):
        several = f"names several entities: {', '.join(f'ent:{id}' for id in found)}"
        warn(decision.line, f"{decision.value!r} {several if found else 'names no entity'}")
        return ""
    if decision.value not in made:
        id = names.free_id(decision.value, {e.id for e in made.values()})
        made[decision.value] = Entity(id, former.type, decision.value)
    return made[decision.value].id


def _follow(
    linking: Linking,
    by_id: Mapping[str, Entity],
    by_document: Mapping[str, Collection[Mention]],
    settled: Mapping[Mention, tuple[str, MentionDecision]],
) -> Iterator[Move]:
    """The settled mentions, and in their documents the short forms and pronouns of the names."""
    leaving: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for mention, (target, decision) in settled.items():
        ids = linking.referents[mention]
        yield Move(mention, ids, (target,))
        if mention.kind == "name" and decision.at is None and len(ids) == 1 and ids != (target,):
            leaving[mention.span.document_id, ids[0]][mention.core] = target
    for (document, id), targets in sorted(leaving.items()):
        moves = spread(linking, by_id[id], targets, within=by_document[document])
        yield from (move for move in moves if move.mention not in settled)


# Together


def _merge_ids(
    linking: Linking, decisions: Decisions, apart: Mapping[frozenset[str], int], find: Find
) -> dict[str, str]:
    """The id that stays, by each id; those of one entity have one."""
    group: dict[str, frozenset[str]] = {e.id: frozenset([e.id]) for e in linking.entities}
    lines: defaultdict[frozenset[str], set[int]] = defaultdict(set)
    for decision in sorted(decisions.same, key=lambda d: d.line):
        ids = {id for name in decision.names if (id := find(decision.line, name))}
        old = {group[id] for id in ids}
        merged = frozenset[str]().union(*old)
        lines[merged] = {decision.line}.union(*(lines[part] for part in old))
        group.update(dict.fromkeys(merged, merged))
    for pair, line in apart.items():
        left, right = sorted(pair)
        if group[left] == group[right]:
            raise KgError(
                f"{decisions.at(line, *lines[group[left]])}: ent:{left} and ent:{right} are said "
                "to be the same and to be different"
            )
    counts: defaultdict[str, int] = defaultdict(int)
    for ids_meant in linking.referents.values():
        for id in ids_meant:
            counts[id] += 1
    known = {
        e.id: (not e.codes, -counts[e.id], -len(e.label.split()), e.id) for e in linking.entities
    }
    return {id: min(members, key=lambda i: known[i]) for id, members in group.items()}


def _merge(
    linking: Linking, owner: Mapping[str, str], apart: Iterable[frozenset[str]], reason: str
) -> Linking:
    parts: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in linking.entities:
        parts[owner[entity.id]].append(entity)
    pairs = {tuple(sorted(owner[id] for id in pair)) for pair in apart}
    judged = {Judgement(left, right, False, reason, _SURE) for left, right in pairs}
    for id, joined in parts.items():
        judged |= {Judgement(id, e.label, True, reason, _SURE) for e in joined if e.id != id}
    for judgement in linking.judgements:
        left = owner.get(judgement.left, judgement.left)
        right = judgement.right if judgement.same else owner.get(judgement.right, judgement.right)
        is_settled = not judgement.same and (left == right or tuple(sorted((left, right))) in pairs)
        if not is_settled:
            judged.add(replace(judgement, left=left, right=right))
    return Linking(
        tuple(_union(id, joined) for id, joined in sorted(parts.items())),
        {m: tuple(dict.fromkeys(owner[i] for i in ids)) for m, ids in linking.referents.items()},
        _in_order(judged),
    )


def _union(id: str, parts: Collection[Entity]) -> Entity:
    """One entity with the names and codes of all."""
    (kept,) = (e for e in parts if e.id == id)
    if len(parts) == 1:
        return kept
    return replace(
        kept,
        aliases=_others(kept.label, (n for e in parts for n in (e.label, *e.aliases))),
        same_as=tuple(sorted({iri for e in parts for iri in e.same_as})),
        codes=tuple(sorted({code for e in parts for code in e.codes})),
    )


def _others(label: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names other than the label, sorted, each once without regard to case."""
    kept = {name.casefold(): name for name in sorted(names)}
    kept.pop(label.casefold(), None)
    return tuple(sorted(kept.values()))


# Labels and types


def _values(
    decided: Iterable[Decision], decisions: Decisions, find: Find, owner: Mapping[str, str]
) -> dict[str, str]:
    """The new value by the id that stays."""
    values: dict[str, Decision] = {}
    for decision in sorted(decided, key=lambda d: d.line):
        id = find(decision.line, decision.names[0])
        if not id:
            continue
        other = values.setdefault(owner[id], decision)
        if other.value != decision.value:
            raise KgError(
                f"{decisions.at(decision.line, other.line)}: {decision.names[0]!r} is said to be "
                f"{other.value!r} and {decision.value!r}"
            )
    return {id: decision.value for id, decision in values.items()}


def _relabel(
    linking: Linking, labels: Mapping[str, str], types: Mapping[str, str], reason: str
) -> Linking:
    entities = []
    for entity in linking.entities:
        label = labels.get(entity.id, entity.label)
        names = (entity.label, *entity.aliases)
        aliases = _others(label, names) if entity.id in labels else entity.aliases
        kind = types.get(entity.id, entity.type)
        entities.append(replace(entity, label=label, aliases=aliases, type=kind))
    decided = [(*item, reason) for item in labels.items()]
    decided += [(*item, f"type {reason}") for item in types.items()]
    judged = {Judgement(id, value, True, why, _SURE) for id, value, why in decided}
    return Linking(tuple(entities), linking.referents, _in_order([*linking.judgements, *judged]))


def _in_order(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(set(judgements), key=astuple))
