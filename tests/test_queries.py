"""The shelf of queries, on both engines, and the safety of asking."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from newsroom import ARDEN, MORO, make_knowledge

from kg.asking import LONG, ask
from kg.errors import QueryError
from kg.graph import STORE, Graph
from kg.model import Evidence, Predicate, Role, Statement, Value
from kg.queries import (
    _SUSPECT,
    MAX_NESTING,
    MAX_OPERATORS,
    _bind,
    check,
    fill,
    find_query,
    label_of,
    list_queries,
    parse_header,
    run,
    safe_cell,
    to_rdflib,
)
from kg.store import DiskStore

ANSWERS = json.loads((Path(__file__).parent / "data" / "answers.json").read_text(encoding="utf-8"))
QUERIES = {query.name: query for query in list_queries()}
GRAPH = Graph.of(make_knowledge())


def as_rdflib(graph: Graph) -> rdflib.Graph:
    lines = io.BytesIO()
    graph.export("ntriples", lines)
    return rdflib.Graph().parse(data=lines.getvalue(), format="nt")


@pytest.fixture(scope="module")
def other_engine() -> rdflib.Graph:
    return as_rdflib(GRAPH)


def test_each_query_has_an_answer_to_be_held_to():
    checks = {name for name in QUERIES if name.startswith("check/")}

    assert set(QUERIES) - checks == set(ANSWERS)
    assert len(QUERIES) >= 25
    assert all(answer["rows"] for answer in ANSWERS.values())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_query_gives_the_expected_answer(name):
    answer = ANSWERS[name]
    rows = GRAPH.query(name, **answer["parameters"])

    assert list(rows.columns) == answer["columns"]
    assert [list(row) for row in rows.to_table()] == answer["rows"]


def shown(term: rdflib.term.Identifier) -> str:
    """The label; a decimal in the one form that Oxigraph keeps it in."""
    if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.decimal:
        return f"{term.toPython().normalize():f}"
    return label_of(GRAPH.store, term)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_other_engine_gives_the_same_answer(name, other_engine):
    answer = ANSWERS[name]
    bound = _bind(GRAPH.store, QUERIES[name], answer["parameters"])
    bindings = {variable.value: to_rdflib(term) for variable, term in bound.items()}
    rows = [
        ["" if term is None else shown(term) for term in row]
        for row in other_engine.query(QUERIES[name].text, initBindings=bindings)
    ]

    if "CONSTRUCT" in QUERIES[name].text:  # triples have no order
        rows.sort()
    assert rows == answer["rows"]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_fixed_parameter_keeps_the_rows_that_have_its_value_and_no_others(name):
    parameters = QUERIES[name].parameters
    required = {p.name: ANSWERS[name]["parameters"][p.name] for p in parameters if p.required}
    rows = GRAPH.query(name, **required)
    for parameter in parameters:
        if parameter.type == "iri" and not parameter.required and parameter.name in rows.columns:
            place = rows.columns.index(parameter.name)
            for value in {row[place] for row in rows} - {None}:
                kept = tuple(row for row in rows if row[place] == value)
                assert GRAPH.query(name, **{**required, parameter.name: value}).rows == kept


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_query_says_what_it_is_and_orders_its_rows(query):
    assert query.title
    assert query.summary.endswith(".")
    assert "ORDER BY" in query.text or "CONSTRUCT" in query.text
    for parameter in query.parameters:
        assert parameter.about
        projection = query.text.split("WHERE")[0]
        assert f"?{parameter.name}" in projection


FAULTS = {
    "check/no-evidence": [["st:s0"]],
    "check/self": [["st:s0", "Tomas Moro", "nobody knows"]],
    "check/unknown-entity": [["ent:Nobody"]],
    "check/no-sentence": [["ev:" + Evidence("s6", "questions", 0.4, asked=True).id]],
    "check/unknown-class": [["kg:Frobnication", "1"]],
    "check/unknown-role": [["kg:frob", "1"]],
    "check/unasserted-triple": [["Tomas Moro", "threatened", "Norland"]],
}


def faulty_graph() -> Graph:
    knowledge = make_knowledge()
    odd = (
        Statement(
            "s0", "Frobnication", Predicate("know", "nobody knows"), MORO, MORO,
            (Role("frob", value=Value("so", "Text")),), "possible",
        ),
        *knowledge.statements,
    )  # fmt: skip
    unknown = replace(odd[-1], object="Nobody")
    graph = Graph.of(replace(knowledge, statements=(*odd[:-1], unknown)))
    bare = (f"https://kg.example/{name}" for name in ("Tomas_Moro", "threatened", "Norland"))
    subject, relation, object_ = bare
    graph.store.add(
        ox.Quad(
            ox.NamedNode(subject.replace("example/", "example/entity/")),
            ox.NamedNode(relation.replace("example/", "example/relation/")),
            ox.NamedNode(object_.replace("example/", "example/entity/")),
        )
    )
    return graph


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_check_finds_its_fault_and_nothing_else(name):
    graph = faulty_graph()

    assert [list(row) for row in graph.query(name).to_table()] == FAULTS[name]


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"check/no-sentence"}))
def test_a_check_finds_nothing_in_a_sound_graph(name):
    assert not GRAPH.query(name)


# Naming things


@pytest.mark.parametrize(
    "name",
    [
        "Elsbeth Arden",
        "Arden",
        "elsbeth arden",
        "ent:Elsbeth_Arden",
        "https://kg.example/entity/Elsbeth_Arden",
    ],
)
def test_a_parameter_takes_a_label_an_alias_or_an_iri(name):
    assert GRAPH.query("entity/names", entity=name).to_table()[0][0] == "Elsbeth Arden"


def test_the_prefixes_of_the_graph_need_no_declaration():
    rows = GRAPH.query("SELECT ?who WHERE { ?who rel:called ent:Tomas_Moro }")

    assert rows.to_table() == [("Elsbeth Arden",)]


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(QueryError, match="did you mean 'Elsbeth Arden'"):
        GRAPH.query("entity/names", entity="Elsbet Arden")


def test_a_name_of_two_things_is_refused_with_both():
    knowledge = make_knowledge()
    twins = tuple(
        replace(e, label="Arden") if e.id in (ARDEN, MORO) else e for e in knowledge.entities
    )
    graph = Graph.of(replace(knowledge, entities=twins))

    with pytest.raises(QueryError, match=r"several things.*Elsbeth_Arden, .*Tomas_Moro"):
        graph.query("entity/names", entity="Arden")


@pytest.mark.parametrize(
    "hostile", ['x" . ?s ?p ?o . "', "x> . ?s ?p ?o #", "'; DROP", "{", "\ud800"]
)
def test_a_parameter_is_never_read_as_sparql(hostile):
    with pytest.raises(QueryError):
        GRAPH.query("entity/names", entity=hostile)
    assert not GRAPH.query("corpus/outlets", outlet=hostile)


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("corpus/new-since", {"since": "last week"}, "not a date like 2026-03-31"),
        ("claim/believed", {"bound": "high"}, "not a number like 0.5"),
        ("claim/path", {"start": "Moro"}, "wants end: --param end=…, to whom"),
        ("claim/asked", {"who": "Arden"}, "no parameter 'who'; it has none"),
        ("claim/disptued", {}, "did you mean claim/disputed"),
    ],
)
def test_a_wrong_parameter_or_name_is_told(name, values, says):
    with pytest.raises(QueryError, match=says):
        GRAPH.query(name, **values)


def test_a_query_may_be_a_name_a_path_a_file_or_text(tmp_path):
    own = tmp_path / "mine.rq"
    own.write_text("#+ title: Mine\nASK { ?s ?p ?o }", encoding="utf-8")

    assert find_query("claim/denied").text == find_query("queries/claim/denied.rq").text
    assert find_query(own).title == "Mine"
    assert find_query("ASK{}").name == "query"


def test_a_malformed_header_is_told():
    with pytest.raises(QueryError, match=r"#\+ param who: name"):
        parse_header("mine", "#+ param who: name\nASK {}")


# Answers


def test_rows_come_as_terms_table_csv_json_and_turtle():
    rows = GRAPH.query("event/calls")

    assert rows.rows[0][0] == rdflib.URIRef("https://kg.example/entity/Elsbeth_Arden")
    assert rows.rows[0][2].toPython().isoformat() == "2026-03-03"
    assert rows.to_csv().splitlines() == [
        "caller,called,time,duration,statement",
        "Elsbeth Arden,Tomas Moro,2026-03-03,PT25M,st:s1",
    ]
    binding = json.loads(rows.to_json())["results"]["bindings"][0]
    assert binding["time"]["datatype"] == "http://www.w3.org/2001/XMLSchema#date"
    with pytest.raises(QueryError, match="CONSTRUCT"):
        rows.to_turtle()


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("SELECT * { ?who rel:called ?whom . ?whom a ?a }", ("who", "whom", "a")),
        ("select distinct * { ?z rel:called ?a }", ("z", "a")),
        ("SELECT ?z ?a { SELECT * { ?a rel:called ?z } }", ("z", "a")),
        ("SELECT (COUNT(*) AS ?n) { ?z rel:called ?a }", ("n",)),
    ],
)
def test_all_variables_come_in_the_order_of_the_text(question, columns):
    rows = GRAPH.query(question)

    assert rows.columns == columns
    assert all(dict(zip(columns, row, strict=True)) for row in rows)
    if "who" in columns:
        assert rows.to_table()[0][:2] == ("Elsbeth Arden", "Tomas Moro")


def test_a_yes_or_no_question_gives_one_row():
    no = GRAPH.query("ASK { <x:a> <x:b> <x:c> }")

    assert not no
    assert no.to_table() == [("false",)]
    assert json.loads(no.to_json())["boolean"] is False
    assert GRAPH.query("ASK { ?s ?p ?o }")


def test_triples_come_as_turtle():
    text = GRAPH.query("view/neighbourhood", entity="Sudmark").to_turtle()

    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 3


def test_csv_holds_no_formula():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("@SUM(A1)") == "'@SUM(A1)"
    assert safe_cell("-0.5") == "-0.5"
    rows = GRAPH.query('SELECT ("=cmd()" AS ?x) {}')
    assert rows.to_csv() == "x\n'=cmd()\n"


# Safety


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { #\r SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } \n }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u005Cu0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE SILENT ?where { ?s ?p ?o } } } } }",
        "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { } } }",
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/> { ?s ?p ?o }",
        "ASK FROM <http://127.0.0.1:9/> { }",
        "LOAD <http://127.0.0.1:9/>",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "SELECT * { ?s ?p ",
        "",
    ],
)
def test_what_would_leave_or_change_the_graph_is_refused(text):
    before = len(GRAPH.store)
    with pytest.raises(QueryError):
        run(GRAPH.store, parse_header("query", text))
    assert len(GRAPH.store) == before


@pytest.mark.parametrize("name", sorted(name for name in ANSWERS if ANSWERS[name]["parameters"]))
def test_a_query_with_its_values_in_its_text_answers_as_the_query_with_values(name):
    values = ANSWERS[name]["parameters"]
    filled = parse_header("query", fill(GRAPH.store, QUERIES[name], values))

    assert {p.name for p in filled.parameters} == {
        p.name for p in QUERIES[name].parameters if p.name not in values
    }
    expected = run(GRAPH.store, QUERIES[name], values)
    assert expected.rows
    assert run(GRAPH.store, filled).rows == expected.rows
    assert list(GRAPH.dataset.query(filled.text))  # as it stands, in another engine


def test_values_go_into_each_pattern_that_gives_their_variable():
    text = (
        '# SELECT ?a WHERE {\nSELECT ("WHERE {" AS ?b) ?a WHERE { { SELECT ?a WHERE {} }'
        " { SELECT ?c WHERE { ?c ?a ?d } } }"
    )
    query = parse_header("query", f"#+ param a: text\n{text}")
    table = '\n  VALUES ?a { "x" }'

    assert fill(GRAPH.store, query, {"a": "x"}) == text.replace(
        "?a WHERE { {", f"?a WHERE {{{table} {{"
    ).replace("{}", f"{{{table}}}")


def test_a_value_cannot_leave_its_place_in_the_text():
    query = parse_header("query", "#+ param a: text\nSELECT ?a WHERE { BIND(1 AS ?b) }")
    value = "x\" } # \\ ' \n { ?s ?p ?o"

    assert GRAPH.query(fill(GRAPH.store, query, {"a": value})).to_table() == [(value,)]


@pytest.mark.parametrize("word", ["SERVICE", "FROM"])
def test_the_word_alone_is_no_offence(word):
    text = f'SELECT ("{word} <x>" AS ?x) {{}} # {word} <http://127.0.0.1/>'

    assert GRAPH.query(text).to_table() == [(f"{word} <x>",)]


@pytest.mark.parametrize(
    "text",
    [
        "#+ title: x\nSELECT * FROM <x:y> {}",
        "# from\n # service\n\nASK { SERVICE <x:y> {} }",
        "# \\u000AASK { SERVICE <x:y> {} }",
        "# x\n#\\u000ASELECT * FROM <x:y> {}\n",
    ],
)
def test_comments_before_a_query_hide_nothing(text):
    with pytest.raises(QueryError):
        check(parse_header("query", text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 3000 + "}" * 3000,
        "SELECT * { FILTER" + "(" * 20_000 + "1" + ")" * 20_000 + "}",
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
        "ASK { ?s " + "^" * 10_000 + "<x:p> ?o }",
        'ASK { FILTER("}}}}" = ' + "(" * 9000 + "1" + ")" * 9000 + ") }",
        "ASK { ?x a x:o\\' . " + "{" * 3000 + "}" * 3000 + " ?y a x:o\\' }",
        "ASK { ?s ?p " + "<< ?s ?p " * 2500 + "?o" + " >>" * 2500 + " }",
        "ASK { FILTER(" + "1 + " * 20_000 + "1) }",
    ],
    ids=["braces", "parentheses", "not", "inverse", "in a string", "in a name", "terms", "long"],
)
def test_what_would_bring_the_parser_down_is_refused(text):
    with pytest.raises(QueryError, match=r"nested deeper|longer than"):
        check(parse_header("query", text))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "1+" * 12_000 + "1) }",
        "ASK { FILTER(" + "1||" * 12_000 + "1) }",
        "ASK { FILTER(" + "! " * 12_000 + "1) }",
        "ASK { ?s " + "a|" * 12_000 + "a ?o }",
        "ASK { " + "MINUS{}" * 3000 + " }",
        "ASK { " + "".join(f"BIND(1AS?v{n})" for n in range(3000)) + " }",
        "SELECT " + "".join(f"(1AS?v{n})" for n in range(3000)) + " {}",
        "ASK { FILTER(" + "1\\u002B" * 6000 + "1) }",
    ],
    ids=["sum", "or", "not", "path", "minus", "bind", "columns", "escaped"],
)
def test_a_chain_on_which_the_engine_runs_out_of_stack_is_refused(text):
    with pytest.raises(QueryError, match="more than 300 operators and clauses; list many"):
        check(parse_header("query", text))


def test_as_many_operators_as_are_allowed_are_answered_in_a_thread_too():
    sums = "+".join(["1"] * (MAX_OPERATORS - 1))
    binds = "".join(f"BIND(1 AS ?v{n}) " for n in range(MAX_OPERATORS // 2))
    with ThreadPoolExecutor(1) as thread:
        for text in (f"SELECT ({sums} AS ?n) {{}}", f"SELECT ?v1 {{ {binds} }}"):
            assert len(thread.submit(GRAPH.query, text).result()) == 1


def test_operators_in_a_string_a_name_or_a_comment_do_not_count():
    text = 'ASK { ?s <x:a-b+c> "' + "1+" * 400 + '" } # ' + "-" * 400

    assert check(parse_header("query", text)) == text


def test_ordinary_nesting_is_allowed():
    depth = MAX_NESTING // 5
    assert check(parse_header("query", "ASK " + "{" * depth + "}" * depth))


@pytest.mark.parametrize("row", [
    "SELECT ?s {{ ?s ?p ?o }} ORDER BY {}", "SELECT ?o {{ ?s ?p ?o }} GROUP BY ?o {}",
])  # fmt: skip
def test_more_keys_to_sort_or_group_by_than_the_engine_has_stack_for_are_refused(row):
    with pytest.raises(QueryError, match="more than 2,000 terms; list many in VALUES or IN"):
        GRAPH.query(row.format("STR(?s) " * 4_000))


@pytest.mark.parametrize("text", [
    "DESCRIBE " + "ent:x " * 4_000,
    "ASK { ?s ?p (" + "1 " * 20_000 + ") }",
    "ASK { ?s ?p " + "1, " * 16_000 + "2 }",
])  # fmt: skip
def test_lists_that_the_engine_has_no_stack_for_are_refused(text):
    with pytest.raises(QueryError, match="more than 2,000 terms"):
        GRAPH.query(text)


def test_a_table_of_values_may_be_long():
    many = " ".join(f"ent:x{n}" for n in range(4_000))

    assert not GRAPH.query(f"ASK {{ VALUES ?s {{ {many} }} ?s a kg:Person }}")
    assert not GRAPH.query(f"ASK {{ ?s a kg:Person FILTER (?s IN ({many.replace(' ', ', ')})) }}")


def test_a_query_that_ends_the_engine_ends_in_one_line(tmp_path):
    DiskStore(tmp_path / STORE).write(make_knowledge())
    deadly = f"ASK {{ ?s ?p {'[], ' * 10_000} 1 }}"

    with pytest.raises(QueryError, match="brought the engine down"):
        ask(str(tmp_path), deadly, {}, "table")
    with pytest.raises(QueryError, match="query: error at 1:"):
        ask(str(tmp_path), "ASK {" + " " * LONG, {}, "table")
    padded = "ASK { ?s a kg:Person }" + " " * LONG
    assert ask(str(tmp_path), padded, {}, "table") == (("answer",), [("true",)])
    assert json.loads(str(ask(str(tmp_path), padded, {}, "json")))["boolean"] is True


@pytest.mark.parametrize("value", ["Arden", 'a "b" (c)', "\\u0022 || true) } #", "a\\nb", "?a"])
def test_a_value_is_written_into_filters_and_answers_as_it_would_from_outside(value):
    text = """#+ title: a
