"""A user's decisions about who is who, as a YAML file has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import yaml

from kg.errors import KgError
from kg.model import ENTITY_TYPES

DECISIONS = "decisions.yaml"  # its name in an output folder
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

    def is_empty(self) -> bool:
        """Whether nothing is decided."""
        return self == Decisions(self.file)

    def names(self) -> frozenset[str]:
        """All names of entities in it, those too that it gives."""
        decided = chain(self.same, self.different, self.rename, self.type)
        renamed = (decision.value for decision in self.rename)
        meant = (mention.value for mention in self.mentions)
        return frozenset(chain(*(d.names for d in decided), renamed, meant))


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
