"""Which event class a verb names: by its preposition, its voice, and what its object is."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon import EVENTS, VERB_CLASSES
from kg.lexicon_types import EventClass


def find_class(
    keys: Iterable[str], *, subject: str = "", object: str = "", passive: bool = False
) -> EventClass | None:
    """The class of the first key that has one which fits.

    `keys` go from the longest to the shortest: "bear in", "bear". `subject` and `object` are types
    of the model, "" where unknown, as the clause has them after its voice is undone, so that the
    object of "was founded by Ada" is what she founded.

    >>> find_class(["bear in", "bear"], object="Date", passive=True).name
    'DateOfBirth'
    >>> find_class(["bear in", "bear"], object="Country") is None
    True
    """
    for key in keys:
        for name in VERB_CLASSES.get(key, ()):
            event = EVENTS[name]
            if (passive or key not in event.passive_verbs) and _fits(key, event, subject, object):
                return event
    return None


def is_inverse(key: str, event: EventClass) -> bool:
    """Whether the verb's subject is the object of the relation: "Ada founded the firm"."""
    return key in event.inverse_verbs


def _fits(key: str, event: EventClass, subject: str, object: str) -> bool:
    sides = (event.subject_types, event.object_types)
    wanted_subject, wanted_object = sides[::-1] if is_inverse(key, event) else sides
    return _is_any(subject, wanted_subject) and _is_any(object, wanted_object)


def _is_any(type: str, wanted: tuple[str, ...]) -> bool:
    return not type or not wanted or type in wanted
