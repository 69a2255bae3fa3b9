"""Who is who, where documents come and go: only what a change may reach is grouped again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from kg.link.across import (
    Crowd,
    Group,
    Key,
    Member,
    TooFar,
    attach_aliases,
    attach_names,
    attach_phrases,
    attach_same_names,
    cross_key,
    is_full,
    is_worth_a_node,
    split_homonyms,
    usual_name,
)
from kg.link.bundles import iter_phrases
from kg.link.clusters import SURE, Cluster, Discourse
from kg.link.entities import (
    is_named,
    judge_document,
    longer_id,
    name_entity,
    phrase_entity,
    unique_ids,
    with_id,
)
from kg.link.flat import flat_cluster, flat_phrase, pack, read_cluster, read_phrase, unpack
from kg.link.phrases import RARE, UNTOLD, Phrase, compare, unite
from kg.link.verdict import Verdict
from kg.model import Document, Entity, Judgement, Reading, slug
from kg.update.blocks import (
    Reach,
    claimed_often,
    claimed_otherwise,
    find_blocks,
    find_reach,
    reach_further,
)
from kg.update.called import called_rows
from kg.update.state import State, code, flat_entity, key_code, key_of, text_of

CROWD = 50  # clusters of one key: of more, equal ones are looked at once
NAMED, LOCAL, PHRASE = range(3)  # kinds of teams
_SHARED = frozenset({"person", "name", "city"})  # kinds that may be of one name
Place = tuple[str, int]  # a document, and the number of a cluster in it


def local_key(document: str, number: int) -> Key:
    """The key of what no other document has."""
    return ("local", document, f"{number:06d}")


# --- what is kept of a document ---


def naming_rows(discourse: Discourse) -> Iterator[tuple[Any, ...]]:
    """Its clusters that are worth a node, without a group as yet."""
    document = discourse.reading.document.id
    for number, cluster in enumerate(discourse.clusters):
        if is_worth_a_node(cluster):
            key = cross_key(discourse, cluster, number)
            own = None if key[0] == "local" else key_code(key)
            yield document, number, own, None, None, None, flat_cluster(cluster, key)


def aside_rows(discourse: Discourse) -> set[tuple[bytes, str]]:
    """The keys of its other clusters."""
    document = discourse.reading.document.id
    others = (c for c in discourse.clusters if c.key and not is_worth_a_node(c))
    return {(key_code(cluster.key), document) for cluster in others}


def page_row(discourse: Discourse) -> tuple[Any, ...]:
    """The keys of all that it names, and its phrases."""
    keys = [cluster.key for cluster in discourse.clusters]
    phrases = [flat_phrase(phrase) for phrase in iter_phrases(discourse)]
    return discourse.reading.document.id, pack(keys), pack(phrases)


def team_row(group: Group, kind: int, entity: Entity, wanted: str) -> tuple[Any, ...]:
    """A group as an entity; `wanted` is the id that it would like to have."""
    first = group.members[0][0].reading.document.id
    why = group.reasons.items(), group.doubts.items()
    return team_values(group.key, kind, entity, wanted, group.size, first, *why)


def team_values(
    key: Key, kind: int, entity: Entity, wanted: str, size: int, first: str,
    reasons: Iterable[tuple[str, str]], doubts: Iterable[tuple[Key, str]],
) -> tuple[Any, ...]:  # fmt: skip
    """The same of a group that is not at hand, by its size and its first document."""
    data = pack((flat_entity(entity), sorted(reasons), sorted(doubts)))
    return key_code(key), kind, wanted, size, entity.id, code(entity.label), first, data


def kind_of(group: Group) -> int:
    """Which kind of team a group is."""
    if is_named(group):
        return NAMED
    return LOCAL if group.key[0] == "local" else PHRASE


def home_of(key: Key) -> bytes | None:
    """What a group's key was before homonyms were told apart; none of what one document has."""
    if key[0] == "local":
        return None
    return key_code(key[:-1] if key[0] == "person" and key[-1].startswith("not ") else key)


def find_entity(state: State, id: str) -> Entity | None:
    """The entity with this id."""
    found = state.firsts("SELECT data FROM team WHERE id = ?", id)
    return Entity(id, *unpack(found[0])[0]) if found else None


def ids_in(state: State, document: str) -> dict[int, str]:
    """The entity of each cluster of a document."""
    query = "SELECT number, id FROM naming JOIN team USING (team) WHERE naming.doc = ?"
    return dict(state.rows(query, document))


def judge_team(state: State, team: bytes) -> Iterator[Judgement]:
    """Why names are this entity, and what it may be too."""
    ((id, data),) = state.rows("SELECT id, data FROM team WHERE team = ?", team)
    _, reasons, doubts = unpack(data)
    for name, reason in reasons:
        yield Judgement(id, name, True, reason, SURE.get(reason, 0.7))
    for other, reason in doubts:
        for found in state.firsts("SELECT id FROM team WHERE team = ?", key_code(other)):
            yield Judgement(id, found, False, reason, SURE[reason] / 2)