#+ param a: text
SELECT ?a ?x WHERE { VALUES ?x { "Arden" "(?a)" } FILTER (?x != ?a && "(?a" != ?a) # FILTER (?a)
}"""
    query = parse_header("query", text)
    rows = run(GRAPH.store, query, {"a": value}).to_table()

    assert rows == [(value, x) for x in ("Arden", "(?a)") if x != value]


def test_a_parameter_that_is_given_counts_as_bound():
    text = """#+ title: a
#+ param a: text
SELECT ?a ?x WHERE { VALUES ?x { 1 2 } FILTER (BOUND(?a) && ?x > 1) # BOUND(?a)
}"""

    assert run(GRAPH.store, parse_header("query", text), {"a": "b"}).to_table() == [("b", "2")]
    assert not run(GRAPH.store, parse_header("query", text))


def test_a_filter_that_asks_whether_a_parameter_is_bound_or_holds_a_pattern_keeps_it():
    text = """#+ title: a
#+ param a: text
SELECT DISTINCT ?a WHERE {
  OPTIONAL { ?entity rdfs:label ?a } FILTER (BOUND(?a))
  FILTER (EXISTS { ?entity rdfs:label ?a })
}"""
    query = parse_header("query", text)

    assert run(GRAPH.store, query, {"a": "Elsbeth Arden"}).to_table() == [("Elsbeth Arden",)]
    assert not run(GRAPH.store, query, {"a": "Nobody"})


def test_a_property_that_ends_in_from_is_no_clause_but_what_follows_it_is():
    asked = "SELECT ?x WHERE { ?x prov:wasDerivedFrom ?y }"
    assert _SUSPECT.search(asked) is None
    for suspect in (
        "SELECT ?x FROM <http://a.example/> WHERE {}",
        "ASKFROM <http://a.example/> {}",
        "ASK { ?x prov:wasDerivedFrom ?y SERVICE <http://a.example/> {} }",
        "SELECT * {?x prov:wasDerived?y} #prov:wasDerived\nFROM <http://a.example/>",
    ):
        assert _SUSPECT.search(suspect), suspect
