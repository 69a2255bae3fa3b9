"""`kg entities`, the decisions file and the link table, from the command line and from values."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from newsroom import ARDEN, MORO, NORLAND, make_knowledge
from test_link import name, noun, read

from kg.cli import cli
from kg.doubts import Doubt, find_doubts
from kg.errors import KgError
from kg.graph import STORE
from kg.identities import Reason, explain_entity, list_entities
from kg.link import link
from kg.link.decisions import read_decisions
from kg.link.registry import LinkTable, Row, apply_link_table, read_link_table
from kg.link.split import place_of
from kg.link.verdict import apply_decisions
from kg.model import Entity, Judgement, Knowledge, Linking, Predicate, Statement
from kg.pipeline import FILES, build, remove
from kg.store import DiskStore


def newsroom(*judgements: Judgement, more: Sequence[Entity] = ()) -> Knowledge:
    knowledge = make_knowledge()
    entities = tuple(sorted((*knowledge.entities, *more), key=lambda e: e.id))
    return replace(knowledge, entities=entities, judgements=judgements)


def run(tmp_path: Path, knowledge: Knowledge, *arguments: str) -> Result:
    DiskStore(tmp_path / STORE).write(knowledge)
    return CliRunner().invoke(cli, ["entities", "-g", str(tmp_path), *arguments])


# The list


def test_the_entities_of_which_most_is_said_come_first(tmp_path):
    result = run(tmp_path, newsroom())
    portraits = list_entities(newsroom())

    assert result.output.splitlines()[0].split()[:4] == [
        "entity", "type", "mentions", "statements"
    ]  # fmt: skip
    assert {p.entity.id for p in portraits[:3]} == {ARDEN, MORO, NORLAND}
    assert [p.statements for p in portraits] == sorted(
        (p.statements for p in portraits), reverse=True
    )


def test_entities_of_one_type_are_listed_as_json(tmp_path):
    found = json.loads(run(tmp_path, newsroom(), "--type", "person", "--format", "json").output)

    assert {record["entity"]["id"] for record in found} == {ARDEN, MORO}
    assert all(record["mentions"] > 0 for record in found)


def test_a_type_that_is_none_is_told_with_the_types(tmp_path):
    result = run(tmp_path, newsroom(), "--type", "human")

    assert result.exit_code == 1
    assert "human: is no type of entity; choose one of Person" in result.output


# Doubts

APART = Judgement(ARDEN, MORO, False, "surname", 0.45)


def test_a_doubt_comes_with_the_line_that_settles_it(tmp_path):
    doubts = json.loads(run(tmp_path, newsroom(APART), "--suggest", "--format", "json").output)

    assert [d["decision"] for d in doubts] == ['same: [["Elsbeth Arden", "Tomas Moro"]]']
    assert "Is Elsbeth Arden Tomas Moro?" in run(tmp_path, newsroom(APART), "--suggest").output


def test_a_weak_merge_is_doubted_and_a_sure_one_is_not():
    weak = Judgement(MORO, "Tomas Moor", True, "misspelling", 0.6)
    sure = Judgement(MORO, "T. Moro", True, "surname", 0.9)
    (doubt,) = find_doubts(newsroom(weak, sure))

    assert doubt.is_one
    assert doubt.question == "Is Tomas Moro not Tomas Moor?"
    assert doubt.decision == 'different: [["Tomas Moro", "Tomas Moor"]]'


def test_the_likeliest_error_comes_first():
    weak = Judgement(MORO, "Tomas Moor", True, "misspelling", 0.6)
    rare = Judgement(NORLAND, ARDEN, False, "misspelling", 0.3)

    assert [d.chance for d in find_doubts(newsroom(rare, weak, APART))] == [0.45, 0.4, 0.3]


def test_two_of_one_name_are_doubted_by_their_ids():
    (doubt,) = find_doubts(newsroom(more=[Entity("Tomas_Moro_2", "Person", "Tomas Moro")]))

    assert doubt.decision == 'same: [["ent:Tomas_Moro", "ent:Tomas_Moro_2"]]'


@pytest.mark.parametrize("kind", ["Person", "Organization"])
def test_a_surname_by_itself_may_be_whoever_has_it_whatever_it_was_taken_for(kind):
    full = Entity("Piet_Hanlow", "Person", "Piet Hanlow")
    (doubt,) = find_doubts(newsroom(more=[full, Entity("Hanlow", kind, "Hanlow")]))

    assert (doubt.reason, doubt.decision) == ("surname", 'same: [["Hanlow", "Piet Hanlow"]]')


def test_initials_may_be_the_name_that_they_abbreviate_and_a_word_may_not():
    long = Entity("Norland_Fish_Board", "Organization", "Norland Fish Board")
    short = Entity("NFB", "Organization", "NFB")
    word = Entity("Nfb", "Organization", "Nfb")

    assert [d.reason for d in find_doubts(newsroom(more=[long, short]))] == ["acronym"]
    assert find_doubts(newsroom(more=[long, word])) == []


def test_a_surname_of_a_crowd_is_nobody_in_particular():
    crowd = [Entity(f"{n}_Kay", "Person", f"{n} Kay") for n in ("Ann", "Bea", "Cid", "Dov")]

    assert find_doubts(newsroom(more=[*crowd, Entity("Kay", "Person", "Kay")])) == []


def test_what_a_user_decided_is_no_doubt():
    decided = Judgement(ARDEN, MORO, False, "decided in decisions.yaml", 1.0)

    assert find_doubts(newsroom(APART, decided)) == []


def test_a_mention_that_joined_for_a_weak_reason_is_no_question_of_names():
    document = make_knowledge().documents[0].id
    assert find_doubts(newsroom(Judgement(ARDEN, f"{document}:0:3", True, "it", 0.5))) == []


@pytest.mark.parametrize("accept", [True, False])
def test_a_suggestion_is_understood_by_the_decisions_file(tmp_path, accept):
    brothers = read("Tomas Moro met Luka Moro.", name("Tomas Moro", "Person"),
                    name("Luka Moro", "Person"), id="d1")  # fmt: skip
    linking = link([brothers, read("Moro called.", name("Moro", "Person"), id="d2")])
    doubts = find_doubts(Knowledge((), linking.entities, (), (), linking.judgements))
    doubt = next(d for d in doubts if "Luka" in d.decision)
    path = tmp_path / "decisions.yaml"
    path.write_text(doubt.decision if accept else doubt.decision.replace("same", "different"))
    decided, unused = apply_decisions(linking, read_decisions(path))

    assert unused == ()
    assert len(decided.entities) == (2 if accept else 3)
    assert doubt not in find_doubts(Knowledge((), decided.entities, (), (), decided.judgements))
    assert isinstance(doubt, Doubt)


def test_a_weak_merge_is_undone_by_its_suggestion(tmp_path):
    readings = [
        read(f"{who} met Norland Bank.", name(who, "Person"), name("Norland Bank", "Organization"),
             id=id)
        for who, id in (("Kristin Vale", "d1"), ("Kristin Vale", "d2"), ("Kristen Vale", "d3"))
    ]  # fmt: skip
    linking = link(readings)
    (doubt,) = find_doubts(Knowledge((), linking.entities, (), (), linking.judgements))
    (tmp_path / "decisions.yaml").write_text(doubt.decision)
    decided, unused = apply_decisions(linking, read_decisions(tmp_path / "decisions.yaml"))

    assert (doubt.is_one, doubt.reason, unused) == (True, "misspelling", ())
    assert {e.label for e in decided.entities} == {"Kristin Vale", "Kristen Vale", "Norland Bank"}
    assert decided.referents[readings[2].mentions[0]] == ("Kristen_Vale",)
    assert find_doubts(Knowledge((), decided.entities, (), (), decided.judgements)) == []


def spoken_of(*texts: str, decided: str = "") -> Knowledge:
    """What linking finds in texts with names in brackets, the first of them maybe described."""
    readings = []
    for number, text in enumerate(texts, start=1):
        marked = re.findall(r"\[([^\]]+)\]", text)
        specs = [name(t, "Person") if t[0].isupper() else noun(t) for t in marked]
        apposed = [("apposition", 0, 1)] if not marked[1][0].isupper() else []
        plain = re.sub(r"[\[\]]", "", text)
        readings.append(read(plain, *specs, pairs=apposed, id=f"d{number}"))
    linking = link(readings)
    if decided:
        with TemporaryDirectory() as folder:
            path = Path(folder, "decisions.yaml")
            path.write_text(decided)
            documents = [reading.document for reading in readings]
            linking, unused = apply_decisions(linking, read_decisions(path), documents)
            assert unused == ()
    documents = tuple(reading.document for reading in readings)
    places = [
        Judgement(ids[0], place_of(mention), True, "same name", 0.99)
        for mention, ids in linking.referents.items() if mention.kind == "name"
    ]  # fmt: skip
    return Knowledge(documents, linking.entities, (), (), (*places, *linking.judgements))


TWO = (
    "[Piet Hanlow], [the runner], met [Ann Berg].",
    "[Piet Hanlow], [the banker], met [Jo Lind].",
    "[Piet Hanlow] met [Jo Lind].",
)


def test_one_who_is_two_things_in_texts_that_share_nobody_may_be_two_people():
    (doubt,) = find_doubts(spoken_of(*TWO))

    assert doubt.question == "Is Piet Hanlow (runner) not Piet Hanlow?"
    assert doubt.decision == (
        'mentions: [{document: "d1.txt", text: "Piet Hanlow", is: "Piet Hanlow (runner)"}]'
    )
    parted = spoken_of(*TWO, decided=doubt.decision)
    assert {e.label for e in parted.entities} >= {"Piet Hanlow (runner)", "Piet Hanlow"}
    assert find_doubts(parted) == []


def test_who_is_said_to_be_the_one_is_not_asked_about_again():
    same = "mentions: [{document: d1.txt, text: Piet Hanlow, is: Piet Hanlow}]"

    assert find_doubts(spoken_of(*TWO, decided=same)) == []


@pytest.mark.parametrize(
    "other",
    ["[Piet Hanlow], [the runner], met [Jo Lind].", "[Piet Hanlow], [the banker], met [Ann Berg]."],
)
def test_who_is_the_same_thing_or_in_the_same_company_is_one(other):
    assert find_doubts(spoken_of(TWO[0], other)) == []


def test_who_married_may_have_the_name_of_the_other():
    people = [Entity(n.replace(" ", "_"), "Person", n) for n in ("Ann Berg", "Jo Lind", "Ann Lind")]
    told = Statement("s1", "Marriage", Predicate("marry", "married"), "Ann_Berg", "Jo_Lind")
    knowledge = newsroom(more=people)
    (doubt,) = find_doubts(replace(knowledge, statements=(*knowledge.statements, told)))

    assert (doubt.reason, doubt.decision) == ("marriage", 'same: [["Ann Berg", "Ann Lind"]]')


# Why


def test_each_name_and_each_mention_is_explained(tmp_path):
    knowledge = newsroom(Judgement(ARDEN, "Arden", True, "surname", 0.9))
    reasons = explain_entity(knowledge, ARDEN)

    assert Reason("Elsbeth Arden", "same name", 1.0) in reasons
    assert Reason("Arden", "surname", 0.9) in reasons
    assert any(r.document and r.text == "Arden" and r.reason == "surname" for r in reasons)
    assert "surname" in run(tmp_path, knowledge, "--why", "Elsbeth Arden").output
    assert "surname" in run(tmp_path, knowledge, "--why", f"ent:{ARDEN}").output


def test_nobody_is_explained_in_one_line(tmp_path):
    result = run(tmp_path, newsroom(), "--why", "Nobody")

    assert result.exception is not None
    assert "nothing in the graph has this name" in str(result.exception)


# The link table


ACME = Entity("Acme_Corp", "Organization", "Acme Corp", ("Acme",))


def named(*entities: Entity) -> Linking:
    """Entities that one text names."""
    text = " ".join(f"{e.label} left." for e in entities)
    mentions = read(text, *(name(e.label, e.type) for e in entities)).mentions
    return Linking(entities, {m: (e.id,) for m, e in zip(mentions, entities, strict=True)})


def linked(rows: Sequence[Row], *entities: Entity) -> tuple[list[Entity], tuple[str, ...]]:
    linking, unclear = apply_link_table(named(*entities), LinkTable("t.csv", tuple(rows)))
    return list(linking.entities), unclear


def table(tmp_path: Path, text: str, name: str = "t.csv") -> LinkTable:
    (tmp_path / name).write_text(text, "utf-8")
    return read_link_table(tmp_path / name)


def test_a_row_gives_its_id_to_the_entity_that_it_names_whatever_the_case_and_accents():
    (entity,), unclear = linked([Row(2, "C-17", ("ACMÉ",), "Organization")], ACME)

    assert entity.codes == (("registry", "C-17"),)
    assert unclear == ()


@pytest.mark.parametrize(
    ("id", "codes", "same_as"),
    [
        ("Q42", (("wikidata", "Q42"),), ("http://www.wikidata.org/entity/Q42",)),
        ("lei:5493", (("lei", "5493"),), ()),
        ("https://example.org/acme", (), ("https://example.org/acme",)),
    ],
)
def test_an_id_goes_where_ids_of_its_kind_go(id, codes, same_as):
    (entity,), _ = linked([Row(2, id, ("Acme Corp",))], ACME)

    assert (entity.codes, entity.same_as) == (codes, same_as)


def test_a_row_of_another_type_is_another_thing():
    assert linked([Row(2, "C-17", ("Acme Corp",), "Person")], ACME) == ([ACME], ())
    (entity,), _ = linked([Row(2, "C-17", ("Acme Corp",), "Group")], ACME)
    assert entity.codes


def test_what_two_ids_fit_gets_neither_and_is_told():
    rows = [Row(2, "C-1", ("Acme Corp",)), Row(3, "C-2", ("Acme Corp",))]

    assert linked(rows, ACME) == ([ACME], ("t.csv: ent:Acme_Corp fits several ids: C-1, C-2",))


def test_an_id_that_fits_two_goes_to_neither_and_is_told():
    other = Entity("Acme_Corp_2", "Organization", "Acme Corp")
    found, unclear = linked([Row(2, "C-1", ("Acme Corp",))], ACME, other)

    assert found == [ACME, other]
    assert unclear == ("t.csv: C-1 fits several entities: ent:Acme_Corp, ent:Acme_Corp_2",)


def test_the_label_counts_before_an_alias():
    rows = [Row(2, "C-1", ("Acme Corp",)), Row(3, "C-2", ("Acme",))]
    (entity,), unclear = linked(rows, ACME)

    assert entity.codes == (("registry", "C-1"),)
    assert unclear == ()


def test_an_identifier_that_is_known_is_not_contradicted():
    known = replace(ACME, codes=(("wikidata", "Q1"),))

    assert linked([Row(2, "Q2", ("Acme",))], known) == (
        [known], ("t.csv: Q2 fits ent:Acme_Corp, which is Q1",)
    )  # fmt: skip


def test_a_phrase_is_no_name():
    linking = Linking((Entity("acme", "Thing", "acme"),), {})

    assert apply_link_table(linking, LinkTable("t", (Row(2, "C-1", ("Acme",)),))) == (linking, ())


def test_a_table_is_read_from_commas_and_from_tabs(tmp_path):
    rows = (Row(2, "C-1", ("Acme Corp", "Acme", "ACM"), "Organization"), Row(4, "C-2", ("Bolt",)))
    comma = "\ufeffName,Alias,ID,Type\nAcme  Corp,Acme|ACM,C-1,organization\n,,,\nBolt,,C-2\n"
    tabs = "name\talias\tid\ttype\nAcme Corp\tAcme|ACM\tC-1\tOrganization\n\nBolt\t\tC-2\t\n"

    assert table(tmp_path, comma).rows == rows
    assert table(tmp_path, tabs, "t.tsv").rows == rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv:1: the header must name"),
        ("name,alias\n", "t.csv:1: the header must name"),
        ("name,id\nAcme,\n", "t.csv:2: a row needs a name and an id"),
        ("name,id,type\nA,1,\nB,2,Firm\n", "t.csv:3: 'Firm' is no type of entity"),
    ],
)
def test_a_malformed_table_is_told_with_its_line(tmp_path, text, message):
    with pytest.raises(KgError, match=message.replace(".", r"\.")):
        table(tmp_path, text)


def test_a_table_that_is_not_there_is_told(tmp_path):
    with pytest.raises(KgError, match=r"none\.csv: cannot be read"):
        read_link_table(tmp_path / "none.csv")


# From texts to the graph

TEXT = """Elsbeth Arden called Tomas Moro on Tuesday. Tomas Moro visited Norland.