def judgement_row(
    judgement: Judgement, document: str = "", teller: str | None = None
) -> tuple[Any, ...]:
    """A judgement, and the document that tells it, if it is one alone, or the entity.

    That is the entity as it was linked: the user may have given its mentions to another.
    """
    j = judgement
    return j.left, code(j.right), j.same, j.reason, j.score, document, teller


def judge_entity(state: State, id: str) -> Iterator[Judgement]:
    """The same of the entity with this id, if there is one."""
    for team in state.firsts("SELECT team FROM team WHERE id = ?", id):
        yield from judge_team(state, team)


def take_judgements(state: State, column: str, value: str) -> set[Judgement]:
    """Take out what a document or an entity tells."""
    found = set(read_judgements(state, f"{column} = ?", value))
    state.many(f"DELETE FROM judgement WHERE {column} = ?", [(value,)])
    return found


def read_judgements(state: State, where: str, value: Any) -> Iterator[Judgement]:
    """The judgements of some rows."""
    query = f"SELECT left, right, same, reason, score FROM judgement WHERE {where}"
    for left, right, same, reason, score in state.rows(query, value):
        yield Judgement(left, text_of(right), bool(same), reason, score)


# --- a change ---


@dataclass(slots=True)
class Relinked:
    """What a change of documents came to."""

    documents: set[str]  # of which something means another entity
    former: dict[str, Entity | None] = field(default_factory=dict)  # entities that were others
    judged: set[Judgement] = field(default_factory=set)  # that came or went
    judging: set[str] = field(default_factory=set)  # entities of which it is told anew why
    verdict: Verdict = field(
        default_factory=Verdict
    )  # what the user decided: see kg/update/deciding.py


Resolve = Callable[[str], Discourse]  # the discourse of a document that is there


def relink(
    state: State, gone: Collection[str], come: Mapping[str, Discourse], resolve: Resolve
) -> Relinked:
    """Take documents out and put others in; `resolve` gives those that stay."""
    return _Change(state, gone, come, resolve).make()


@dataclass(slots=True)
class _Row:
    """A cluster of a document, as the tables have it."""

    place: Place
    key: Key
    usual: bytes | None
    home: bytes | None
    team: bytes | None
    data: bytes


def _rows(state: State, where: str, *values: Any) -> list[_Row]:
    query = f"SELECT doc, number, key, usual, home, team, data FROM naming WHERE {where}"
    return [
        _Row((doc, number), key_of(key) if key is not None else local_key(doc, number), *rest)
        for doc, number, key, *rest in state.rows(query, *values)
    ]


class _Story:
    """What is known of a document while its clusters meet others: what it names."""

    def __init__(self, state: State, document: str) -> None:
        self.own: dict[int, Cluster] = {}
        self._document, self._state = document, state
        self._keys: list[Key] | None = None
        self._beside: dict[Key, frozenset[Key]] = {}

    @property
    def keys(self) -> list[Key]:
        """Those of all that it names, by number."""
        if self._keys is None:
            query = "SELECT keys FROM page WHERE doc = ?"
            (keys,) = self._state.firsts(query, self._document)
            self._keys = unpack(keys)
        return self._keys

    @cached_property
    def reading(self) -> Reading:
        """Its name at least."""
        return Reading(Document(self._document, "", (), ""), (), (), (), ())

    def beside(self, cluster: Cluster) -> AbstractSet[Key]:
        """As a discourse tells it."""
        key = cluster.key
        if key not in self._beside:
            is_alone = self.keys.count(key) == 1
            self._beside[key] = frozenset(self.keys) - {(), key if is_alone else ()}
        return self._beside[key]


