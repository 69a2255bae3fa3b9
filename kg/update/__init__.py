"""One more document, or one less, at the cost of what it touches; the same bytes as made anew."""

from kg.update.files import (
    Change,
    change_records,
    change_store,
    change_turtle,
    changed_part,
    list_sections,
)
from kg.update.keep import Made, keep
from kg.update.run import Update, open_state
from kg.update.state import State

__all__ = [
    "Change",
    "Made",
    "State",
    "Update",
    "change_records",
    "change_store",
    "change_turtle",
    "changed_part",
    "keep",
    "list_sections",
    "open_state",
]
