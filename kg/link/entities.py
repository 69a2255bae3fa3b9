"""Entities out of groups of clusters: label, aliases, codes and a readable id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.gazetteer import Place, load_gazetteer, load_organizations
from kg.link.across import Group, names_of, tally
from kg.link.clusters import SURE, Cluster, Discourse
from kg.link.compare import organization_key, person_key, plain
from kg.link.labels import (
    LabelOf,
    body_labels,
    mark,
    name_label,
    phrase_labels,
    unique,
    with_article,
)
from kg.model import Entity, Judgement, Mention, digest, slug

_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"
_FULL = {"Washington": ("Washington, D.C.",)}  # capitals by a name that tables have without it


def make_entities(groups: Sequence[Group]) -> tuple[list[Entity], dict[int, str]]:
    """An entity for each group, and the id of the entity of each cluster by `id(cluster)`."""
    named, phrases = list[Group](), list[Group]()
    for group in groups:
        (named if is_named(group) else phrases).append(group)
    drafts = [name_entity(group) for group in named]
    ids = unique_ids([(group.key, group.size) for group in named], drafts)
    label_of_cluster: dict[int, str] = {}
    id_of: dict[int, str] = {}
    for group, entity, name in zip(named, drafts, ids, strict=True):
        for _, cluster in group.members:
            id_of[id(cluster)], label_of_cluster[id(cluster)] = name, entity.label
    entities = [with_id(e, name) for e, name in zip(drafts, ids, strict=True)]
    taken = set(ids)
    for group in phrases:
        entity = phrase_entity(group, label_of_cluster)
        if group.key[0] != "local" and entity.id in taken:
            entity = with_id(entity, longer_id(entity.id, group.key))
        taken.add(entity.id)
        entities.append(entity)
        id_of.update((id(cluster), entity.id) for _, cluster in group.members)
    return sorted(entities, key=lambda e: e.id), id_of


def is_named(group: Group) -> bool:
    """Whether a name names it, or it is of a kind that has a name of its own."""
    return group.key[0] not in ("local", "phrase") or any(c.is_named for _, c in group.members)


def with_id(entity: Entity, name: str) -> Entity:
    """The same under another id."""
    return Entity(name, entity.type, entity.label, entity.aliases, entity.same_as, entity.codes)


def name_entity(group: Group) -> Entity:
    """A named thing, still without an id."""
    kind, *rest = group.key
    first = group.members[0][1]
    names = names_of(group.members)
    if kind == "place" and first.place is not None:
        return _place_entity(first.place, names)
    if kind == "body" and first.owner is not None:
        told = ((m.text, times) for c, times in tally(group.members) for m in c.mentions)
        texts = [text for text, times in told for _ in range(times) if rest[1] in text.lower()]
        labels = body_labels(first.owner, rest[1], texts)
        return _entity(group.type, [*labels, *_owned(first.owner, names)])
    if kind == "role":
        return _entity("Thing", [_role_label(group)])
    if kind == "people":
        return _entity("Group", [names.most_common(1)[0][0], *names])
    if kind == "city":
        label = min(names, key=lambda n: (plain(n) != rest[0], -names[n], n))
        return _city_entity(label, names)
    former = {key[1:] for _, cluster in group.members for key in cluster.also}
    present = Counter({n: used for n, used in names.items() if person_key(n) not in former})
    label = name_label(present or names)
    if group.type == "Organization" and (number := _number_of_firm(label)):
        return _entity(group.type, [label, *names], *_of_wikidata(number))
    return _entity(group.type, [label, *names])


def _number_of_firm(label: str) -> str:
    """What Wikidata numbers a firm by that is known all over the world, or "".

    >>> _number_of_firm("Microsoft Corp."), _number_of_firm("Ford Motor Co."), _number_of_firm("X")
    ('Q2283', 'Q44294', '')
    """
    name = organization_key(label)
    first, _, last = name.rpartition(" ")
    numbers = _numbers_of_firms()
    return numbers.get(name) or (numbers.get(first, "") if last in _WHOLE else "")


_WHOLE = frozenset("computer group holding holdings motor motors".split())  # the firm, not a part


@cache
def _numbers_of_firms() -> dict[str, str]:
    """By the key of the name, where it is that of one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, number in load_organizations().items():
        found[organization_key(name)].add(number)
    return {key: min(numbers) for key, numbers in found.items() if len(numbers) == 1}