class _Roll:
    """Keys with their clusters: each is read once, however often they are grouped."""

    def __init__(self, state: State) -> None:
        self.rows: dict[int, _Row] = {}  # by `id` of the cluster
        self.data: dict[int, bytes] = {}  # of a crowd, the same
        self._state = state
        self._stories: dict[str, _Story] = {}
        self._whole: dict[Key, list[Member]] = {}
        self._brief: dict[Key, list[Member]] = {}

    def groups(self, keys: Iterable[Key], whole: Collection[Key]) -> dict[Key, Group]:
        """A new group for each key of which there are clusters; of the others, crowds."""
        found = (
            (key, self.members(key) if key in whole else self.crowd(key)) for key in sorted(keys)
        )
        return {key: Group(key, [*members]) for key, members in found if members}

    def member(self, row: _Row) -> Member:
        """The cluster of a row."""
        document, number = row.place
        if document not in self._stories:
            self._stories[document] = _Story(self._state, document)
        story, cluster = self._stories[document], read_cluster(row.data, row.key)
        story.own[number] = cluster
        self.rows[id(cluster)] = row
        return cast(Discourse, story), cluster

    def members(self, key: Key) -> list[Member]:
        """All clusters of a key."""
        if key not in self._whole:
            rows = _rows(self._state, "key = ?", key_code(key))
            rows.sort(key=lambda row: row.place)
            self._whole[key] = list(map(self.member, rows))
        return self._whole[key]

    def crowd(self, key: Key) -> list[Member]:
        """Of equal clusters the first, as often as they are."""
        if key in self._brief:
            return self._brief[key]
        own, rows = key_code(key), []
        query = "SELECT doc, number FROM naming WHERE key = ? AND data = ? ORDER BY doc, number"
        for data, count in self._state.rows("SELECT data, count FROM crowd WHERE key = ?", own):
            ((document, number),) = self._state.rows(f"{query} LIMIT 1", own, data)
            rows.append((document, number, data, count))
        members = self._brief[key] = []
        known = _With(self._state, key), _Beside(self._state, key)
        for document, number, data, count in sorted(rows):
            cluster = read_cluster(data, key)
            first = Reading(Document(document, "", (), ""), (), (), (), ())
            story = _Crowd(key, first, count, *known)
            story.own[number] = cluster
            self.data[id(cluster)] = data
            members.append((cast(Discourse, story), cluster))
        return members


class _Crowd(Crowd):
    """The documents of equal clusters, and the first of these by its number."""

    def __init__(
        self, key: Key, first: Reading, times: int, documents: AbstractSet[str],
        company: AbstractSet[Key],
    ) -> None:  # fmt: skip
        super().__init__(key, first, times, documents, company)
        self.own: dict[int, Cluster] = {}


class _With(AbstractSet[str]):
    """The documents of all that has a key: asked one by one."""

    def __init__(self, state: State, key: Key) -> None:
        self._state, self._key = state, key_code(key)

    def __contains__(self, document: object) -> bool:
        query = "SELECT 1 FROM naming WHERE key = ? AND doc = ? LIMIT 1"
        return bool(self._state.firsts(query, self._key, document))

    def __iter__(self) -> Iterator[str]:
        yield from self._state.firsts("SELECT DISTINCT doc FROM naming WHERE key = ?", self._key)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Beside(AbstractSet[Key]):
    """All that shares a document with a cluster that has a key: asked one by one."""

    def __init__(self, state: State, key: Key) -> None:
        self._state = state
        self._key = key_code(key)
        self._known: dict[object, bool] = {}

    def __contains__(self, key: object) -> bool:
        if key not in self._known:
            other = key_code(cast(Key, key))
            queries = (_TWICE, _IN_ASIDE) if other == self._key else (_IN_NAMING, _IN_ASIDE)
            self._known[key] = any(self._state.firsts(q, self._key, other) for q in queries)
        return self._known[key]

    def __iter__(self) -> Iterator[Key]:
        told: set[Key] = set()
        query = "SELECT number, keys FROM naming JOIN page USING (doc) WHERE key = ?"
        for number, keys in self._state.db.execute(query, (self._key,)):
            others = {k for n, k in enumerate(unpack(keys)) if k and n != number} - told
            told |= others
            yield from others

    def __len__(self) -> int:
        return sum(1 for _ in self)


_HERE = "EXISTS (SELECT 1 FROM naming AS own WHERE own.key = ?1 AND own.doc = other.doc"
_IN_NAMING = f"SELECT 1 FROM naming AS other WHERE other.key = ?2 AND {_HERE}) LIMIT 1"
_IN_ASIDE = f"SELECT 1 FROM aside AS other WHERE other.key = ?2 AND {_HERE}) LIMIT 1"
_TWICE = (
    f"SELECT 1 FROM naming AS other WHERE other.key = ?2 AND {_HERE} "
    "AND own.number <> other.number) LIMIT 1"
)


