"""What a site repeats is found for a changed set of documents as for all of them at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Block, Document, digest
from kg.sources import mark_repeated
from kg.sources.sites import AHEAD
from kg.update.state import State, make_state
from kg.update.texts import line_rows, mark_again, pack_kinds

SITE = "Vell Gazette"
STORIES = [" ".join(f"word{story}x{n}" for n in range(20)) + "." for story in range(4)]
LINES = ["Mild and dry", "Puzzles Weather Radio", "The Gazette was founded in 1872.", *STORIES]


def page(lines, day="", source=SITE):
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    blocks = [Block("paragraph", s, s + len(x)) for s, x in zip(starts, lines, strict=True)]
    id = digest(text, "", day, source)
    return Document(id, text, tuple(blocks), id, source=source, published=day)


def tables(path: Path, documents: Mapping[str, Document]) -> State:
    def fill(state: State) -> None:
        marked = mark_repeated(documents.values())
        state.put("page", [(d.id, *[b""] * 5, pack_kinds(d), b"") for d in marked])
        state.put("line", (row for d in documents.values() for row in line_rows(d)))

    make_state(path, fill, lambda state: None)
    return State(path)


def by_id(documents):
    return {document.id: document for document in documents}


def kinds(documents):
    return {d.id: [block.kind for block in d.blocks] for d in documents}


PAGES = st.builds(
    page,
    st.lists(st.sampled_from(LINES), min_size=1, max_size=5),
    st.sampled_from(["", "2024-05-01", "2024-05-02", "2024-05-03"]),
    st.sampled_from([SITE, SITE, "Oru Post"]),
)
SETS = st.lists(PAGES, max_size=12).map(by_id)


@given(former=SETS, kept=st.integers(0, 12), come=SETS)
def test_a_changed_set_of_pages_is_marked_as_if_all_came_at_once(
    tmp_path_factory, former, kept, come
):
    documents = {**dict(list(former.items())[:kept]), **come}
    state = tables(tmp_path_factory.mktemp("tables") / "state.db", former)

    marked = mark_again(
        state, former.keys() - documents, documents.keys() - former, former, documents
    )

    before, now = kinds(mark_repeated(former.values())), kinds(mark_repeated(documents.values()))
    assert kinds(marked.values()) == {id: k for id, k in now.items() if before.get(id) != k}
    lines = sorted(row for d in documents.values() for row in line_rows(d))
    assert state.rows("SELECT * FROM line ORDER BY line, day, doc") == lines
    state.close()


class Counted(dict[str, Document]):
    """Documents, and which of them were looked up."""

    def __init__(self, documents):
        super().__init__(documents)
        self.asked = set()

    def __getitem__(self, id):
        self.asked.add(id)
        return super().__getitem__(id)


def a_year(days, *, footer="Puzzles Weather Radio"):
    """A page for each of some days, all with words of their own."""
    return [
        page([" ".join(f"own{day}x{n}" for n in range(30)) + ".", footer], f"2024-{day:03}")
        for day in days
    ]


@pytest.mark.parametrize("size", [20, 200])
@pytest.mark.parametrize("day", [0, 999], ids=["the earliest", "the latest"])
def test_of_the_pages_of_a_site_a_few_are_looked_at_for_one_more_or_less(tmp_path, size, day):
    (new,) = a_year([day])
    former = Counted(by_id(a_year(range(1, size))))
    documents = Counted({**former, new.id: new})
    state = tables(tmp_path / "state.db", former)
    former.asked.clear()

    assert [*mark_again(state, set(), {new.id}, former, documents)] == [new.id]
    state.put("page", [(new.id, *[b""] * 5, pack_kinds(new), b"")])
    assert mark_again(state, {new.id}, set(), documents, former) == {}
    assert len(former.asked | documents.asked) <= 5


def test_whether_a_line_recurs_is_asked_of_the_earliest_pages_that_have_it():
    (story,) = a_year([0])
    copies = [
        page([*story.text.split("\n"), f"Edition {n}"], f"2024-{n:03}") for n in range(AHEAD - 1)
    ]
    later = a_year(range(500, 510))

    assert not any("boilerplate" in k for k in kinds(mark_repeated([*copies, *later])).values())
    assert all("boilerplate" in k for k in kinds(mark_repeated([*copies[1:], *later])).values())
