import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sources import find_near_duplicates, make_document, mark_repeated
from kg.sources.copies import Shingles, find_signatures
from kg.sources.copies import _candidates as candidates
from kg.sources.metadata import Metadata

WORDS = """crane harbour boat mayor water wind cable master town night wall port ship bay pier rope
storm tower diver cabin council budget road bridge school nurse strike vote""".split()


def article(seed, *, sentences=20):
    """Sentences that no other seed gives."""
    chance = random.Random(seed)
    return [f"The {' '.join(chance.choices(WORDS, k=11))} fell." for _ in range(sentences)]


def document(lines, *, source="Vell Gazette", published="2024-05-14", url=""):
    text = "\n".join(lines)
    return make_document(text, metadata=Metadata(source=source, published=published, url=url))


def grouped(*documents):
    groups = find_near_duplicates(documents)
    return [groups[d.id] for d in documents]


COPY = article(1)


@pytest.mark.parametrize(
    "other",
    [
        COPY,
        COPY[:8],  # cut
        [*COPY[:9], "A crane that had stood in the bay since spring was gone.", *COPY[10:]],
        ["Crane Falls In Vell", *COPY, "Subscribe to our newsletter for more."],
        [sentence.replace("mayor", "lord mayor") for sentence in COPY],
    ],
)
def test_agency_copy_that_papers_print_is_one_witness_named_by_the_earliest(other):
    agency = document(COPY, source="Oru Post", published="2024-05-13")
    paper = document(other)

    assert grouped(paper, agency) == [agency.id, agency.id]


@pytest.mark.parametrize(
    "other",
    [
        article(2),
        COPY[:3] + article(2),  # quotes the same people
        COPY + article(2) + article(3) + article(4),  # a round-up
    ],
)
def test_reports_of_their_own_are_witnesses_of_their_own(other):
    first, second = document(COPY), document(other, source="Oru Post")

    assert grouped(first, second) == [first.id, second.id]


def test_short_texts_are_not_compared():
    first, second = document(["The crane fell."]), document(["The crane fell."], source="Oru Post")

    assert grouped(first, second) == [first.id, second.id]


def test_twelve_papers_with_one_text_are_one_group_among_two_hundred():
    copies = [document(COPY[: 20 - n % 5], source=f"Paper {n}") for n in range(12)]
    others = [document(article(seed), source="Oru Post") for seed in range(100, 300)]

    groups = find_near_duplicates([*others, *copies])

    assert len({groups[d.id] for d in copies}) == 1
    assert len({groups[d.id] for d in others}) == 200


SIX = [document(COPY[n % 3 :], source=f"Paper {n}") for n in range(4)]
SIX += [document(article(7)), document(article(8))]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_groups_do_not_depend_on_the_order_of_the_documents(order):
    expected = find_near_duplicates(SIX)

    assert find_near_duplicates(SIX[n] for n in order) == expected


# --- what a site repeats ---


def boilerplate(document):
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == "boilerplate"]


BACKGROUND = "The war over the bay began in the year 2014, when the port of Oru was taken."


def test_lines_that_a_site_repeats_are_boilerplate_and_background_stays_where_it_was_first():
    pages = [
        document(
            [*article(seed)[:5], "Vell votes", BACKGROUND, *article(seed)[5:]],
            published=f"2024-05-{seed}",
        )
        for seed in (13, 12, 11)
    ]

    marked = mark_repeated(pages)

    assert [boilerplate(d) for d in marked] == [
        ["Vell votes", BACKGROUND], ["Vell votes", BACKGROUND], ["Vell votes"],
    ]  # fmt: skip
    assert [(d.id, d.text) for d in marked] == [(d.id, d.text) for d in pages]


@pytest.mark.parametrize(
    "pages",
    [
        [document([*article(seed), BACKGROUND]) for seed in (1, 2)],
        [document([*article(seed), BACKGROUND], source=f"Paper {seed}") for seed in (1, 2, 3)],
        [document([*article(seed), BACKGROUND], source="") for seed in (1, 2, 3)],
        [document([*COPY, BACKGROUND], url=f"https://vell.example/{n}", published=f"2024-05-1{n}")
         for n in range(4)],
    ],
    ids=["two pages", "three sites", "no known site", "one text four times"],
)  # fmt: skip
def test_what_few_or_other_pages_share_is_not_boilerplate(pages):
    assert [boilerplate(d) for d in mark_repeated(pages)] == [[]] * len(pages)


def test_a_site_is_known_by_its_address_before_its_name():
    pages = [
        document(
            [*article(seed), "Vell votes", *article(seed + 9)],
            source=f"Desk {seed}", url=f"https://www.vell.example/{seed}",
        )
        for seed in (1, 2, 3)
    ]  # fmt: skip

    assert [boilerplate(d) for d in mark_repeated(pages)] == [["Vell votes"]] * 3


def test_a_document_is_never_all_boilerplate():
    pages = [
        replace(document([BACKGROUND]), id=f"d{n}", published=f"2024-05-1{n}") for n in range(4)
    ]

    assert mark_repeated(pages) == pages
    assert not any(map(boilerplate, mark_repeated(pages)))


def test_of_texts_that_share_a_quarter_hardly_one_is_missed_and_few_strangers_are_compared():
    chance = random.Random(3)
    quarters, strangers = [], []
    for _ in range(100):
        pool = [chance.getrandbits(64) for _ in range(400)]
        quarters += [frozenset(pool[:250]), frozenset(pool[150:])]
        strangers.append(frozenset(chance.getrandbits(64) for _ in range(200)))

    found = pairs_of(quarters)

    assert sum((2 * n, 2 * n + 1) in found for n in range(100)) >= 95
    assert len(pairs_of(strangers)) < 10


def pairs_of(shingles: list[Shingles]) -> set[tuple[int, int]]:
    return candidates(list(find_signatures(shingles)))