class _Change:
    def __init__(
        self, state: State, gone: Collection[str], come: Mapping[str, Discourse], resolve: Resolve
    ) -> None:
        self.state = state
        self.gone, self.come, self.resolve = set(gone), come, resolve
        self.result = Relinked(set(come))
        self.lost: list[_Row] = []  # of documents that went
        # Of rows that are there, the team and the home before and after, where they are others.
        self.moved: dict[Place, tuple[bytes | None, bytes | None]] = {}
        self.homes: dict[Place, tuple[bytes | None, bytes | None]] = {}
        self.ids_before: dict[bytes, str] = {}
        self.groups: dict[bytes, Group] = {}  # those with a key that were made again
        self._roll = _Roll(state)

    def make(self) -> Relinked:
        self._group(self._exchange())
        self._join_phrases()
        self._name()
        return self.result

    # --- rows ---

    def _exchange(self) -> Reach:
        """Put the rows of documents in and out; give the keys whose groups may change by that."""
        self.lost = [
            row for document in sorted(self.gone) for row in _rows(self.state, "doc = ?", document)
        ]
        rows = [row for _, discourse in sorted(self.come.items()) for row in naming_rows(discourse)]
        touched = {row.key for row in self.lost if row.key[0] != "local"}
        touched |= {key_of(row[2]) for row in rows if row[2] is not None}
        affected = find_reach(self.state, touched)
        for table in ("naming", "aside", "page"):
            self.state.many(f"DELETE FROM {table} WHERE doc = ?", [(d,) for d in self.gone])
        self.state.put("naming", rows)
        self._count_equal(rows)
        for discourse in self.come.values():
            self.state.put("aside", aside_rows(discourse))
        pages = map(page_row, self.come.values())
        self.state.put("page", [(*row, "", "", "", b"", b"") for row in pages])
        for document, number, *_ in rows:
            self.moved[document, number] = (None, None)
            self.homes[document, number] = (None, None)
        changed, more = self._set_blocks(touched)
        claimed = claimed_otherwise(self.state, more) if more else set()
        return reach_further(self.state, affected, changed | claimed, more.keys())

    def _count_equal(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Note how many clusters there are of each kind, with these and without what is lost."""
        steps = Counter((key, data) for _, _, key, *_, data in rows if key is not None)
        lost = ((key_code(row.key), row.data) for row in self.lost if row.key[0] != "local")
        steps.subtract(lost)
        query = "INSERT INTO crowd VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + ?3"
        self.state.many(query, [(*kind, step) for kind, step in steps.items() if step])
        query = "DELETE FROM crowd WHERE key = ? AND data = ? AND count = 0"
        self.state.many(query, list(steps))

    def _set_blocks(self, keys: Iterable[Key]) -> tuple[set[Key], Counter[bytes]]:
        """Note where keys meet now; give those that meet elsewhere than they did.

        Of the blocks where they do or did it also tells how many more are in each than were.
        """
        changed: set[Key] = set()
        more: Counter[bytes] = Counter()
        for key in sorted(keys):
            own = key_code(key)
            query = "SELECT data FROM crowd WHERE key = ?"
            clusters = [read_cluster(data, key) for data in self.state.firsts(query, own)]
            now = find_blocks(key, clusters) if clusters else set()
            before = set(self.state.rows("SELECT block, role FROM block WHERE key = ?", own))
            self.state.many(
                "DELETE FROM block WHERE block = ? AND key = ? AND role = ?",
                [(block, own, role) for block, role in before - now],
            )
            self.state.put("block", [(block, role, own) for block, role in now - before])
            if now != before:
                changed.add(key)
            more.update(block for block, _ in now - before)
            more.subtract(block for block, _ in before - now)
        return changed, more

    # --- names ---

    def _group(self, reach: Reach) -> None:
        """Group again what has these keys, as `group_clusters` does with all.

        The rows of a name that is in every paper are not all read: of equal clusters each is looked
        at once, unless something is asked that only their documents tell.
        """
        whole = set[Key]()
        while True:
            whole |= {key for key in reach.met if self._is_told_alone(key)}
            try:
                groups = self._roll.groups(reach.keys, whole)
                attach_aliases(groups, claimed_often(self.state, groups))
                attach_names(groups)
                usual = {k: code(usual_name(g)) for k, g in groups.items() if k[0] in _SHARED}
                rivals = self._rivals(usual)
                if not rivals - usual.keys() <= reach.keys:
                    reach = find_reach(self.state, reach.keys | rivals)
                    continue
                self._place(groups, usual, reach.keys - whole)
                break
            except TooFar as far:
                whole.add(far.key)

    def _is_told_alone(self, key: Key) -> bool:
        """Whether the clusters of a key are few, or go each its own way, as surnames do."""
        if key[0] == "person" and not is_full(key):
            return True
        query = f"SELECT 1 FROM naming WHERE key = ? LIMIT {CROWD + 1}"
        return len(self.state.firsts(query, key_code(key))) <= CROWD

    def _rivals(self, usual: Mapping[Key, bytes]) -> set[Key]:
        """The keys that meet others by their usual names."""
        by_name: defaultdict[bytes, set[Key]] = defaultdict(set)
        for key, name in usual.items():
            by_name[name] |= self._namesakes(name) | {key}
        return {key for keys in by_name.values() if len(keys) > 1 for key in keys}

    def _place(
        self, groups: dict[Key, Group], usual: Mapping[Key, bytes], crowds: Iterable[Key]
    ) -> None:
        """Note who is in which group; `usual` are the names by which groups met."""
        names = {
            id(cluster): usual[key]
            for key, group in groups.items() if key in usual
            for _, cluster in group.members
        }  # fmt: skip
        attach_same_names(groups)
        now: dict[int, tuple[bytes | None, bytes | None, bytes | None]] = {}
        teams: dict[bytes, Group] = {}
        for key, group in groups.items():
            home = key_code(key)
            for part in split_homonyms(group):
                team = key_code(part.key)
                teams[team] = part
                for _, cluster in part.members:
                    now[id(cluster)] = (names.get(id(cluster)), home, team)
        self.groups |= teams
        # Of two alike in a document that may be either of two, one has no group.
        rows = self._roll.rows.items()
        self._regroup((row, *now.get(number, (None, None, None))) for number, row in rows)
        for key in sorted(crowds):
            places = {self._roll.data[id(c)]: now[id(c)] for _, c in self._roll.crowd(key)}
            if len(set(places.values())) == 1:
                self._regroup(self._moving(key, None, *next(iter(places.values()))))
                continue
            for data, place in places.items():  # homonyms were told apart
                self._regroup(self._moving(key, data, *place))

    def _moving(
        self, key: Key, data: bytes | None, *now: bytes | None
    ) -> Iterator[tuple[_Row, bytes | None, bytes | None, bytes | None]]:
        """The rows of a key that were elsewhere, or called otherwise, than all of them are now.

        All of them, or all with these data.
        """
        usual, home, team = now
        where = "key = ?" if data is None else "key = ? AND data = ?"
        values: tuple[bytes | None, ...] = (key_code(key), data)[: where.count("?")]
        # Rows are many, and few of them move: the index finds these without the others.
        for column, value in zip(("usual", "home", "team"), now, strict=True):
            for sign in ("IS NOT NULL",) if value is None else ("IS NULL", "< ?", "> ?"):
                given = (*values, value) if "?" in sign else values
                for row in _rows(self.state, f"{where} AND {column} {sign}", *given):
                    yield row, usual, home, team
            where, values = f"{where} AND {column} IS ?", (*values, value)

    def _namesakes(self, name: bytes) -> set[Key]:
        return set(map(key_of, self.state.apart("key", "usual", name)))

    def _regroup(
        self, now: Iterable[tuple[_Row, bytes | None, bytes | None, bytes | None]]
    ) -> None:
        """Note the groups, and which rows are now in another."""
        changed = []
        for row, usual, home, team in now:
            if (row.usual, row.home, row.team) != (usual, home, team):
                changed.append((usual, home, team, *row.place))
            if row.home != home:
                self.homes[row.place] = (row.home, home)
            if row.team != team:
                self.moved[row.place] = (row.team, team)
        self.state.many(
            "UPDATE naming SET usual = ?, home = ?, team = ? WHERE doc = ? AND number = ?", changed
        )

    # --- phrases ---

    def _join_phrases(self) -> None:
        """Put descriptions together again in the documents whose story is another."""
        documents = {document for document, _ in self.homes} | self._flipped() | self.gone
        documents |= set(self.come)
        loose = self._cut_pairs(documents)
        shelf = _Shelf(self.state)
        here = sorted(documents - (self.gone - set(self.come)))
        for document in here:
            self.state.put("pair", shelf.find_pairs(document))
            loose |= {key_code(p.key) for p in shelf.phrases(document)}
        is_there = {key_code(local_key(*place)) for place in self._local_places(here)}
        teams = {key: key for key in is_there} | self._unite(loose, shelf)
        moves = []
        for key, team in sorted(teams.items()):
            _, document, number = key_of(key)
            place = document, int(number)
            ((before,),) = self.state.rows(
                "SELECT team FROM naming WHERE doc = ? AND number = ?", *place
            )
            if before != team:
                self.moved[place] = (before, team)
                moves.append((team, *place))
        self.state.many("UPDATE naming SET team = ? WHERE doc = ? AND number = ?", moves)

    def _local_places(self, documents: Iterable[str]) -> Iterator[Place]:
        """The clusters without a key that are new: all others have their group."""
        query = "SELECT number FROM naming WHERE doc = ? AND key IS NULL AND team IS NULL"
        for document in documents:
            yield from ((document, number) for number in self.state.firsts(query, document))

    def _flipped(self) -> set[str]:
        """The documents of names that were rare and are not now, or the other way."""
        came: defaultdict[bytes, set[Place]] = defaultdict(set)
        went: defaultdict[bytes, set[str]] = defaultdict(set)
        for row in self.lost:
            if row.home is not None:
                went[row.home].add(row.place[0])
        for place, (before, after) in self.homes.items():
            if after is not None:
                came[after].add(place)
            if before is not None:
                went[before].add(place[0])
        found: set[str] = set()
        for home in {*came, *went}:
            if key_of(home)[0] in {*UNTOLD, "place"}:
                continue
            most = RARE + len(came[home]) + len(went[home])
            query = "SELECT DISTINCT doc FROM naming WHERE home = ? LIMIT ?"
            if len(self.state.firsts(query, home, most + 1)) > most:
                continue  # it was and is in many
            places = self.state.rows("SELECT doc, number FROM naming WHERE home = ?", home)
            now = {document for document, _ in places}
            had = {d for d, number in places if (d, number) not in came[home]} | went[home]
            if (len(now) <= RARE) != (len(had) <= RARE):
                found |= now | had
        return found

    def _cut_pairs(self, documents: Iterable[str]) -> set[bytes]:
        """Take out the pairs of documents; give all phrases that were in one and are there."""
        loose: set[bytes] = set()
        for document in documents:
            low, high = (key_code(("local", document, end)) for end in ("", "~"))
            for side in ("one", "two"):
                where = f"{side} > ? AND {side} < ?"
                query = f"SELECT one, two FROM pair WHERE {where}"
                loose.update(key for pair in self.state.rows(query, low, high) for key in pair)
                self.state.db.execute(f"DELETE FROM pair WHERE {where}", (low, high))
        return {key for key in loose if key_of(key)[1] not in self.gone}  # or it has come again

    def _unite(self, loose: Iterable[bytes], shelf: _Shelf) -> dict[bytes, bytes]:
        """The group of each phrase that may be in another one now."""
        reached, todo = set(loose), list(loose)
        pairs: set[tuple[float, bytes, bytes]] = set()
        while todo:
            key = todo.pop()
            query = "SELECT closeness, one, two FROM pair WHERE one = ?1 OR two = ?1"
            for closeness, one, two in self.state.rows(query, key):
                pairs.add((closeness, one, two))
                todo += {one, two} - reached
                reached |= {one, two}
        alike = sorted((-close, key_of(one), key_of(two)) for close, one, two in pairs)
        phrases = {key: shelf.phrase(key) for _, *both in alike for key in both}
        teams = {key: key for key in reached}
        teams |= {key_code(key): key_code(kept) for kept, key in unite(alike, phrases)}
        return teams

    # --- names and ids of groups ---

    def _name(self) -> None:
        teams = {team for pair in self.moved.values() for team in pair if team is not None}
        teams |= {row.team for row in self.lost if row.team is not None}
        for team in teams:
            for id in self.state.firsts("SELECT id FROM team WHERE team = ?", team):
                self.ids_before[team] = id
        teams |= {team for team, group in self.groups.items() if self._is_told_anew(team, group)}
        told_anew = set(self.come)  # documents in which something is called otherwise
        slugs: set[str] = set()
        unnamed: set[bytes] = set()
        for team in sorted(teams):
            self._draft(team, told_anew, slugs, unnamed)
        told_anew |= {document for document, _ in self.moved}
        query = f"SELECT team FROM team WHERE first = ? AND kind <> {NAMED}"
        for document in told_anew:
            unnamed.update(self.state.firsts(query, document))
        for team in sorted(unnamed):
            self._call(team, slugs)
        changed = self._set_ids(slugs)
        self._judge(teams | unnamed, changed)

    def _is_told_anew(self, team: bytes, group: Group) -> bool:
        """Whether other reasons or doubts are told of a group of the same clusters."""
        found = self.state.firsts("SELECT data FROM team WHERE team = ?", team)
        if not found:
            return True
        _, reasons, doubts = unpack(found[0])
        return (dict(reasons), dict(doubts)) != (group.reasons, group.doubts)

    def _members(self, team: bytes) -> Group:
        """A group whose clusters were not grouped again, or have no key."""
        key = key_of(team)
        found = _rows(self.state, "team = ?", team)
        rows = sorted(found, key=lambda row: (row.key != key, row.place))
        roll = _Roll(self.state)
        if key[0] != "local":
            return Group(key, list(map(roll.member, rows)))
        groups = {row.key: Group(row.key, [roll.member(row)]) for row in rows}
        attach_phrases(groups, [(key, other) for other in sorted(groups) if other != key])
        return groups.get(key, Group(key))

    def _draft(
        self, team: bytes, told_anew: set[str], slugs: set[str], unnamed: set[bytes]
    ) -> None:
        """Name a group anew, or take it away."""
        group = self.groups.get(team) or self._members(team)
        query = "SELECT kind, slug, id, label, size, data FROM team WHERE team = ?"
        former = next(iter(self.state.rows(query, team)), None)
        if former is not None:
            self._remember(former[2])
            slugs.update((former[1], former[2]))
        if not group.members:
            self._set_called(team, former[5] if former is not None else None, set())
            for table in ("team", "doubt"):
                self.state.db.execute(f"DELETE FROM {table} WHERE team = ?", (team,))
            return
        self.groups[team] = group
        kind = kind_of(group)
        entity = name_entity(group) if kind == NAMED else None
        label = (NAMED, code(entity.label)) if entity is not None else (kind, b"")
        is_other = former is None or (former[0], former[3]) != label
        if is_other and (former is None or NAMED in (kind, former[0])):
            query = "SELECT doc FROM naming WHERE team = ?"
            told_anew.update(self.state.firsts(query, team))
        if entity is None:
            unnamed.add(team)
            return
        wanted = slug(entity.label)
        slugs.add(wanted)
        self._put(group, NAMED, with_id(entity, former[2] if former is not None else ""), wanted)

    def _put(self, group: Group, kind: int, entity: Entity, wanted: str) -> None:
        row = team_row(group, kind, entity, wanted)
        before = self.state.firsts("SELECT data FROM team WHERE team = ?", row[0])
        self._set_called(row[0], next(iter(before), None), called_rows(row[0], entity))
        self.state.put("team", [row])
        self.state.many("DELETE FROM doubt WHERE team = ?", [row[:1]])
        self.state.put("doubt", [(row[0], key_code(other)) for other in group.doubts])

    def _set_called(self, team: bytes, before: bytes | None, rows: set[tuple[int, bytes]]) -> None:
        """Note by which names a group is found."""
        former = called_rows(team, Entity("", *unpack(before)[0])) if before is not None else set()
        if former != rows:
            query = "DELETE FROM called WHERE mark = ? AND team = ?"
            self.state.many(query, sorted(former - rows))
            self.state.put("called", sorted(rows - former))

    def _call(self, team: bytes, slugs: set[str]) -> None:
        """What the first document calls a thing without a name."""
        group = self.groups.get(team) or self._members(team)
        if not group.members:
            return
        story, slim = group.members[0]
        document = story.reading.document.id
        (number,) = (n for n, c in cast(_Story, story).own.items() if c is slim)
        discourse = self.come.get(document) or self.resolve(document)
        cluster = discourse.clusters[number]
        labels = self._labels(document, discourse)
        entity = phrase_entity(Group(group.key, [(discourse, cluster)]), labels)
        entity = entity if cluster.voice is not None else replace(entity, type=group.type)
        query = "SELECT id, slug FROM team WHERE team = ?"
        id, wanted = next(iter(self.state.rows(query, team)), ("", ""))
        self._remember(id)
        slugs.update((id, wanted, entity.id))
        self._put(group, kind_of(group), with_id(entity, id), entity.id)

    def _labels(self, document: str, discourse: Discourse) -> dict[int, str]:
        query = (
            "SELECT number, label FROM naming JOIN team USING (team) "
            f"WHERE naming.doc = ? AND kind = {NAMED}"
        )
        found = self.state.rows(query, document)
        return {id(discourse.clusters[number]): text_of(label) for number, label in found}

    def _remember(self, id: str) -> None:
        """What was called so, before it changes."""
        if id and id not in self.result.former:
            self.result.former[id] = find_entity(self.state, id)

    def _set_ids(self, slugs: set[str]) -> dict[bytes, tuple[str, str]]:
        """Give ids to those that would like these; which teams have another one now."""
        changed: dict[bytes, tuple[str, str]] = {}

        def assign(team: bytes, before: str, now: str) -> None:
            if before != now:
                self._remember(before)
                self._remember(now)
                changed[team] = (before, now)
                self.state.db.execute("UPDATE team SET id = ? WHERE team = ?", (now, team))

        query = f"SELECT team, size, id, data FROM team WHERE slug = ? AND kind = {NAMED}"
        for wanted in sorted(slugs):
            rivals = sorted((key_of(t), t, size, id, data) for t, size, id, data
                            in self.state.rows(query, wanted))  # fmt: skip
            drafts = [Entity("", *unpack(data)[0]) for *_, data in rivals]
            ids = unique_ids([(key, size) for key, _, size, *_ in rivals], drafts)
            for (_, team, _, before, _), now in zip(rivals, ids, strict=True):
                assign(team, before, now)
        for wanted in sorted(slugs):
            query = f"SELECT team, id FROM team WHERE slug = ? AND kind = {LOCAL}"
            for team, id in self.state.rows(query, wanted):
                assign(team, id, wanted)
        phrased = slugs | {id for pair in changed.values() for id in pair}
        for wanted in sorted(phrased - {""}):
            query = f"SELECT team, id FROM team WHERE slug = ? AND kind = {PHRASE}"
            rows = self.state.rows(query, wanted)
            phrases = sorted((key_of(team), team, id) for team, id in rows)
            query = f"SELECT team FROM team WHERE id = ? AND kind <> {PHRASE}"
            is_taken = bool(phrases and self.state.firsts(query, wanted))
            for n, (key, team, before) in enumerate(phrases):
                assign(team, before, longer_id(wanted, key) if is_taken or n else wanted)
        self._find_documents(changed)
        return changed

    def _find_documents(self, changed: Mapping[bytes, tuple[str, str]]) -> None:
        """The documents in which something means another entity."""
        query = "SELECT DISTINCT doc FROM naming WHERE team = ?"
        for team in changed:
            self.result.documents.update(self.state.firsts(query, team))
        for (document, _), (before, after) in self.moved.items():
            now = self.state.firsts("SELECT id FROM team WHERE team = ?", after)
            if before is None or now != [self.ids_before.get(before)]:
                self.result.documents.add(document)

    # --- why ---

    def _judge(self, teams: Collection[bytes], changed: Mapping[bytes, tuple[str, str]]) -> None:
        """Say anew why names are what they are, of what has changed."""
        query = "SELECT team FROM doubt WHERE other = ?"
        near = {t for team in (*changed, *teams) for t in self.state.firsts(query, team)}
        ids = {id for pair in changed.values() for id in pair} | set(self.result.former)
        ids.update(self._ids_of(near))
        self.result.judging = ids
        for id in sorted(ids):
            self._take_out("teller", id)
        for id in sorted(ids):
            self._put_judgements(judge_entity(self.state, id), teller=id)
        for document in sorted(self.gone | self.result.documents):
            self._take_out("doc", document)
        for document in sorted(self.result.documents):
            discourse = self.come.get(document) or self.resolve(document)
            told = judge_document(discourse, ids_in(self.state, document))
            self._put_judgements(told, document)

    def _ids_of(self, teams: Iterable[bytes]) -> Iterator[str]:
        for team in teams:
            yield from self.state.firsts("SELECT id FROM team WHERE team = ?", team)

    def _take_out(self, column: str, value: str) -> None:
        self.result.judged |= take_judgements(self.state, column, value)

    def _put_judgements(
        self, judgements: Iterable[Judgement], document: str = "", teller: str | None = None
    ) -> None:
        rows = {j: judgement_row(j, document, teller) for j in judgements}
        self.result.judged.update(rows)
        self.state.put("judgement", rows.values())


class _Shelf:
    """The phrases of documents, and what these name."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._keys: dict[str, dict[int, Key]] = {}
        self._phrases: dict[str, tuple[Phrase, ...]] = {}
        self._documents: dict[Key, list[str]] = {}

    def keys(self, document: str) -> dict[int, Key]:
        """The key of the group that each cluster is in, but for those of joined phrases."""
        if document not in self._keys:
            query = (
                "SELECT number, home FROM naming WHERE doc = ? "
                "AND (home IS NOT NULL OR key IS NULL)"
            )
            self._keys[document] = {
                number: key_of(home) if home is not None else local_key(document, number)
                for number, home in self._state.rows(query, document)
            }
        return self._keys[document]

    def story(self, document: str) -> frozenset[Key]:
        """The named things of a document."""
        return frozenset(k for k in self.keys(document).values() if k[0] not in UNTOLD)

    def phrases(self, document: str) -> tuple[Phrase, ...]:
        """Its phrases, the owners by the keys of their groups."""
        if document not in self._phrases:
            found = self._state.firsts("SELECT phrases FROM page WHERE doc = ?", document)
            self._phrases[document] = tuple(
                self._placed(read_phrase(values)) for values in (unpack(found[0]) if found else ())
            )
        return self._phrases[document]

    def _placed(self, phrase: Phrase) -> Phrase:
        keys = self.keys(phrase.document)
        owners = (keys.get(int(o[1]), ("",)) if o != ("",) else o for o in phrase.owners)
        return replace(phrase, owners=frozenset(owners))

    def phrase(self, key: Key) -> Phrase:
        """The phrase with this key."""
        return next(phrase for phrase in self.phrases(key[1]) if phrase.key == key)

    def find_pairs(self, document: str) -> Iterator[tuple[bytes, bytes, float]]:
        """The pairs of its phrases with those of documents that name something rare too."""
        ours = self.story(document)
        near = {
            other for key in ours if key[0] != "place" and self.phrases(document)
            for other in self._few(key)
        } - {document}  # fmt: skip
        for other in sorted(near):
            theirs = self.story(other)
            for one in self.phrases(document):
                for two in self.phrases(other):
                    if one.kind == two.kind and not one.heads.isdisjoint(two.heads):
                        left, right = sorted((one, two), key=lambda phrase: phrase.key)
                        if closeness := compare(left, right, ours, theirs):
                            yield key_code(left.key), key_code(right.key), closeness

    def _few(self, key: Key) -> list[str]:
        """The documents that name something, if they are few."""
        if key not in self._documents:
            query = f"SELECT DISTINCT doc FROM naming WHERE home = ? LIMIT {RARE + 1}"
            found = self._state.firsts(query, key_code(key))
            self._documents[key] = found if len(found) <= RARE else []
        return self._documents[key]
