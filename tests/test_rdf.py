"""`Knowledge` to RDF and back."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import make_knowledge
from rdflib.compare import isomorphic

from kg.export import EXPORTERS, RDF12
from kg.export.turtle import write_facts
from kg.graph import Graph
from kg.model import (
    VALUE_TYPES,
    Block,
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)
from kg.ontology.generate import ONTOLOGY, VOCABULARY, vocabulary
from kg.rdf import About, Names, Stored, iter_quads, iter_sections, read_about, read_knowledge
from kg.rdf.literals import literal_time, literal_value, text_of
from kg.rdf.read import facts_of
from kg.rdf.terms import DOCUMENTS, EVIDENCE, FIRST_PUBLISHED, TEXT
from kg.rdf.write import iter_paragraphs

HOSTILE = (
    "\"quotes\" and '''more'''",
    "line\nfeed, carriage\rreturn, tab\t",
    "back\\slash \\u0041 \\",
    "control \x00\x01\x1b\x7f\x85",
    "half a pair \ud83d alone",
    "right to left \u202e left \u2066 to \u2028 right",
    "<script>alert(1)</script> ]]> &amp;",
    "\ufffe\uffff not characters",
    "日本 العربية 🎌",
)


def as_store(knowledge: Knowledge, about: About | None = None) -> ox.Store:
    store = ox.Store()
    store.extend(iter_quads(knowledge, about))
    return store


def written(knowledge: Knowledge, format: str) -> bytes:
    stream = io.BytesIO()
    EXPORTERS[format](knowledge, About(), stream)
    return stream.getvalue()


# Strategies: any knowledge that keeps the model's promises (unique ids, sorted tuples).

texts = st.text(max_size=12) | st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=8)
ids = st.from_regex(r"[A-Za-z0-9_]{1,8}", fullmatch=True) | st.text(min_size=1, max_size=6)
numbers = st.floats(0, 1).map(lambda number: round(number, 4))
spans = st.tuples(st.integers(0, 500), st.integers(0, 500))
roles = st.builds(
    Role,
    role=st.sampled_from(["time", "topic", "place", "amount"]),
    entity=st.just("") | ids,
    value=st.none()
    | st.builds(
        Value,
        text=texts,
        type=st.sampled_from([*VALUE_TYPES, "Text"]),
        value=st.just("") | texts | st.sampled_from(["2026-03-31", "PT90M", "1.50", "2026-21"]),
        unit=texts,
    ),
)
entities = st.builds(
    Entity,
    id=ids,
    type=st.sampled_from(["Person", "Thing", "Country"]),
    label=texts,
    aliases=st.lists(texts, max_size=4).map(tuple),
    same_as=st.lists(st.sampled_from(["https://a.example/Q1", "no IRI"]) | texts, max_size=3).map(
        tuple
    ),
    codes=st.lists(st.tuples(ids, texts), max_size=3).map(tuple),
)
documents = st.builds(
    Document,
    id=ids,
    text=texts,
    blocks=st.lists(
        st.builds(
            Block, st.sampled_from(["heading", "list"]), st.integers(0, 99), st.integers(0, 99)
        ),
        max_size=4,
    ).map(tuple),
    name=texts,
    title=texts,
    source=texts,
    url=texts,
    published=st.sampled_from(["", "2026-03-31", "2026-03", "2026-03-31T09:00", "last week"]),
    published_from=texts,
    title_from=texts,
    source_from=texts,
    url_from=texts,
    author_from=texts,
    alignment=texts,
    aligned_with=texts,
    language=st.sampled_from(["en", ""]),
)
statements = st.builds(
    Statement,
    id=ids,
    type=st.sampled_from(["", "Call", "Meeting"]),
    predicate=st.builds(Predicate, lemma=texts, label=texts),
    subject=ids,
    object=st.just("") | ids,
    arguments=st.lists(roles, max_size=4).map(tuple),
    factuality=st.sampled_from(
        ["asserted", "negated", "possible", "planned", "disputed", "corrected"]
    ),
    belief=numbers,
)


connections_between = st.builds(
    Connection,
    kind=st.sampled_from(["conflict", "correction", "before", "same"]),
    about=texts,
    first=ids,
    second=ids,
    first_evidence=ids,
    second_evidence=ids,
    first_words=texts,
    second_words=texts,
)


@st.composite
def evidence_of(draw: st.DrawFn, statement: str, document: str) -> Evidence:
    def span() -> Span | None:
        place = draw(st.none() | spans)
        return place and Span(document, *place)

    return Evidence(
        statement_id=statement,
        method=draw(st.sampled_from(["clauses", "titles"])),
        confidence=draw(numbers),
        document_id=document,
        sentence=span(),
        text=draw(texts),
        subject=span(),
        predicate=span(),
        object=span(),
        polarity=draw(st.sampled_from(["positive", "negative"])),
        certainty=draw(st.sampled_from(["certain", "probable", "possible"])),
        tense=draw(st.sampled_from(["past", "present", "future"])),
        asked=draw(st.booleans()),
        said_by=draw(st.just("") | ids),
        derived_from=draw(st.lists(ids, max_size=3).map(tuple)),
    )


@st.composite
def knowledge_values(draw: st.DrawFn) -> Knowledge:
    def some(strategy, size=3):
        return draw(st.lists(strategy, max_size=size, unique_by=lambda value: value.id))

    drawn, claims = some(documents), some(statements)
    evidence = [
        draw(evidence_of(claim.id, document))
        for claim in claims
        for document in draw(st.lists(st.sampled_from([d.id for d in drawn] or [""]), max_size=2))
    ]
    unique = {item.id: item for item in evidence}
    judgements = draw(
        st.sets(st.builds(Judgement, texts, texts, st.booleans(), texts, numbers), max_size=2)
    )
    connections = draw(st.sets(connections_between, max_size=2))
    return Knowledge(
        connections=tuple(sorted(connections, key=lambda value: value.id)),
        documents=tuple(sorted(drawn, key=lambda value: value.id)),
        entities=tuple(sorted(some(entities), key=lambda value: value.id)),
        statements=tuple(sorted(claims, key=lambda value: value.id)),
        evidence=tuple(unique[id] for id in sorted(unique)),
        judgements=tuple(
            sorted(judgements, key=lambda j: (j.left, j.right, j.same, j.reason, j.score))
        ),
    )


@settings(max_examples=80, deadline=None)
@given(knowledge_values())
def test_what_is_written_is_read_back_in_every_field(knowledge):
    # repr, since equality leaves fields out
    assert repr(read_knowledge(as_store(knowledge))) == repr(knowledge)


@settings(max_examples=80, deadline=None)
@given(knowledge_values())
def test_what_is_read_piece_by_piece_is_written_in_the_same_order_as_from_memory(knowledge):
    assert list(iter_quads(Stored(as_store(knowledge)))) == list(iter_quads(knowledge))


@settings(max_examples=80, deadline=None)
@given(knowledge_values(), st.sampled_from(["https://kg.example/", "https://news.example/g#"]))
def test_turtle_is_what_oxigraph_writes_of_the_same_facts(knowledge, base):
    about = About("1.0", "pipeline", base)
    for (_, text), (_, facts) in zip(
        iter_paragraphs(knowledge, about), iter_sections(knowledge, about), strict=True
    ):
        theirs = io.BytesIO()
        write_facts(facts, about.names.prefixes, theirs)
        assert "".join(text).encode() == theirs.getvalue()


def test_a_name_elsewhere_is_the_same_under_any_base():
    elsewhere = Entity("x", "Thing", "X", same_as=("https://kg.example/entity/Lind",))
    knowledge = Knowledge((), (elsewhere,), (), ())
    store = as_store(knowledge, About(base="https://news.example/"))

    assert read_knowledge(store) == knowledge
    assert read_knowledge(store).entities[0].same_as == elsewhere.same_as


@settings(max_examples=20, deadline=None)
@given(knowledge_values())
def test_every_rdf_format_carries_the_same_graph(knowledge):
    quads = set(as_store(knowledge))
    triples = {quad.triple for quad in quads if quad.graph_name == ox.DefaultGraph()}

    def parsed(format: str, syntax: ox.RdfFormat) -> set:
        store = ox.Store()
        store.load(written(knowledge, format), format=syntax)
        return set(store)

    assert parsed("trig", ox.RdfFormat.TRIG) == quads
    assert parsed("nquads", ox.RdfFormat.N_QUADS) == quads
    assert {q.triple for q in parsed("turtle", ox.RdfFormat.TURTLE)} == triples
    assert {q.triple for q in parsed("ntriples", ox.RdfFormat.N_TRIPLES)} == triples


def hostile_knowledge() -> Knowledge:
    """Text that breaks parsers, wherever a graph has text."""
    entities = [Entity(f"{n}{text[:20]}", "Thing", text, (text,)) for n, text in enumerate(HOSTILE)]
    statements = [
        Statement(f"s{n}", "", Predicate(f"say {e.label}", f"said {e.label}"), e.id, entities[0].id,
                  (Role("topic", value=Value(e.label, "Text")),))
        for n, e in enumerate(entities)
    ]  # fmt: skip
    evidence = [Evidence(s.id, "clauses", 0.5, "d", Span("d", 0, 3), HOSTILE[n])
                for n, s in enumerate(statements)]  # fmt: skip
    document = Document("d", " ".join(HOSTILE), (), "<a#%>.txt", title=HOSTILE[0], url="data: x")
    return Knowledge(
        (document,), tuple(sorted(entities, key=lambda e: e.id)), tuple(statements), tuple(evidence)
    )


@pytest.fixture(params=["news", "hostile"])
def knowledge(request):
    """News as it is, and names as they should not be."""
    return make_knowledge() if request.param == "news" else hostile_knowledge()


@pytest.mark.skipif(not shutil.which("rapper"), reason="Raptor's rapper is not installed")
@pytest.mark.parametrize(("format", "called"), [("turtle", "turtle"), ("rdfxml", "rdfxml")])
def test_raptor_reads_the_same_triples(format, called, knowledge, tmp_path):
    file = tmp_path / "graph"
    file.write_bytes(written(knowledge, format))
    command = ["rapper", "-q", "-i", called, "-o", "ntriples", str(file)]
    read = subprocess.run(command, capture_output=True, check=True).stdout
    plain = written(knowledge, "ntriples")

    assert set(ox.parse(read, format=ox.RdfFormat.N_TRIPLES)) == set(
        ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)
    )


# The folder that npm put n3 into, which the variable may name.
N3 = Path(os.environ.get("N3", "node_modules/n3"))
READ_BY_N3 = """
const { Parser, Writer } = require(process.argv[1]);
const quads = new Parser().parse(require("fs").readFileSync(process.argv[2], "utf8"));
process.stdout.write(new Writer({ format: "N-Quads" }).quadsToString(quads));
"""


@pytest.mark.skipif(not (shutil.which("node") and N3.is_dir()), reason="n3 of npm is not there")
@pytest.mark.parametrize("format", ["turtle", "trig", "rdf12"])
def test_n3_reads_the_same_quads(format, knowledge, tmp_path):
    file = tmp_path / "graph"
    exporter, plain = (
        (RDF12["turtle"], RDF12["ntriples"])
        if format == "rdf12"
        else (EXPORTERS[format], EXPORTERS["nquads" if format == "trig" else "ntriples"])
    )
    with file.open("wb") as stream:
        exporter(knowledge, About(), stream)
    ours = io.BytesIO()
    plain(knowledge, About(), ours)
    command = ["node", "-e", READ_BY_N3, str(N3.resolve()), str(file)]
    read = subprocess.run(command, capture_output=True, check=True).stdout

    assert set(ox.parse(read, format=ox.RdfFormat.N_QUADS)) == set(
        ox.parse(ours.getvalue(), format=ox.RdfFormat.N_QUADS)
    )


def test_rdflib_reads_the_turtle_as_oxigraph_does():
    knowledge = make_knowledge()
    theirs = rdflib.Graph().parse(data=written(knowledge, "turtle"), format="turtle")
    lines = written(knowledge, "ntriples")

    assert isomorphic(theirs, rdflib.Graph().parse(data=lines, format="nt"))
    assert len(theirs) == len(lines.splitlines())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("format", ["turtle", "rdfxml"])
def test_hostile_text_survives_in_rdflib_too(text, format):
    knowledge = Knowledge((), (Entity("x", "Thing", text),), (), ())
    data = written(knowledge, format)
    graph = rdflib.Graph().parse(data=data, format={"rdfxml": "xml"}.get(format, format))
    label = graph.value(rdflib.URIRef("https://kg.example/entity/x"), rdflib.RDFS.label)

    escaped = str(label.datatype).endswith("#escaped")
    assert (str(label).encode().decode("unicode_escape") if escaped else str(label)) == text


@pytest.mark.parametrize("format", ["turtle", "ntriples"])
def test_rdf_1_2_says_what_a_statement_claims_by_a_term_that_asserts_nothing(format):
    stream = io.BytesIO()
    Graph.of(make_knowledge()).export(format, stream, rdf12=True)
    media = ox.RdfFormat.TURTLE if format == "turtle" else ox.RdfFormat.N_TRIPLES
    store = ox.Store()
    store.load(stream.getvalue(), format=media)
    names = Names()
    claim = ox.Triple(
        names.node("entity", "Elsbeth_Arden"),
        names.node("relation", "met"),
        names.node("entity", "Tomas_Moro"),
    )
    reifies = ox.NamedNode(f"{rdflib.RDF}reifies")

    assert facts_of(store, names.node("statement", "s3"))[reifies] == [claim]
    assert not list(store.quads_for_pattern(claim.subject, claim.predicate, None))
    # Each statement with an object has one triple in place of four.
    plain = len(rdflib.Graph().parse(data=written(make_knowledge(), "ntriples"), format="nt"))
    objects = sum(1 for s in make_knowledge().statements if s.object)
    assert len(store) == plain - 3 * objects


def test_only_what_is_asserted_is_a_bare_triple():
    names = Names()
    relations = names.prefixes["rel"]
    bare = {
        (Names.id(q.subject), Names.id(q.predicate), Names.id(q.object))
        for q in as_store(make_knowledge())
        if q.predicate.value.startswith(relations)
    }

    assert ("Elsbeth_Arden", "called", "Tomas_Moro") in bare
    assert {relation for _, relation, _ in bare}.isdisjoint(
        {"met", "threatened", "sanctioned", "resigned"}  # planned, disputed, negated, asked
    )


def test_a_statement_tells_how_many_documents_speak_of_it_and_since_when():
    facts = facts_of(as_store(make_knowledge()), Names().node("statement", "s1"))
    unknown = facts_of(as_store(make_knowledge()), Names().node("statement", "s6"))

    assert facts[DOCUMENTS] == [ox.Literal(2)]
    assert facts[FIRST_PUBLISHED] == [literal_time("2026-03-04")]
    assert DOCUMENTS not in unknown
    assert FIRST_PUBLISHED not in unknown


def test_a_document_is_a_graph_with_its_text_and_a_list_of_its_own_claims():
    names = Names()
    store = as_store(make_knowledge())

    def found(term, graph):
        return {q.object for q in store.quads_for_pattern(None, term, None, graph)}

    for document in make_knowledge().documents:
        graph = names.node("document", document.id)
        own = {e.id for e in make_knowledge().evidence if e.document_id == document.id}
        assert found(TEXT, graph) == {ox.Literal(document.text)}
        assert {Names.id(node) for node in found(EVIDENCE, graph)} == own
    assert found(TEXT, ox.DefaultGraph()) == set()


def test_the_same_knowledge_gives_the_same_bytes():
    for format in EXPORTERS:
        assert written(make_knowledge(), format) == written(make_knowledge(), format)


def test_the_graph_says_what_made_it():
    about = About("9.9", "en_example 1.0 0123456789ab", "https://graph.example/news/")
    store = as_store(make_knowledge(), about)

    assert read_about(store) == about
    assert repr(read_knowledge(store)) == repr(make_knowledge())
    assert not [q for q in store if "https://kg.example/entity/" in str(q)]


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2026-03-31", "date"),
        ("2026-03", "gYearMonth"),
        ("2026", "gYear"),
        ("2026-03-31T09:00", "dateTime"),
        ("2026-03-31T09:00:00+09:00", "dateTime"),
        ("2026-21", "EDTF"),
        ("202X", "EDTF"),
        ("2026-02-30", "string"),
        ("0000", "string"),
        ("PRESENT_REF", "string"),
        ("this spring", "string"),
    ],
)
def test_a_time_has_the_datatype_of_its_granularity(text, datatype):
    assert literal_time(text).datatype.value.endswith(datatype)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (Value("for two weeks", "Duration", "P2W"), '"P14D"^^xsd:duration'),
        (Value("for a while", "Duration", ""), '"for a while"^^xsd:string'),
        (Value("long", "Duration", "P"), '"P"^^xsd:string'),
        (Value("$5 million", "Money", "5000000", "USD"), '"5000000"^^xsd:decimal'),
        (Value("a few", "Number", "few"), '"few"^^xsd:string'),
        (Value("at full speed", "Text"), '"at full speed"^^xsd:string'),
    ],
)
def test_a_value_becomes_the_literal_that_it_comes_to(value, literal):
    term = literal_value(value)

    assert f'"{text_of(term)}"^^xsd:{term.datatype.value.rsplit("#")[-1]}' == literal


def test_ids_of_any_text_become_iris_and_come_back():
    for text in (*HOSTILE, "a/b#c?d%41", ".."):
        assert Names.id(Names().node("entity", text)) == text


def test_the_vocabulary_is_what_the_ontology_says():
    assert VOCABULARY.read_text(encoding="utf-8") == vocabulary()


def test_every_term_of_the_ontology_is_labelled_and_commented():
    graph = rdflib.Graph().parse(ONTOLOGY)
    ours = {s for s in graph.subjects() if str(s).startswith("https://kg.example/ontology#")}

    assert len(ours) > 80
    for term in ours:
        assert graph.value(term, rdflib.RDFS.label), term
        assert graph.value(term, rdflib.RDFS.comment), term
