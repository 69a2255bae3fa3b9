"""How our mentions are laid out as MEANTIME marks phrases, on sentences parsed by hand."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.evaluate.corpus import Text, make_document
from kg.evaluate.marking import mark
from kg.model import Mention, MentionPair, Reading, Span


def make_text(rows, mentions, titles=()):
    """A text of (word, tag, head, relation) rows; mentions as (words, head, label, kind, core)."""
    words, pos, heads, deps = zip(*rows, strict=True)
    doc = Doc(Vocab(), words=words, pos=pos, heads=heads, deps=deps)
    document = make_document({"id": "d", "text": doc.text})
    found = [_mention(document, *row) for row in mentions]
    by_text = {m.text: m for m in found}
    pairs = tuple(MentionPair("title", by_text[a], by_text[b]) for a, b in titles)
    reading = Reading(document, (Span("d", 0, len(doc.text)),), tuple(found), pairs, ())
    return Text(reading, doc)


def _mention(document, words, head, label, kind, core=""):
    start = document.text.index(words)
    at = document.text.index(head, start)
    spans = Span("d", start, start + len(words)), Span("d", at, at + len(head))
    function = "title" if core == "title" else ""
    return Mention(spans[0], words, label, kind, head, spans[1], core or words, function=function)


def marked(text, groups):
    by_text = {m.text: m for m in text.reading.mentions}
    places = mark(text, {by_text[w]: g for w, g in groups.items()}, len(text.doc.text))
    return {(text.doc.text[p.start : p.end], group) for p, group in places.items()}


def test_a_title_a_name_and_both_with_an_apposition_are_marked():
    rows = [
        ("Vela", "PROPN", 1, "compound"), ("chief", "NOUN", 3, "compound"),
        ("Ann", "PROPN", 3, "compound"), ("Vale", "PROPN", 8, "nsubj"), (",", "PUNCT", 3, "punct"),
        ("a", "DET", 6, "det"), ("sailor", "NOUN", 3, "appos"), (",", "PUNCT", 3, "punct"),
        ("slept", "VERB", 8, "ROOT"),
    ]  # fmt: skip
    text = make_text(
        rows,
        [
            ("Vela chief", "chief", "Person", "nominal", "title"),
            ("Vela chief Ann Vale", "Vale", "Person", "name", "Ann Vale"),
            ("a sailor", "sailor", "Person", "nominal"),
        ],
        [("Vela chief", "Vela chief Ann Vale")],
    )

    groups = {"Vela chief": "office", "Vela chief Ann Vale": "ann", "a sailor": "ann"}
    assert marked(text, groups) == {
        ("Vela chief", "ann"), ("Ann Vale", "ann"), ("a sailor", "ann"),
        ("Vela chief Ann Vale , a sailor", "ann"),
    }  # fmt: skip


def test_what_a_name_is_called_before_it_is_marked_and_brackets_end_a_phrase():
    rows = [
        ("the", "DET", 2, "det"), ("airline", "NOUN", 2, "compound"), ("Vela", "PROPN", 6, "nsubj"),
        ("(", "PUNCT", 2, "punct"), ("VLA", "PROPN", 2, "appos"), (")", "PUNCT", 2, "punct"),
        ("grew", "VERB", 6, "ROOT"),
    ]  # fmt: skip
    names = [
        ("the airline Vela", "Vela", "Organization", "name", "Vela"),
        ("VLA", "VLA", "Organization", "name"),
    ]

    assert marked(make_text(rows, names), {"the airline Vela": "v", "VLA": "v"}) == {
        ("the airline", "v"), ("Vela", "v"), ("the airline Vela", "v"), ("VLA", "v"),
    }  # fmt: skip


def test_ideas_and_pronouns_for_nothing_are_left_out():
    rows = [
        ("It", "PRON", 1, "nsubj"), ("shows", "VERB", 1, "ROOT"), ("growth", "NOUN", 1, "dobj"),
        ("of", "ADP", 2, "prep"), ("phones", "NOUN", 3, "pobj"), (",", "PUNCT", 4, "punct"),
        ("which", "PRON", 7, "nsubj"), ("sell", "VERB", 4, "relcl"),
    ]  # fmt: skip
    nouns = [("growth of phones", "growth", "Thing", "nominal"),
             ("phones", "phones", "Thing", "nominal")]  # fmt: skip
    text = make_text(rows, [("It", "It", "Thing", "pronoun"), *nouns])
    groups = {"It": "x", "growth of phones": "g", "phones": "p"}

    phones = {("phones", "p"), ("phones , which sell", "p")}
    assert marked(text, groups) == phones
    assert marked(text, groups | {"It": "p"}) == {("It", "p")} | phones
