"""Coreference within a document: names first, then descriptions and pronouns as they come."""

from __future__ import annotations

from kg.link.clusters import Cluster, Discourse, places_of
from kg.link.compare import plain
from kg.link.events import note_events
from kg.link.lead import link_lead
from kg.link.names import link_names
from kg.link.nominals import note_titles, resolve_nominal
from kg.link.pronouns import resolve_pronoun, resolve_speaker
from kg.model import Mention, Reading
from kg.words import GENDERED, is_title

_SPEECH_ROLES = frozenset({"1", "2"})
_MEMORY = 400  # clusters that a phrase looks back on, so that a long document costs no more a word


def resolve(reading: Reading) -> Discourse:
    """Say which mentions of a document mean the same. Values and clauses are left out."""
    discourse = Discourse(reading)
    link_names(discourse)
    note_titles(discourse)
    _link_appositions(discourse)
    link_lead(discourse)
    recent: list[Cluster] = []
    for mention in discourse.mentions:
        if mention.function == "title":
            _start_role(discourse, mention)
        elif mention not in discourse.of and mention.kind == "nominal":
            resolve_nominal(discourse, mention, recent)
        elif mention.kind == "pronoun" and mention.person not in _SPEECH_ROLES:
            resolve_pronoun(discourse, mention, recent)
        cluster = discourse.of.get(mention)
        if cluster is not None:
            discourse.see(mention)
            _put_first(cluster, recent)
    for mention in reading.mentions:  # the speaker may come after the words: "…," he said
        if mention.kind == "pronoun" and mention.person in _SPEECH_ROLES:
            resolve_speaker(discourse, mention)
    note_events(discourse)
    return discourse


def _put_first(cluster: Cluster, recent: list[Cluster]) -> None:
    """Move a cluster to the front of those seen lately, and drop what was seen too long ago."""
    del recent[_MEMORY:]
    if len(cluster.seen) > 1:
        for place, other in enumerate(recent):
            if other is cluster:
                del recent[place]
                break
    recent.insert(0, cluster)


def _start_role(discourse: Discourse, title: Mention) -> None:
    """A title is the office, not the person: one entity for all who are president of a country."""
    countries = sorted(c.place.name for c in places_of(discourse, title) if c.place)
    holders = [discourse.of[m] for m in discourse.after("title", title) if m in discourse.of]
    if holders and title.head in GENDERED and not is_title(title.head):
        discourse.join(title, holders[0], "apposition")  # "his mother Ann Vale": no office
        return
    if not countries and holders and len(holders[0].countries) == 1:
        countries = list(holders[0].countries)
    owners = [discourse.of[m] for m in discourse.before("possessor", title) if m in discourse.of]
    places = countries or [c.names[0] for c in owners if c.names]
    key = ("role", plain(title.core), *places[:1])
    if key not in discourse.by_key:
        discourse.by_key[key] = discourse.start(title)
        discourse.by_key[key].key = key
    else:
        discourse.join(title, discourse.by_key[key], "same name")


_BESIDE = frozenset({"apposition", "identified"})


def _link_appositions(discourse: Discourse) -> None:
    """Join "Kabul" and "the capital" in "Kabul, the capital", before the text is read in order."""
    for pair in discourse.reading.pairs:
        if pair.kind not in _BESIDE or pair.left.number != pair.right.number:
            continue
        for named, other in ((pair.left, pair.right), (pair.right, pair.left)):
            if named in discourse.of and named.kind == "name" and other not in discourse.of:
                cluster = discourse.of[named]
                discourse.join(other, cluster, "apposition")
                if cluster.type == "Person":
                    cluster.roles.add(other.head)
