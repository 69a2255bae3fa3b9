"""Whom the first sentence of a text tells of without a name, which the next gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.clusters import SPEECH, Cluster, Discourse
from kg.model import Mention

_INTRODUCED = re.compile(r", (?:(\d{1,3})\b|who\b|whose\b)")
_YEARS = re.compile(r"\b(\d{1,3}) ?- ?year ?- ?old\b")
_BROUGHT_IN = frozenset({"a", "an", "the"})
_HEADLINES = 5  # lines at most before the text begins


def link_lead(discourse: Discourse) -> None:
    """ "A former minister was arrested. Ana Vale, who led the party, denied it": it is she.

    So is "Vale arrested", the headline, and "The former minister was arrested", where this is
    asked again when it is known who "Vale" is.
    """
    number = next((n for n in range(_HEADLINES) if _is_told(discourse, n)), _HEADLINES)
    person = _find_unnamed(discourse, number)
    if person is None:
        return
    for cluster, reason in (*_in_headline(discourse, person), *_named_next(discourse, person)):
        if cluster.type == "Person" and _may_be(person, cluster):
            discourse.join(person, cluster, reason)
            cluster.roles.add(person.head)
            for other in _called_so_above(discourse, person):
                discourse.join(other, cluster, "headline")
            return


def _called_so_above(discourse: Discourse, person: Mention) -> Iterator[Mention]:
    """What the headline says of the same: "Former minister held"."""
    for number in range(person.sentence):
        for m in discourse.by_sentence.get(number, ()):
            is_free = m.kind == "nominal" and m not in discourse.of and not m.determiner
            is_same = m.head == person.head and m.number == person.number
            if is_free and is_same and set(m.modifiers) <= set(person.modifiers):
                yield m


def _is_told(discourse: Discourse, number: int) -> bool:
    """Whether a sentence is of the text: no headline, nor the place and the day before it."""
    is_clause = any(m.function == "subject" for m in discourse.by_sentence.get(number, ()))
    return is_clause and not is_headline(discourse, number)


def is_headline(discourse: Discourse, number: int) -> bool:
    """Whether a sentence heads the text: a heading, or the first line if no full stop ends it."""
    document, sentence = discourse.reading.document, discourse.reading.sentences[number]
    block = next((b for b in document.blocks if b.start <= sentence.start < b.end), None)
    if block is not None and block.kind == "heading":
        return True
    line = document.text[sentence.start : sentence.end].rstrip()
    return number == 0 and line[-1:] not in {".", "?", "!", "”", '"'}


def _find_unnamed(discourse: Discourse, number: int) -> Mention | None:
    """Whom a sentence begins with, where that is a description and no other one is in it."""
    people = [
        m for m in discourse.by_sentence.get(number, ())
        if m.label == "Person" and m.kind != "pronoun" and m.function != "title"
    ]  # fmt: skip
    first = people[0] if people else None
    if first is None or first.kind != "nominal" or first in discourse.of:
        return None
    others = (m for m in people[1:] if m.kind == "nominal")
    is_alone = all(m.function in {"attribute", "apposition"} for m in others)
    is_subject = first.function == "subject"
    is_one = first.number == "singular" and first.determiner in _BROUGHT_IN
    return first if is_alone and is_subject and is_one else None


def _in_headline(discourse: Discourse, person: Mention) -> Iterator[tuple[Cluster, str]]:
    """Of whom the headline says the same."""
    for number in range(person.sentence):
        for m in discourse.by_sentence.get(number, ()):
            is_same = m.function == "subject" and m.governor == person.governor
            if is_same and m.kind == "name" and m in discourse.of:
                yield discourse.of[m], "headline"


def _named_next(discourse: Discourse, person: Mention) -> Iterator[tuple[Cluster, str]]:
    """Who is brought in by a full name at the head of the next sentence that names somebody."""
    near = range(person.sentence + 1, person.sentence + 3)
    named = (
        m for number in near for m in discourse.by_sentence.get(number, ())
        if m.kind == "name" and m.label == "Person"
    )  # fmt: skip
    first = next(named, None)
    if first is None or first not in discourse.of or not _is_brought_in(discourse, first, person):
        return
    is_told = is_introduced(discourse, first) or person.head in _called(discourse, first)
    if is_told and not _is_another(discourse, first, person):
        yield discourse.of[first], "lead"


def _is_brought_in(discourse: Discourse, name: Mention, person: Mention) -> bool:
    """Whether a sentence begins with a full name that the text has not had, but for a headline."""
    start = discourse.reading.sentences[name.sentence].start
    is_first = not discourse.reading.document.text[start : name.span.start].strip()
    is_new = not any(
        person.sentence <= m.sentence and m.span.start < name.span.start
        for m in discourse.of[name].mentions
    )
    return is_first and is_new and " " in name.core and name.function == "subject"


def _is_another(discourse: Discourse, name: Mention, person: Mention) -> bool:
    """Whether a name comes with what the person is not: another age or office.

    Nor is it who tells of the person: "Bo Vale, 34, said that she fled".
    """
    told = _INTRODUCED.match(discourse.reading.document.text, name.span.end)
    ages = {*_YEARS.findall(person.text), *([told[1]] if told and told[1] else [])}
    is_witness = told is not None and name.governor in SPEECH
    return is_witness or len(ages) > 1 or not _may_be_called(discourse, name, person.head)


def is_introduced(discourse: Discourse, name: Mention) -> bool:
    """Whether a text goes on to say who bears a name: "Ana Vale, 61", "Ana Vale, who"."""
    return bool(_INTRODUCED.match(discourse.reading.document.text, name.span.end))


def _may_be_called(discourse: Discourse, name: Mention, head: str) -> bool:
    """Whether nothing beside a name says that its owner is something else."""
    told = _called(discourse, name)
    return not told or head in told


def _called(discourse: Discourse, name: Mention) -> set[str]:
    """What the owner of a name is called beside it."""
    titles = [m.head for m in discourse.before("title", name)]
    beside = (*discourse.before("apposition", name), *discourse.after("apposition", name))
    return {*titles, *(m.head for m in beside if m.label == "Person" and m.kind == "nominal")}


def _may_be(person: Mention, cluster: Cluster) -> bool:
    return not (person.gender and cluster.gender and person.gender != cluster.gender)
