"""Who is who: mentions become entities, within each document and then across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.collector import without_collector
from kg.link.across import Alike, Group, group_clusters
from kg.link.clusters import Cluster, Discourse
from kg.link.entities import judge_groups, judge_mentions, make_entities
from kg.link.within import resolve
from kg.model import Judgement, Linking, Mention, Reading

__all__ = ["Linked", "find_referents", "link", "link_all"]


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found, and how: for who goes on from it."""

    discourses: tuple[Discourse, ...]
    groups: tuple[Group, ...]
    alike: Alike
    id_of: Mapping[int, str]  # the id of each cluster's entity, by its `id()`
    of_groups: tuple[Judgement, ...]  # why names are what they are
    of_mentions: tuple[Judgement, ...]
    linking: Linking

    def clusters(self) -> dict[str, list[Cluster]]:
        """Those of each entity."""
        found: dict[str, list[Cluster]] = {}
        for group in self.groups:
            for _, cluster in group.members:
                found.setdefault(self.id_of[id(cluster)], []).append(cluster)
        return found


def link(readings: Sequence[Reading]) -> Linking:
    """Link the mentions of all documents to entities; the documents' order does not matter.

    A mention of several ("both sides") has several ids. A pronoun of which nothing is known, and
    a value, have none.
    """
    return link_all(readings).linking


@without_collector
def link_all(readings: Sequence[Reading]) -> Linked:
    """The same, with what it went by."""
    discourses = [resolve(reading) for reading in readings]
    alike: Alike = []
    groups = group_clusters(discourses, alike)
    entities, id_of = make_entities(groups)
    referents: dict[Mention, tuple[str, ...]] = {}
    for discourse in discourses:
        referents.update(find_referents(discourse, id_of))
    told = tuple(judge_groups(groups, id_of)), tuple(judge_mentions(groups, id_of))
    judgements = sorted({*told[0], *told[1]}, key=lambda j: (j.left, j.right, j.reason))
    linking = Linking(tuple(entities), referents, tuple(judgements))
    return Linked(tuple(discourses), tuple(groups), alike, id_of, *told, linking)


def find_referents(
    discourse: Discourse, id_of: Mapping[int, str]
) -> dict[Mention, tuple[str, ...]]:
    """What each mention of a document means: the ids of its clusters, by their `id()`."""
    found: dict[Mention, tuple[str, ...]] = {}
    for mention in discourse.reading.mentions:
        clusters = discourse.sets.get(mention)
        if clusters is not None:
            ids = tuple(dict.fromkeys(id_of[id(c)] for c in clusters if id(c) in id_of))
            if ids:
                found[mention] = ids
        elif (cluster := discourse.of.get(mention)) is not None and id(cluster) in id_of:
            found[mention] = (id_of[id(cluster)],)
    return found
