"""A triple before its words become text."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.views.phrases import Words


@dataclass(frozen=True, slots=True)
class Draft:
    """Slots as tokens, in the order they are to be written, and the rule that found them."""

    subject: Words
    relation: Words
    object: Words
    rule: str
