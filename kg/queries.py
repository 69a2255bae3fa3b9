"""Questions to the graph: the files in queries/ and SPARQL of the user's own.

Text from a user is checked before an engine sees it: its size, nesting and number of operators,
since the engine falls over at thousands of nested braces or summands, and that it only reads this
graph, since SERVICE and FROM would have the engine call a host or open a file.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox
import rdflib
from rdflib import XSD
from rdflib.query import Result

from kg.errors import QueryError
from kg.rdf import read_about, terms
from kg.rdf.literals import literal, literal_time, text_of

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

MAX_LENGTH = 50_000
MAX_NESTING = 50
MAX_OPERATORS = 300  # with clauses; the engine calls itself for each, and runs out of stack
MAX_TERMS = 2_000  # it calls itself for each to sort or group by, or of a list; that ends at 2,400
FOLDERS = (Path(__file__).parent / "_queries", Path(__file__).parents[1] / "queries")

ParameterType = Literal["iri", "text", "date", "number"]
Answer = rdflib.term.Identifier | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of the query that the user may fix; left out, it stays a variable.

    It is required where the query with all of it open would be too much to answer.
    """

    name: str
    type: str
    about: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """SPARQL text with what its `#+` lines say of it."""

    name: str
    text: str = field(repr=False)
    title: str = ""
    summary: str = ""
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: rows of rdflib terms. ASK gives one row, CONSTRUCT a row for each triple."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Answer, ...], ...]
    form: Literal["SELECT", "ASK", "CONSTRUCT"] = "SELECT"
    label: Callable[[rdflib.term.Identifier], str] = field(default=str, repr=False, compare=False)

    def __iter__(self) -> Iterator[tuple[Answer, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_table(self) -> list[tuple[str, ...]]:
        """The rows as people read them: labels for IRIs, nothing for what is unbound."""
        return [tuple("" if x is None else self.label(x) for x in row) for row in self.rows]

    def to_csv(self) -> str:
        """The table as CSV that a spreadsheet runs no formula from."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([safe_cell(cell) for cell in row] for row in self.to_table())
        return out.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON; a CONSTRUCT gives its rows in the same form."""
        result = Result("ASK" if self.form == "ASK" else "SELECT")
        variables = [rdflib.Variable(column) for column in self.columns]
        result.vars = variables
        result.bindings = [
            {v: x for v, x in zip(variables, row, strict=True) if x is not None}
            for row in self.rows
        ]
        if self.form == "ASK":
            result.askAnswer = bool(self)
        text = result.serialize(format="json", encoding="utf-8")
        return (text or b"").decode()

    def to_turtle(self) -> str:
        """The triples of a CONSTRUCT or DESCRIBE."""
        if self.form != "CONSTRUCT":
            raise QueryError("only CONSTRUCT and DESCRIBE give triples; ask for table, csv or json")
        graph = rdflib.Graph()
        for triple in self.rows:
            graph.add(triple)  # type: ignore[arg-type]
        return graph.serialize(format="turtle")

    def __bool__(self) -> bool:
        """Of ASK, the answer; of others, whether there is any."""
        return self.rows[0] == (rdflib.Literal(True),) if self.form == "ASK" else bool(self.rows)


_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from running text as a formula.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-5.2")
    ("'=HYPERLINK(1)", '-5.2')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


# The shelf


def list_queries(among: str = "") -> tuple[Query, ...]:
    """All queries that come with the program, or those of a folder, by name: `claim/disputed`."""
    folder = _shelf()
    paths = sorted((folder / among).rglob("*.rq"))
    return tuple(read_query(path, path.relative_to(folder)) for path in paths)


def find_query(question: str | Path) -> Query:
    """The query that is meant: a file, a name on the shelf, or SPARQL as it stands.

    >>> find_query("claim/disputed").title
    'Disputed claims'
    """
    if isinstance(question, str) and re.search(r"[\s{]", question.strip()):
        return parse_header("query", question)
    path = Path(question)
    if path.is_file():
        return read_query(path)
    on_shelf = _shelf() / path.relative_to("queries") if path.parts[:1] == ("queries",) else None
    for found in (on_shelf, _shelf() / path, _shelf() / f"{path}.rq"):
        if found and found.is_file():
            return read_query(found, found.relative_to(_shelf()))
    names = [query.name for query in list_queries()]
    near = difflib.get_close_matches(str(path), names, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else "; `kg query --list` names them all"
    raise QueryError(f"{question}: no such query{hint}")


def read_query(path: Path, shown: Path | None = None) -> Query:
    """Read a query file; `shown` is the path that gives it its name."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    return parse_header(shown.with_suffix("").as_posix() if shown else path.name, text)


_LINE = re.compile(r"^#\+ (title|summary|param)\b:? *(.*?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r"(\w+): (required )?(iri|text|date|number)(?:, (.+))?")


def parse_header(name: str, text: str) -> Query:
    """Read the `#+` lines."""
    lines = _LINE.findall(text)
    values = {key: value for key, value in reversed(lines) if key != "param"}
    parameters = []
    for line in (value for key, value in lines if key == "param"):
        match = _PARAMETER.fullmatch(line)
        if match is None:
            form = "name: [required] iri|text|date|number, what for"
            raise QueryError(f"{name}: '#+ param {line}': write '{form}'")
        parameters.append(Parameter(match[1], match[3], match[4] or "", bool(match[2])))
    return Query(name, text, values.get("title", ""), values.get("summary", ""), tuple(parameters))


@cache
def _shelf() -> Path:
    return next(folder for folder in FOLDERS if folder.is_dir())


# Asking


def run(store: ox.Store, query: Query, values: Mapping[str, object] | None = None) -> Rows:
    """Ask the default graph; `values` fix parameters, and IRIs may be given as labels.

    The prefixes of the graph need no declaration.
    """
    text = check(query)
    given = _bind(store, query, values or {})
    prefixes = read_about(store).names.prefixes
    try:
        answer = store.query(_fix(text, given), prefixes=prefixes, substitutions=given)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"{query.name}: {_one_line(error)}") from error
    label = make_labels(store)
    convert = cache(to_rdflib)  # the same few terms come again and again
    if isinstance(answer, ox.QueryBoolean):
        return Rows(("answer",), ((rdflib.Literal(bool(answer)),),), "ASK", label)
    if isinstance(answer, ox.QueryTriples):
        triples = sorted(tuple(map(convert, triple)) for triple in answer)
        return Rows(("subject", "predicate", "object"), tuple(triples), "CONSTRUCT", label)
    named = [variable.value for variable in answer.variables]
    rows = tuple(tuple(x and convert(x) for x in solution) for solution in answer)
    columns = _as_written(named, text)
    if columns != tuple(named):
        order = [named.index(column) for column in columns]
        rows = tuple(tuple(row[place] for place in order) for row in rows)
    return Rows(columns, rows, "SELECT", label)


def _as_written(columns: list[str], text: str) -> tuple[str, ...]:
    """Of `SELECT *` in the order of the text, for the engine has them by the alphabet."""
    if not re.search(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", text, re.IGNORECASE):
        return tuple(columns)
    places = {name: place for place, name in reversed(list(enumerate(_VARIABLE.findall(text))))}
    return tuple(sorted(columns, key=lambda name: (places.get(name, len(places)), name)))


_VARIABLE = re.compile(r"[?$](\w+)")


# With the prologue; what stands in brackets and strings was taken out.
_UPDATE = re.compile(
    r"(?:\s|BASE|PREFIX\s+[\w.-]*:)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)


def check(query: Query) -> str:
    """Refuse what is too big or would reach beyond the graph; give the text to run."""
    # A bare carriage return ends a comment for Oxigraph, but not for the parser that checks.
    text = re.sub(r"\r\n?", "\n", query.text)
    if len(text) > MAX_LENGTH:
        raise QueryError(f"{query.name}: longer than {MAX_LENGTH:,} characters")
    _check_depth(query.name, text)
    if update := _UPDATE.match(_OPAQUE.sub(" ", text)):
        raise QueryError(f"{query.name}: {update[1].upper()} would change the graph; ask only")
    header = _HEADER.match(text)  # "#+ param start: iri, from whom"
    suspect = _SUSPECT.search(text, header.end() if header else 0)
    return _check_sources(query.name, text) if suspect else text


# Without these a query has neither clause; with them it may have them in a string only. A name is
# read as far as it goes, so that no clause begins within `prov:wasDerivedFrom`.
_SUSPECT = re.compile(r"service|(?<!prov:wasDerived)from|\\u", re.IGNORECASE)
_HEADER = re.compile(r"(?:[ \t\n]*#[^\n\\]*\n)*")


def _check_sources(name: str, text: str) -> str:
    """Parse in full, which takes longer than most answers; the parser is slow to import, too."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery

    text = expandUnicodeEscapes(text)  # \u0053ERVICE is the word SERVICE to both engines
    _check_depth(name, text)
    try:
        tree = parseQuery(text)
    except (ParseException, RecursionError) as error:
        raise QueryError(f"{name}: {_one_line(error)}") from error
    for part in _parts(tree):
        if part.name == "ServiceGraphPattern":
            raise QueryError(f"{name}: SERVICE would call another host; ask this graph alone")
        if part.name == "DatasetClause":
            raise QueryError(f"{name}: FROM is not needed; the graph is the default graph")
    return text


# A string, an IRI, a comment, or a quote escaped in a name: brackets inside these nest nothing.
_OPAQUE = re.compile(
    r'\\.|"""(?:[^\\]|\\.)*?"""|' r"'''(?:[^\\]|\\.)*?'''|"
    r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\\n]|\\.)*'|"
    r'<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)  # fmt: skip


# What the engine nests one in the other although they stand in a row: 1 + 1 + 1.
_OPERATOR = re.compile(
    r"[-+*/|&!^]|(?<![a-z_:?$])(?:AS|BIND|FILTER|GRAPH|HAVING|MINUS|OPTIONAL|UNION|VALUES)\b",
    re.IGNORECASE,
)


# What may be as long as it likes: each is one table to the engine.
_TABLES = re.compile(r"\bVALUES\b[^{}]*\{[^{}]*\}|\bIN\s*\([^()]*\)", re.IGNORECASE)


def _check_depth(name: str, text: str) -> None:
    plain = _OPAQUE.sub(lambda match: "" if match[0].startswith("#") else " _ ", text)
    if _nesting(plain) > MAX_NESTING:
        raise QueryError(f"{name}: nested deeper than {MAX_NESTING} levels")
    if len(_OPERATOR.findall(plain)) > MAX_OPERATORS:
        remedy = "list many terms in VALUES or IN"
        raise QueryError(f"{name}: more than {MAX_OPERATORS} operators and clauses; {remedy}")
    # An escaped letter looks like a term; the text is checked again when they are written out.
    terms = 0 if "\\u" in text else len(re.findall(r"[\w:]+", _TABLES.sub("", plain)))
    if terms > MAX_TERMS:
        raise QueryError(f"{name}: more than {MAX_TERMS:,} terms; list many in VALUES or IN")


def _nesting(plain: str) -> int:
    """The depth of brackets, and of the operators before an operand: !!!!x."""
    depth = deepest = 0
    for sign in re.findall(r"[{}()\[\]]|<<|>>|[!^+\-]{2,}", plain):
        if sign in ("{", "(", "[", "<<"):
            depth += 1
        elif sign in ("}", ")", "]", ">>"):
            depth -= 1
        deepest = max(deepest, depth + len(sign) - 1)
    return deepest


def _parts(tree: object) -> Iterator[CompValue]:
    """The named parts of rdflib's syntax tree, which nests dicts and lists."""
    if isinstance(tree, str) or not isinstance(tree, Iterable):
        return
    if isinstance(tree, dict):
        yield cast("CompValue", tree)
        tree = tree.values()
    for child in tree:
        yield from _parts(child)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


# Parameters


def _bind(
    store: ox.Store, query: Query, values: Mapping[str, object]
) -> dict[ox.Variable, terms.Term]:
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            has = ", ".join(known) or "none"
            raise QueryError(f"{query.name}: no parameter {name!r}; it has {has}")
    for name, parameter in known.items():
        if parameter.required and name not in values:
            raise QueryError(f"{query.name}: wants {name}: --param {name}=…, {parameter.about}")
    return {
        ox.Variable(name): _read_parameter(store, query, known[name], str(value))
        for name, value in values.items()
    }


def _read_parameter(
    store: ox.Store, query: Query, parameter: Parameter, value: str
) -> ox.NamedNode | ox.Literal:
    if parameter.type == "iri":
        return resolve(store, value)
    if parameter.type == "text":
        return literal(value)
    try:
        if parameter.type == "date":
            date.fromisoformat(value)
            return literal_time(value)
        return ox.Literal(format(Decimal(value), "f"), datatype=terms.DECIMAL)
    except (ValueError, InvalidOperation):
        example = "2026-03-31" if parameter.type == "date" else "0.5"
        raise QueryError(
            f"{query.name}: {parameter.name}={value}: not a {parameter.type} like {example}"
        ) from None


def fill(store: ox.Store, query: Query, values: Mapping[str, object]) -> str:
    """The text of a query of the shelf with these values in it, which runs in any SPARQL tool.

    It answers as the query does that is run with them; they are no parameters any more.
    """
    bound = _bind(store, query, values)
    text = _fix(query.text, bound)
    for end, names in reversed(list(_patterns(text))):
        tables = (f"\n  VALUES {v} {{ {term} }}" for v, term in bound.items() if v.value in names)
        text = text[:end] + "".join(tables) + text[end:]
    return re.sub(rf"#\+ param:? *({'|'.join(values) or '$.'})\b.*\n", "", text)


_FILTER = re.compile(r"\bFILTER\s*[\w:]*\s*(?=\()", re.IGNORECASE)
_BRACKET = re.compile(r"[()]")
_VARIABLE = re.compile(r"[?$](\w+)")
_NO_VALUE_IN = re.compile(r"[{}]|\bBOUND\b", re.IGNORECASE)


def _fix(text: str, bound: Mapping[ox.Variable, terms.Term]) -> str:
    """The text with values for their variables in filters.

    The engine asks a filter early where all its variables are bound in the pattern beside it, which
    a value from outside is not: among a million triples, claims changed since a day took 3 s so.
    """
    # \\u0022 ends a string for an engine that reads \u before strings; such a value stays outside.
    written = {v.value: str(term) for v, term in bound.items() if "\\" not in str(term)}
    text = _say_bound(text, {v.value for v in bound})
    plain = _OPAQUE.sub(lambda match: " " * len(match[0]), text)
    for start, end in reversed(list(_filters(plain))):
        if _NO_VALUE_IN.search(plain, start, end):
            continue
        for use in reversed(list(_VARIABLE.finditer(plain, start, end))):
            value = written.get(use[1], use[0])
            text = text[: use.start()] + value + text[use.end() :]
    return text


_BOUND = re.compile(r"\bBOUND\s*\(\s*[?$](\w+)\s*\)", re.IGNORECASE)


def _say_bound(text: str, names: set[str]) -> str:
    """The text with BOUND(?p) answered, which the engine denies of a value from outside."""
    plain = _OPAQUE.sub(lambda match: " " * len(match[0]), text)
    for use in reversed(list(_BOUND.finditer(plain))):
        if use[1] in names:
            text = f"{text[: use.start()]}true{text[use.end() :]}"
    return text


def _filters(plain: str) -> Iterator[tuple[int, int]]:
    """Where the condition of each filter begins and ends."""
    for match in _FILTER.finditer(plain):
        depth = 0
        for bracket in _BRACKET.finditer(plain, match.end()):
            depth += 1 if bracket[0] == "(" else -1
            if depth == 0:
                yield match.end(), bracket.end()
                break


_HEAD = re.compile(r"\b(?:SELECT|CONSTRUCT)\b((?:(?!\bSELECT\b).)*?)\bWHERE\s*\{", re.I | re.DOTALL)


def _patterns(text: str) -> Iterator[tuple[int, set[str]]]:
    """Where the pattern of the query and of each in it begins, and the variables that it gives."""
    plain = _OPAQUE.sub(lambda match: " " * len(match[0]), text)
    for head in _HEAD.finditer(plain):
        yield head.end(), set(re.findall(r"\?(\w+)", head[1]))


def resolve(store: ox.Store, name: str) -> ox.NamedNode:
    """The IRI that a name stands for: an IRI, full or with a prefix, a label or alias, or an id.

    An id without prefix, as values have it, counts where nothing has that name.
    """
    prefixes = read_about(store).names.prefixes
    prefix, colon, local = name.partition(":")
    try:
        if colon and local.startswith("//"):
            return ox.NamedNode(name)
        if colon and prefix in prefixes:
            return ox.NamedNode(prefixes[prefix] + local)
    except ValueError as error:
        raise QueryError(f"{name}: {error}") from error
    return _resolve_label(store, name, prefixes["ent"])


def _resolve_label(store: ox.Store, label: str, entities: str) -> ox.NamedNode:
    """A label counts before an alias, an entity before a relation, class or document."""
    for term in (terms.LABEL, terms.ALIAS, *NAMING):
        found = [
            quad.subject
            for quad in store.quads_for_pattern(None, term, literal(label), terms.DEFAULT)
            if isinstance(quad.subject, ox.NamedNode)
        ]
        found = [node for node in found if node.value.startswith(entities)] or found
        if len(found) == 1:
            return found[0]
        if found:
            ids = sorted(node.value.replace(entities, "ent:") for node in found)
            more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
            choice = ", ".join(ids[:_NAMED])
            raise QueryError(f"{label}: names several things; choose one of {choice}{more}")
    node = read_about(store).names.node("entity", label)
    if any(store.quads_for_pattern(node, terms.LABEL, None, terms.DEFAULT)):
        return node
    return _resolve_label(store, _nearest(store, label), entities)


_NAMED = 8  # things that an error lists


def _nearest(store: ox.Store, label: str) -> str:
    """The one label or alias that differs in capitals only; else an error names the nearest."""
    labels = {
        text_of(quad.object)
        for term in (terms.LABEL, terms.ALIAS)
        for quad in store.quads_for_pattern(None, term, None, terms.DEFAULT)
    }
    same = [other for other in labels if other.casefold() == label.casefold()]
    if len(same) == 1:
        return same[0]
    near = difflib.get_close_matches(label, sorted(labels), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise QueryError(f"{label}: nothing in the graph has this name{hint}")


NAMING = (terms.DOCUMENT_FIELDS["title"], terms.DOCUMENT_FIELDS["name"])


# Terms


def to_rdflib(term: terms.Term) -> rdflib.term.Identifier:
    """The same term for users of rdflib."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise QueryError("the answer holds a triple term, which only RDF 1.2 has")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == str(XSD.string) else term.datatype.value
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def label_of(store: ox.Store, term: rdflib.term.Identifier) -> str:
    """What people read for a term: its label or title, or its name with a prefix."""
    return make_labels(store)(term)


def make_labels(store: ox.Store) -> Callable[[rdflib.term.Identifier], str]:
    """A function that gives `label_of` each term, and looks each up once."""
    prefixes = read_about(store).names.prefixes
    unlabelled = tuple(prefixes[prefix] for prefix in ("st", "ev", "arg"))

    @cache
    def label(term: rdflib.term.Identifier) -> str:
        if not isinstance(term, rdflib.URIRef):
            return str(term)
        iri = str(term)
        named = "" if iri.startswith(unlabelled) else _find_label(store, ox.NamedNode(iri))
        return named or _short_name(iri, prefixes)

    return label


def _find_label(store: ox.Store, node: ox.NamedNode) -> str:
    for naming in (terms.LABEL, *NAMING):
        quads = store.quads_for_pattern(node, naming, None, terms.DEFAULT)
        text = min((text_of(quad.object) for quad in quads), default="")
        if text:
            return text
    return ""


def _short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