Elsbeth Arden praised Norland.
"""


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text("Tomas Moro called Piet Hanlow on Monday.")
    return folder


@pytest.mark.model
def test_a_decision_that_is_taken_back_gives_the_former_graph(texts, tmp_path):
    output = tmp_path / "out"
    build(texts, output)
    before = {file: (output / file).read_bytes() for file in FILES}
    (output / "decisions.yaml").write_text("same: [Tomas Moro, Piet Hanlow]\n")
    merged = build(texts, output)
    assert merged.entity("Piet Hanlow").id == merged.entity("Tomas Moro").id
    (output / "decisions.yaml").unlink()
    build(texts, output)

    assert {file: (output / file).read_bytes() for file in FILES} == before


@pytest.mark.model
def test_decisions_are_replayed_when_a_document_is_removed(texts, tmp_path):
    output = tmp_path / "out"
    output.mkdir()
    (output / "decisions.yaml").write_text("rename: {Elsbeth Arden: Beth Arden, Nobody: X}\n")
    build(texts, output)

    assert remove("b.txt", output).entity("Beth Arden").id == "Elsbeth_Arden"


@pytest.mark.model
def test_the_command_line_tells_what_has_no_effect(texts, tmp_path):
    (tmp_path / "who.yaml").write_text("type:\n  Elsbeth Arden: Person\n  Nobody: Person\n")
    (tmp_path / "t.csv").write_text("name,id\nTomas Moro,C-9\n")
    output = tmp_path / "out"
    files = ["--decisions", str(tmp_path / "who.yaml"), "--link-table", str(tmp_path / "t.csv")]
    result = CliRunner().invoke(cli, ["build", str(texts), "-o", str(output), *files])

    assert "decisions without effect: 1" in result.output
    assert "who.yaml:3: 'Nobody' names no entity" in result.output
    assert '"C-9"' in (output / "graph.ttl").read_text()


@pytest.mark.model
def test_decisions_and_link_table_are_used_again_until_others_are_named(texts, tmp_path):
    (tmp_path / "who.yaml").write_text("rename: {Elsbeth Arden: Beth Arden}\n")
    (tmp_path / "t.csv").write_text("name,id\nTomas Moro,C-9\n")
    output = tmp_path / "out"
    build(texts, output, decisions=tmp_path / "who.yaml", link_table=tmp_path / "t.csv")
    before = {file: (output / file).read_bytes() for file in FILES}
    build(texts, output)

    assert {file: (output / file).read_bytes() for file in FILES} == before
    assert '"C-9"' in (output / "graph.ttl").read_text()
    assert remove("b.txt", output).entity("Beth Arden").id == "Elsbeth_Arden"
    build(texts, output, decisions="", link_table="")
    build(texts, output)
    assert '"C-9"' not in (output / "graph.ttl").read_text()
    assert "Beth Arden" not in (output / "graph.ttl").read_text()


@pytest.mark.model
def test_a_remembered_file_that_is_gone_is_told_with_the_remedy(texts, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("name,id\nTomas Moro,C-9\n")
    build(texts, tmp_path / "out", link_table=table)
    table.unlink()

    with pytest.raises(KgError, match=r"t\.csv: .* name another with --link-table, or '' for none"):
        build(texts, tmp_path / "out")