def _of_wikidata(number: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """That a thing is the same as one of Wikidata, and its code."""
    return (f"{_WIKIDATA}{number}",), (("wikidata", number),)


def _entity(
    kind: str,
    labels: Sequence[str],
    same_as: tuple[str, ...] = (),
    codes: tuple[tuple[str, str], ...] = (),
) -> Entity:
    label, *aliases = unique(labels)
    return Entity("", kind, label, tuple(aliases), same_as, codes)


def _place_entity(place: Place, names: Counter[str]) -> Entity:
    seen = [n for n in names if n not in place.adjectives and n[0].isupper()]
    codes = []
    if len(place.code) == 2 and place.kind in ("country", "territory"):
        codes.append(("iso3166", place.code))
    if place.geonames:
        codes.append(("geonames", place.geonames))
    if place.wikidata:
        codes.append(("wikidata", place.wikidata))
    same = (f"{_WIKIDATA}{place.wikidata}",) if place.wikidata else ()
    return _entity(place.type, [place.name, *seen], same, tuple(codes))


def _city_entity(label: str, names: Counter[str]) -> Entity:
    gazetteer = load_gazetteer()
    country, city = gazetteer.capitals.get(label), gazetteer.cities.get(label)
    codes: list[tuple[str, str]] = []
    same: tuple[str, ...] = ()
    if country is not None:
        codes += [("geonames", country.capital_geonames)] if country.capital_geonames else []
        if country.capital_wikidata:
            codes.append(("wikidata", country.capital_wikidata))
            same = (f"{_WIKIDATA}{country.capital_wikidata}",)
    elif city is not None:
        codes.append(("geonames", city.geonames))
        same = (f"{_GEONAMES}{city.geonames}/",)
    return _entity("Place", [label, *names, *_FULL.get(label, ())], same, tuple(codes))


def _owned(owner: Place, names: Counter[str]) -> list[str]:
    """Names of a body that say whose it is, so that no two countries' bodies share one."""
    words = (owner.name, *owner.aliases, *owner.adjectives)
    said = [n for n in names if any(n.startswith(f"{w} ") for w in words)]
    return [*said, *(f"{owner.name}{mark(owner.name)} {n}" for n in names if n not in said)]


def _role_label(group: Group) -> str:
    titles: Counter[str] = Counter()
    for cluster, times in tally(group.members):
        for mention in cluster.mentions:
            titles[mention.core] += times
    title = min(titles, key=lambda t: (-titles[t], t))
    country = group.key[2:3]
    return f"{title} of {with_article(country[0])}" if country else title


def phrase_entity(group: Group, label_of_cluster: Mapping[int, str]) -> Entity:
    """A thing without a name, called as its first document calls it.

    `label_of_cluster` has the labels of the named things of that document.
    """
    discourse, cluster = group.members[0]

    def label_of(mention: Mention) -> str:
        one = discourse.of.get(mention)
        owners = discourse.sets.get(mention, (one,) if one is not None else ())
        return " and ".join(filter(None, (label_of_cluster.get(id(o), "") for o in owners)))

    if cluster.voice is not None:
        speaker = label_of_cluster.get(id(cluster.voice), "speaker")
        draft = _entity("Group", [f"{speaker} and others"])
    else:
        draft = _entity(group.type, _phrases(group, label_of))
    name = slug(draft.label)
    if group.key[0] == "local":
        start = min(m.span.start for m in cluster.mentions)
        name = f"{name[:60]}_{digest(group.key[1], str(start))[:6]}"
    return with_id(draft, name)


def longer_id(name: str, key: Sequence[str]) -> str:
    """The id for a thing whose own is another's."""
    return f"{name[:60]}_{digest(*key)[:6]}"


def _phrases(group: Group, label_of: LabelOf) -> list[str]:
    discourse, cluster = group.members[0]
    return phrase_labels(discourse, cluster, label_of) or ["thing"]


def unique_ids(sizes: Sequence[tuple[Sequence[str], int]], drafts: Sequence[Entity]) -> list[str]:
    """Slugs of the labels; where two want one, the name that is used more often has it.

    `sizes` has the key of each one's group, and how many clusters it is made of.
    """
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for i, entity in enumerate(drafts):
        wanted[slug(entity.label)].append(i)
    ids = [""] * len(drafts)
    for name, rivals in wanted.items():
        ranked = sorted(rivals, key=lambda i: (-sizes[i][1], sizes[i][0]))
        for rank, i in enumerate(ranked):
            mark = f"_{drafts[i].type}"
            used = [drafts[j].type for j in ranked[:rank]]
            if rank and drafts[i].type in used:
                mark = f"_{digest(*sizes[i][0])[:6]}"
            ids[i] = f"{name}{mark}" if rank else name
    return ids


def judge_groups(groups: Sequence[Group], id_of: Mapping[int, str]) -> Iterator[Judgement]:
    """Why names are what they are said to be, and what they may be too."""
    id_of_key = {group.key: id_of[id(group.members[0][1])] for group in groups}
    for group in groups:
        left = id_of_key[group.key]
        for other, reason in group.doubts.items():
            if right := id_of_key.get(other, ""):
                yield Judgement(left, right, False, reason, SURE[reason] / 2)
        for name, reason in group.reasons.items():
            yield Judgement(left, name, True, reason, SURE.get(reason, 0.7))


def judge_mentions(groups: Sequence[Group], id_of: Mapping[int, str]) -> Iterator[Judgement]:
    """Why mentions are."""
    for group in groups:
        for discourse, cluster in group.members:
            document = discourse.reading.document.id
            yield from judge_cluster(id_of[id(cluster)], document, cluster)


def judge_document(discourse: Discourse, ids: Mapping[int, str]) -> Iterator[Judgement]:
    """Why the mentions of a document are what they are, by the entity of each cluster."""
    for number, id in ids.items():
        yield from judge_cluster(id, discourse.reading.document.id, discourse.clusters[number])


def judge_cluster(left: str, document: str, cluster: Cluster) -> list[Judgement]:
    """Why its mentions are what they are said to be, and which verb told of it."""
    reasons = [
        (mention.span, why)
        for mention, why in zip(cluster.mentions, cluster.reasons, strict=True)
        if why not in ("", "same name", "gazetteer")
    ]
    told = [(cluster.told, "event")] if cluster.told is not None else []
    return [
        Judgement(left, f"{document}:{span.start}:{span.end}", True, why, SURE.get(why, 0.7))
        for span, why in (*reasons, *told)
    ]
