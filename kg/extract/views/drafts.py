"""A triple before its words become text."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.syntax import text_of
from kg.extract.views.phrases import Words


@dataclass(frozen=True, slots=True)
class Draft:
    """Slots as tokens, in the order they are to be written, and the rules that found them."""

    subject: Words
    relation: Words
    object: Words
    reading: str  # how subject and verb were found: own, conjoined, own>purpose, …
    slot: str  # how the object was found: object, oblique, fronted, …
    implied: str = ""  # a verb that the sentence leaves out, before the relation: be, has

    @property
    def slots(self) -> tuple[str, str, str]:
        """The three phrases as text."""
        relation = f"{self.implied} {text_of(self.relation)}".strip()
        return text_of(self.subject), relation, text_of(self.object)
