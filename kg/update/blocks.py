"""Which names may become one: the blocks that keys meet in, and all that a change may reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from kg.link.across import PAIRED, Key, halves, is_full, person_blocks
from kg.link.clusters import Cluster
from kg.link.compare import is_misspelt
from kg.link.forms import form_blocks
from kg.update.state import State, code, key_code, key_of, text_of

_ALSO = b"also "
_SLIP = 5  # letters of a word that a slip leaves recognizable
Block = tuple[bytes, str]  # the block, and what the key is in it


def find_blocks(key: Key, clusters: Iterable[Cluster]) -> set[Block]:
    """Where a key may meet others, with its clusters; more at most than where it does."""
    clusters = list(clusters)
    also = {other for cluster in clusters for other in cluster.also} - {key}
    found = [(f"also {_text(other)}", "owner") for other in also]
    if key[0] == "name":
        names = {name for cluster in clusters for name in cluster.names}
        found += chain.from_iterable(_letters(name) for name in names)
        found += form_blocks(key[1])
    found += person_blocks(key)
    if key[0] == "person":
        found += _slip(key)
        pairs = {half for c in clusters for half in halves(c)} if is_full(key) else set()
        found += [(f"half {key[1]} {half}", "double") for half in pairs]
    return {(code(block), role) for block, role in found}


def _text(key: Key) -> str:
    return "\x1f".join(key)


def _letters(name: str) -> Iterator[tuple[str, str]]:
    yield f"letters {name.replace('.', '')}", "short"
    if " " in name:
        yield f"letters {''.join(w[0] for w in name.split() if w[0].isupper())}", "long"


def _slip(key: Key) -> Iterator[tuple[str, str]]:
    if len(key) > 2 and " " not in key[-1] and len(key[-1]) >= _SLIP:
        yield f"slip {key[1]} {len(key)} {key[-1][0]}", "slip"


@dataclass(slots=True)
class Reach:
    """Keys whose groups may be others, and which of them have to do with another key."""

    keys: set[Key]
    met: set[Key] = field(default_factory=set)


def find_reach(state: State, keys: Collection[Key]) -> Reach:
    """The keys, and all whose groups may depend on theirs: connected by blocks or namesakes."""
    reach = Reach(set(keys))
    _spread(state, reach, keys)
    return reach


def reach_further(
    state: State, reach: Reach, keys: Collection[Key], blocks: Collection[bytes]
) -> Reach:
    """The same with keys that have come or are elsewhere, where these blocks hold others now."""
    if any(block.startswith(_ALSO) for block in blocks):  # it may change who meets in any other
        return find_reach(state, reach.keys.union(keys))
    met = {key_of(own) for block in blocks for own in _meet(state, block)}
    wider = Reach(reach.keys.union(keys, met), reach.met | met)
    _spread(state, wider, met.union(keys))
    return wider


def _spread(state: State, reach: Reach, keys: Iterable[Key]) -> None:
    """Add all that is connected to these keys, which are among those of the reach."""
    todo, seen = list(keys), set[bytes]()
    while todo:
        key = todo.pop()
        for other in _neighbours(state, key, seen):
            if other != key:
                reach.met.update((key, other))
            if other not in reach.keys:
                reach.keys.add(other)
                todo.append(other)


def _neighbours(state: State, key: Key, seen: set[bytes]) -> Iterator[Key]:
    own = key_code(key)
    blocks = state.firsts("SELECT DISTINCT block FROM block WHERE key = ?", own)
    for block in (_ALSO + own, *blocks):
        if block.startswith(b"slip "):
            yield from _slips(state, block, key)
        elif block not in seen:
            seen.add(block)
            yield from map(key_of, _meet(state, block))
    for usual in state.apart("usual", "key", own):
        if b"usual " + usual not in seen:
            seen.add(b"usual " + usual)
            yield from map(key_of, state.apart("key", "usual", usual))


def claimed_otherwise(state: State, more: Mapping[bytes, int]) -> set[Key]:
    """The names that several claim where one did, or the other way, and who claims them.

    `more` says by how many the keys in a block are more than they were.
    """
    found: set[Key] = set()
    for block in sorted(block for block in more if block.startswith(_ALSO)):
        owners = _owners(state, block)
        if min(len(owners), len(owners) - more[block]) <= 1:
            found.update(map(key_of, (*owners, block[len(_ALSO) :])))
    return found


def claimed_often(state: State, keys: Iterable[Key]) -> set[Key]:
    """The names among these that several have, as texts say."""
    return {key for key in keys if len(_owners(state, _ALSO + key_code(key))) > 1}


def _owners(state: State, block: bytes) -> list[bytes]:
    return state.firsts("SELECT key FROM block WHERE block = ?", block)


def _slips(state: State, block: bytes, key: Key) -> Iterator[Key]:
    others = map(key_of, state.firsts("SELECT key FROM block WHERE block = ?", block))
    yield from (other for other in others if is_misspelt(key[-1], other[-1]))


def _meet(state: State, block: bytes) -> list[bytes]:
    """Those of a block that may become one."""
    roles: defaultdict[str, list[bytes]] = defaultdict(list)
    for role, key in state.rows("SELECT role, key FROM block WHERE block = ?", block):
        roles[role].append(key)
    kind = text_of(block.partition(b" ")[0])
    if kind == "also":  # what two claim is nobody's
        return [*roles["owner"], block[len(_ALSO) :]] if len(roles["owner"]) == 1 else []
    if kind == "sound":
        return roles["any"]
    if kind in PAIRED:
        few, many = (roles[role] for role in PAIRED[kind])
        return [*few, *many] if few and many else []
    met = [*roles["short"], *roles["surname"], *(roles["stray"] if roles["surname"] else ())]
    if not roles["short"] or any(_is_firm(state, key) for key in roles["surname"]):
        return met
    return [*met, *roles["given name"]]


def _is_firm(state: State, key: bytes) -> bool:
    """Whether no text says that it is another name of somebody: then it may go before it is met."""
    return not state.firsts("SELECT key FROM block WHERE block = ?", b"also " + key)
