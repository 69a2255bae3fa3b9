"""A user's decisions about who is who: read from YAML, applied to what linking found."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_link import name, noun, pronoun, read

from kg.errors import KgError
from kg.link import link
from kg.link.decisions import Decision, Decisions, read_decisions
from kg.link.verdict import apply_decisions
from kg.model import Entity, Linking, Mention, Reading, Span

ARDEN = name("Elsbeth Arden", "Person", gender="feminine")
MORO = name("Tomas Moro", "Person", gender="masculine")
BANK = name("Norland Bank", "Organization")
TALKS = read(
    "Elsbeth Arden met Tomas Moro at Norland Bank. He left. Moro slept.",
    ARDEN, MORO, BANK, pronoun("He", "masculine"), name("Moro", "Person"), id="d1",
)  # fmt: skip
OTHER = read("Tomas Moro scored. He won.", MORO, pronoun("He", "masculine"), id="d2")
LINKING = link([TALKS, OTHER])


def decide(text: str, *readings: Reading) -> tuple[Linking, tuple[str, ...]]:
    """The decisions of this file, applied to readings that were linked."""
    documents = [r.document for r in readings]
    return apply_decisions(link(readings), parse(text), documents)


def parse(text: str) -> Decisions:
    with TemporaryDirectory() as folder:
        path = Path(folder, "decisions.yaml")
        path.write_text(text, "utf-8")
        return read_decisions(path)


def meant(linking: Linking, reading: Reading) -> list[str]:
    return [" ".join(linking.referents.get(m, ())) for m in reading.mentions]


def by_id(linking: Linking) -> dict[str, Entity]:
    return {e.id: e for e in linking.entities}


# Same


def test_two_names_said_to_be_the_same_are_one_entity_with_both_names():
    linking, ignored = decide('same: [["Elsbeth Arden", "Norland Bank"]]', TALKS)

    assert meant(linking, TALKS)[0] == meant(linking, TALKS)[2] == "Elsbeth_Arden"
    assert by_id(linking)["Elsbeth_Arden"].aliases == ("Norland Bank",)
    assert "Norland_Bank" not in by_id(linking)
    assert ignored == ()


def test_a_merge_says_that_it_was_decided():
    linking, _ = decide('same: [["Elsbeth Arden", "Norland Bank"]]', TALKS)

    assert ("Norland Bank", "decided in decisions.yaml", 1.0) in {
        (j.right, j.reason, j.score) for j in linking.judgements if j.left == "Elsbeth_Arden"
    }


def test_the_name_that_is_used_most_often_keeps_its_id_whichever_comes_first():
    left, _ = decide("same: [[ent:Norland_Bank, ent:Tomas_Moro]]", TALKS)
    right, _ = decide("same: [ent:Tomas_Moro, ent:Norland_Bank]", TALKS)

    assert left == right
    assert meant(left, TALKS)[2] == "Tomas_Moro"


def test_a_doubt_that_was_settled_is_a_doubt_no_more():
    brothers = read("Tomas Moro met Luka Moro.", MORO, name("Luka Moro", "Person"), id="d1")
    short = read("Moro called.", name("Moro", "Person"), id="d2")
    doubtful = link([brothers, short])
    doubts = {(j.left, j.right) for j in doubtful.judgements if not j.same}
    linking, _ = decide("same: [Moro, Tomas Moro]\ndifferent: [Moro, Luka Moro]", brothers, short)

    assert doubts == {("Moro", "Tomas_Moro"), ("Moro", "Luka_Moro")}
    assert meant(linking, short) == ["Tomas_Moro"]
    assert {(j.left, j.right, j.reason) for j in linking.judgements if not j.same} == {
        ("Luka_Moro", "Tomas_Moro", "decided in decisions.yaml")
    }


def test_what_nobody_decides_stays_as_it_was():
    for text in ("", "# nothing yet\n", "same:\ndifferent: []\n", "---\n"):
        assert decide(text, TALKS, OTHER) == (LINKING, ())


def test_a_set_whose_members_are_the_same_is_one():
    both = read("Elsbeth Arden and Tomas Moro met. Both sides agreed.", ARDEN, MORO,
                noun("Both sides", number="plural"), id="d3")  # fmt: skip
    base = link([both])
    mention = both.mentions[2]
    base = Linking(base.entities, {**base.referents, mention: ("Elsbeth_Arden", "Tomas_Moro")}, ())
    linking, _ = apply_decisions(base, parse("same: [Elsbeth Arden, Tomas Moro]"))

    assert linking.referents[mention] == ("Elsbeth_Arden",)


# Different


SISTER = read(
    "Kristen Vale sang at Norland Bank. Vale left. She won.",
    name("Kristen Vale", "Person"), BANK, name("Vale", "Person"), pronoun("She", "feminine"),
    id="d4",
)  # fmt: skip
BROTHER = read(
    "Kristin Vale ran. She fell.", name("Kristin Vale", "Person"), pronoun("She", "feminine"),
    id="d5",
)  # fmt: skip
FRIEND = read(
    "Kristin Vale met Norland Bank.", name("Kristin Vale", "Person"), BANK, id="d6"
)  # fmt: skip


def test_names_that_were_taken_for_one_are_told_apart_with_all_that_follows_them():
    wrong = link([SISTER, BROTHER, FRIEND])
    linking, ignored = decide("different: [Kristin Vale, Kristen Vale]", SISTER, BROTHER, FRIEND)

    assert set(meant(wrong, SISTER)) - {"Norland_Bank"} == {"Kristin_Vale"}
    assert meant(linking, SISTER) == ["Kristen_Vale", "Norland_Bank", "Kristen_Vale",
                                      "Kristen_Vale"]  # fmt: skip
    assert meant(linking, BROTHER) == ["Kristin_Vale", "Kristin_Vale"]
    assert "Kristen Vale" not in by_id(linking)["Kristin_Vale"].aliases
    assert by_id(linking)["Kristen_Vale"].type == "Person"
    assert ignored == ()


def test_the_id_that_a_split_gives_can_be_used_in_the_same_file():
    text = "different: [Kristin Vale, ent:Kristen_Vale]\nrename: {ent:Kristen_Vale: Kris}"
    linking, ignored = decide(text, SISTER, BROTHER, FRIEND)

    assert ignored == ()
    assert by_id(linking)["Kristen_Vale"].label == "Kris"
    assert by_id(linking)["Kristen_Vale"].aliases == ("Kristen Vale", "Vale")


def test_one_name_cannot_be_told_apart_from_itself():
    with pytest.raises(KgError, match=r"decisions.yaml:2: both names are 'Tomas Moro'"):
        decide("different:\n- [Tomas Moro, ent:Tomas_Moro]", TALKS)


@pytest.mark.parametrize("order", [("same", "different"), ("different", "same")])
def test_same_and_different_of_one_pair_name_both_lines_in_either_order(order: tuple[str, str]):
    text = "\n".join(f"{key}: [Elsbeth Arden, Tomas Moro]" for key in order)
    with pytest.raises(KgError, match=r"decisions\.yaml:1 and 2: .*Arden.* and .*Moro"):
        decide(text, TALKS)


def test_the_same_by_way_of_a_third_is_the_same():
    text = "same:\n- [Elsbeth Arden, Norland Bank]\n- [Norland Bank, Tomas Moro]\n"
    with pytest.raises(KgError, match=r"yaml:2 and 3 and 4: "):
        decide(f"{text}different: [Tomas Moro, Elsbeth Arden]", TALKS)


# Labels, types, mentions


def test_a_new_label_keeps_the_id_and_the_former_label():
    linking, _ = decide("rename: {Elsbeth Arden: Beth Arden}\ntype: {Beth Arden: Group}", TALKS)

    assert by_id(linking)["Elsbeth_Arden"].label == "Beth Arden"
    assert by_id(linking)["Elsbeth_Arden"].type == "Group"
    assert "Elsbeth Arden" in by_id(linking)["Elsbeth_Arden"].aliases


def test_two_new_labels_for_one_entity_name_both_lines():
    with pytest.raises(KgError, match=r"yaml:2 and 3: .*'Bet' and 'Lis'"):
        decide("rename:\n  Elsbeth Arden: Bet\n  ent:Elsbeth_Arden: Lis\n", TALKS)


def test_a_name_in_one_document_is_another_with_all_that_follows_it_there():
    text = "mentions: [{document: d2.txt, text: Tomas Moro, is: Tomas Moro (footballer)}]"
    linking, ignored = decide(text, TALKS, OTHER)

    assert meant(LINKING, OTHER) == ["Tomas_Moro", "Tomas_Moro"]
    assert meant(linking, OTHER) == ["Tomas_Moro_footballer"] * 2
    assert meant(linking, TALKS) == meant(LINKING, TALKS)
    assert by_id(linking)["Tomas_Moro_footballer"].type == "Person"
    assert by_id(linking)["Tomas_Moro_footballer"].aliases == ("Tomas Moro",)
    assert ignored == ()


def test_whoever_has_a_name_by_decision_is_told_apart_from_who_had_it():
    text = "mentions: [{document: d2.txt, text: Tomas Moro, is: Tomas Moro (footballer)}]"
    linking, _ = decide(text, TALKS, OTHER)

    assert [(j.left, j.right, j.score) for j in linking.judgements if not j.same] == [
        ("Tomas_Moro", "Tomas_Moro_footballer", 1.0)
    ]


def test_a_pronoun_that_is_moved_takes_nobody_with_it():
    text = "mentions: [{document: d1.txt, text: He, is: ent:Elsbeth_Arden}]"
    linking, _ = decide(text, TALKS, OTHER)

    assert meant(linking, TALKS)[3:] == ["Elsbeth_Arden", "Tomas_Moro"]


def test_the_place_of_a_mention_counts_before_its_text():
    at = TALKS.document.text.index("Moro slept")
    text = (
        "mentions:\n- {document: d1.txt, text: Moro, is: Luka Moro}\n"
        f"- {{document: d1.txt, text: Moro, at: {at}, is: Norland Bank}}\n"
    )
    linking, _ = decide(text, TALKS)

    assert meant(linking, TALKS)[4] == "Norland_Bank"


def test_a_mention_cannot_be_two():
    line = "- {document: d1.txt, text: Tomas Moro, is: %s}\n"
    with pytest.raises(KgError, match=r"yaml:2 and 3: 'Tomas Moro' is said to be two"):
        decide(f"mentions:\n{line % 'Luka'}{line % 'Pietro'}", TALKS)


# What fits nothing, and what is malformed


def test_an_unknown_name_is_one_line_and_the_rest_is_done():
    text = "same:\n- [Elsbeth Arden, Nobody]\ntype: {Norland Bank: Group, Nemo: Person}\n"
    linking, ignored = decide(text, TALKS)

    assert [line.split("decisions.yaml")[1] for line in ignored] == [
        ":2: 'Nobody' names no entity", ":3: 'Nemo' names no entity"
    ]  # fmt: skip
    assert by_id(linking)["Norland_Bank"].type == "Group"


def test_a_name_of_several_is_told_with_their_ids():
    homonyms = (Entity("Moro", "Person", "Moro"), Entity("Moro_1", "Person", "Moro"))
    _, ignored = apply_decisions(Linking(homonyms, {}), parse("type: {Moro: Group}"))

    assert ignored[0].endswith("'Moro' names several entities; choose one of ent:Moro, ent:Moro_1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same: [A, B", r":1: is not YAML"),
        ("same:\n- A\n- [B, C]", r":2: must be a list"),
        ("same: [[A]]", r":1: 'same' takes lists of two names or more"),
        ("x: 1\n", r":1: no decision is called 'x'"),
        ("\ntype: {A: Human}", r":2: 'Human' is no type of entity; choose one of Person"),
        ("mentions:\n- {document: a, text: b}", r":2: a mention needs"),
        ("mentions: [{document: a, text: b, is: c, at: -1}]", r":1: a mention needs"),
        ("- same", r":1: must be a mapping"),
        ("rename: {A: [B]}", r":1: a name must be plain text"),
        ("--- a\n--- b", r"is not YAML"),
        ("same: \x00", r"is not YAML"),
        ("[" * 2000, r"is not YAML"),
    ],
)
def test_a_malformed_file_is_told_with_its_line(text: str, message: str):
    with pytest.raises(KgError, match=r"decisions\.yaml" + (message if message[0] == ":" else "")):
        parse(text)


def test_a_word_that_yaml_takes_for_something_else_is_a_name():
    assert parse("same: [No, 1999]").same == (Decision(1, ("No", "1999")),)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(KgError, match=r"nowhere\.yaml: cannot be read"):
        read_decisions(tmp_path / "nowhere.yaml")


# Laws

LABELS = [f"Person {letter}" for letter in "ABCDEF"]


def crowd() -> Linking:
    """Six people, each named in two documents, the first more often than the next."""
    people = tuple(Entity(label.replace(" ", "_"), "Person", label) for label in LABELS)
    referents = {
        Mention(Span(d, 20 * i + 200 * n, 20 * i + 200 * n + 8), label, "Person", "name", label,
                Span(d, 20 * i + 200 * n, 20 * i + 200 * n + 8), label): (people[i].id,)
        for d in ("d1", "d2") for i, label in enumerate(LABELS) for n in range(7 - i)
    }  # fmt: skip
    return Linking(people, referents)


PAIRS = st.lists(st.sampled_from(LABELS), min_size=2, max_size=3, unique=True)


@given(same=st.lists(PAIRS, max_size=4), apart=st.lists(PAIRS, max_size=2), data=st.data())
def test_the_order_of_decisions_does_not_matter(
    same: list[list[str]], apart: list[list[str]], data: st.DataObject
):
    def run(same: list[list[str]], apart: list[list[str]]) -> object:
        groups = (
            tuple(Decision(n, tuple(names)) for n, names in enumerate(part))
            for part in (same, apart)
        )
        try:
            return apply_decisions(crowd(), Decisions("f", *groups))
        except KgError:
            return "contradiction"

    shuffled = [
        [data.draw(st.permutations(group)) for group in data.draw(st.permutations(part))]
        for part in (same, apart)
    ]
    assert run(same, apart) == run(*shuffled)


@given(same=st.lists(PAIRS, max_size=4))
def test_a_merge_loses_no_name_and_no_mention(same: list[list[str]]):
    decided = Decisions("f", tuple(Decision(n, tuple(g)) for n, g in enumerate(same)))
    linking, _ = apply_decisions(crowd(), decided)

    assert {n for e in linking.entities for n in (e.label, *e.aliases)} == set(LABELS)
    assert linking.referents.keys() == crowd().referents.keys()
    for group in same:
        found = {linking.referents[m] for m in linking.referents if m.core in group}
        assert len(found) == 1


@given(st.dictionaries(st.sampled_from(LABELS), st.text(min_size=1), max_size=3))
@settings(deadline=None)
def test_what_is_written_as_json_is_read_as_it_stands(labels: dict[str, str]):
    plain = {k: v for k, v in labels.items() if v.isprintable() and v.strip()}
    text = f"rename: {json.dumps(plain, ensure_ascii=False)}"

    assert {d.names[0]: d.value for d in parse(text).rename} == {
        k: " ".join(v.split()) for k, v in plain.items()
    }
