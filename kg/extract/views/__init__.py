"""Open triples: the frames of a sentence written out at one of two grains."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from kg.extract.frames import Frame, find_frames
from kg.extract.repair import repair
from kg.extract.syntax import iter_sentences
from kg.extract.tree import plain
from kg.extract.views.clauses import read_clauses
from kg.extract.views.confidence import clause_confidence, fact_confidence
from kg.extract.views.drafts import Draft
from kg.extract.views.facts import read_facts

if TYPE_CHECKING:
    from spacy.tokens import Doc as Parsed

View = Literal["facts", "clauses"]


@dataclass(frozen=True, slots=True)
class Triple:
    """Phrases as they stand in the sentence.

    The relation of a fact without a verb begins with one of ours, "be" or "has"; only the clauses
    view has these.
    """

    subject: str
    relation: str
    object: str
    confidence: float


VIEWS: Mapping[View, Callable[[Iterable[Frame]], Iterator[Draft]]] = {
    "facts": read_facts,
    "clauses": read_clauses,
}
CONFIDENCE: Mapping[View, Callable[[Draft], float]] = {
    "facts": fact_confidence,
    "clauses": clause_confidence,
}


_MOST = 500  # drafts of one sentence: lists within lists multiply


def read_triples(doc: Parsed, view: View, *, without: Collection[str] = ()) -> Iterator[Triple]:
    """Repair the parse but for the repairs left out, and yield each sentence's triples once."""
    for sentence in iter_sentences(repair(plain(doc), without=without)):
        drafts: dict[tuple[str, str, str], Draft] = {}
        for draft in islice(VIEWS[view](find_frames(sentence)), _MOST):
            if draft.subject and draft.slots[1]:
                drafts.setdefault(draft.slots, draft)
        for slots, draft in drafts.items():
            yield Triple(*slots, CONFIDENCE[view](draft))
