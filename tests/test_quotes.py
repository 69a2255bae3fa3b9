"""Who speaks in the sentences of a long quotation."""

import pytest

from kg.extract import read
from kg.parse import parse_documents
from kg.sources import make_document

pytestmark = pytest.mark.model


def speakers(text: str) -> dict[str, list[str]]:
    """Of each predicate, who says it."""
    ((document, doc),) = parse_documents([make_document(text)])
    return {
        p.predicate.label: [m.text for m in p.said_by] for p in read(document, doc).propositions
    }


def test_a_quotation_goes_on_with_its_speaker():
    found = speakers('"We lost the ferry," Ann Berg told reporters. "The storm sank the pier."')

    assert found["lost"] == found["sank"] == ["Ann Berg"]


def test_a_speaker_goes_on_whose_first_words_claim_nothing():
    found = speakers('"It is over," Ann Berg said. "The storm sank the pier."')

    assert found["sank"] == ["Ann Berg"]


def test_who_speaks_inside_a_quotation_does_not_take_it_over():
    found = speakers('"We lost the ferry," Ann Berg said. "Bo said no. The storm sank the pier."')

    assert found["sank"] == ["Ann Berg"]


def test_what_somebody_says_inside_a_quotation_is_told_by_who_is_quoted():
    found = speakers('"We lost the ferry," Ann Berg said. "Bo thinks the storm sank the pier."')

    assert found["sank"] == ["Ann Berg", "Bo"]


def test_a_quotation_that_is_still_open_has_the_speaker_to_come():
    found = speakers('"The storm sank the pier. We lost the ferry," Ann Berg told reporters.')

    assert found["sank"] == ["Ann Berg"]


def test_what_stands_outside_the_marks_is_nobodys_quotation():
    found = speakers('"We lost the ferry," Ann Berg told reporters. The storm sank the pier.')

    assert found["sank"] == []


def test_another_speaker_begins_another_quotation():
    text = (
        '"We lost the ferry," Ann Berg said. Bo Lind disagreed. "The crew saved the pier," he said.'
    )

    assert speakers(text)["saved"] == ["he"]
