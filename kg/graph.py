"""`Graph`, what `kg.build` and `kg.open_graph` give: a finished graph, to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, get_args

import pyoxigraph as ox

from kg import queries
from kg.errors import KgError, QueryError, StoreError
from kg.model import Entity, Evidence, Factuality, Knowledge, Statement
from kg.queries import Query, Rows
from kg.rdf import About, Stored, read_about, read_knowledge, terms
from kg.rdf.literals import text_of
from kg.rdf.read import read_entity, read_evidence, read_statement
from kg.store import DiskStore, MemoryStore
from kg.vocabulary import KG

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

_WHEN = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
STORE = "store"  # the store's folder inside an output folder
LOADING = "_load.json"  # how far `kg load` has come, until it is through


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement, with all that speaks for and against it."""

    statement: Statement
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of HTML, whole and by itself."""

    html: str

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks."""
        style = "width: 100%; height: 720px; border: 0"
        return f'<iframe srcdoc="{escape(self.html)}" style="{style}"></iframe>'


class Graph:
    """A knowledge graph: who says that what happened, in which sentence, and whether it did.

    Things may be named by their label or alias ("Arden"), by a prefixed name (`ent:Elsbeth_Arden`)
    or by a full IRI. Nothing here changes the graph.

    >>> import io
    >>> from kg.model import Predicate
    >>> arden, moro = Entity("Arden", "Person", "Arden"), Entity("Moro", "Person", "Moro")
    >>> call = Statement("s1", "Call", Predicate("call", "called"), arden.id, moro.id)
    >>> heard = Evidence("s1", "clauses", 0.8, text="Arden called Moro.")
    >>> graph = Graph.of(Knowledge((), (arden, moro), (call,), (heard,)))

    >>> graph.query("SELECT ?who WHERE { ?who rel:called ent:Moro }").to_table()
    [('Arden',)]
    >>> graph.query("entity/neighbours", entity="Moro").to_table()
    [('Moro', 'Arden', '1')]
    >>> [statement.id for statement in graph.statements("Arden", "call")]
    ['s1']
    >>> [e.text for e in graph.explain("Arden", "called", "Moro")[0].evidence]
    ['Arden called Moro.']
    >>> [statement.id for statement in graph.statements(when="2026-03")]
    []
    >>> len(graph.to_rdflib().query("SELECT ?who { ?who rel:called ent:Moro }"))
    1
    >>> graph.about.names.prefixes["ent"]
    'https://kg.example/entity/'
    >>> graph.entity(call.subject) == arden
    True
    >>> graph.entity("ent:Moro") == graph.entity("https://kg.example/entity/Moro") == moro
    True
    >>> [e.text for e in graph.evidence(call)]
    ['Arden called Moro.']
    >>> len(graph.dataset.query("SELECT ?who { ?who rel:called ent:Moro }"))
    1
    >>> text = io.BytesIO()
    >>> graph.export("turtle", text)
    >>> b"ent:Arden rel:called ent:Moro ." in text.getvalue()
    True
    >>> graph.to_networkx().number_of_edges()
    1
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    @classmethod
    def of(cls, knowledge: Knowledge, about: About | None = None) -> Graph:
        """A graph in memory."""
        store = MemoryStore()
        store.write(knowledge, about)
        return cls(store.open())

    @cached_property
    def knowledge(self) -> Knowledge:
        """All of it as values. Read at the first use, which takes a while on a large graph."""
        return read_knowledge(self.store)

    @cached_property
    def about(self) -> About:
        """The program and the language pipeline that made it."""
        return read_about(self.store)

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The same store for code that uses rdflib. A graph on disk is read-only."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store))
        for prefix, namespace in self.about.names.prefixes.items():
            dataset.bind(prefix, namespace)
        return dataset

    def query(self, question: str | Path | Query, **parameters: object) -> Rows:
        """Ask in SPARQL, or by the name of a query on the shelf, or a file.

        Raises QueryError where the text is malformed, too big, or would leave this graph.
        """
        query = question if isinstance(question, Query) else queries.find_query(question)
        return queries.run(self.store, query, parameters)

    def entity(self, name: str) -> Entity:
        """The entity with this label, alias or id. Raises QueryError if there is none."""
        node = self._node(name)
        if not node.value.startswith(self.about.names.prefixes["ent"]):
            raise QueryError(f"{name}: is not an entity, but {node.value}")
        return read_entity(self.store, node)

    def statements(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        *,
        factuality: Factuality | None = None,
        when: str | None = None,
    ) -> Iterator[Statement]:
        """Yield the statements that fit, sorted by id. A predicate may be a label or a lemma.

        `when` is a year, a month or a day, such as "2026-03": what is said of a time within it.
        """
        places = [
            self._statements_where(term, self._node(name))
            for term, name in ((terms.SUBJECT, subject), (terms.OBJECT, object))
            if name is not None
        ]
        if predicate is not None:
            places.append(self._statements_saying(predicate))
        if factuality is not None and factuality not in get_args(Factuality):
            raise QueryError(f"{factuality}: is none of {', '.join(get_args(Factuality))}")
        if when is not None:
            places.append(self._statements_at(when))
        every = self._statements_where(terms.A, terms.STATEMENT) if not places else set()
        nodes = set.intersection(*places) if places else every
        for node in sorted(nodes, key=lambda node: node.value):
            statement = read_statement(self.store, node)
            if factuality in (None, statement.factuality):
                yield statement

    def explain(
        self, subject: str, predicate: str | None = None, object: str | None = None
    ) -> tuple[Explanation, ...]:
        """Why the graph holds a statement: its evidence, asserting or denying.

        Named by its id alone, or by its subject, predicate and object.
        """
        if predicate is None and object is None and subject.startswith("st:"):
            found = [self._statement(subject)]
        else:
            found = list(self.statements(subject, predicate, object))
        return tuple(Explanation(statement, self.evidence(statement)) for statement in found)

    def evidence(self, statement: Statement) -> tuple[Evidence, ...]:
        """All evidence of a statement, sorted by id."""
        node = self.about.names.node("statement", statement.id)
        pattern = self.store.quads_for_pattern(node, terms.EVIDENCE, None, terms.DEFAULT)
        found = (read_evidence(self.store, node, quad.object) for quad in pattern)
        return tuple(sorted(found, key=lambda evidence: evidence.id))

    def to_rdflib(self) -> rdflib.Graph:
        """A copy of the assembled graph in rdflib's memory, which may be changed.

        `dataset` copies nothing and holds the documents too; use that to ask.
        """
        import rdflib

        graph = rdflib.Graph()
        for prefix, namespace in self.about.names.prefixes.items():
            graph.bind(prefix, namespace)
        lines = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=terms.DEFAULT)
        return graph.parse(data=lines or b"", format="nt")

    def to_pandas(self) -> pd.DataFrame:
        """The statements as a table, a row each, indexed by id; the columns are those of the CSV.

        >>> from kg.model import Predicate
        >>> arden, moro = Entity("Arden", "Person", "Arden"), Entity("Moro", "Person", "Moro")
        >>> call = Statement("s1", "Call", Predicate("call", "called"), arden.id, moro.id)
        >>> table = Graph.of(Knowledge((), (arden, moro), (call,), ())).to_pandas()
        >>> table.loc["st:s1", ["subject", "predicate", "object"]].to_list()
        ['Arden', 'called', 'Moro']

        Raises KgError where pandas is not installed.
        """
        from kg.export.tables import STATEMENT_COLUMNS, statement_rows

        try:
            import pandas as pd
        except ImportError:
            raise KgError("a table of pandas wants pandas: pip install pandas") from None
        rows = statement_rows(self.knowledge)
        return pd.DataFrame.from_records(rows, columns=STATEMENT_COLUMNS, index="id")

    def to_networkx(self) -> nx.MultiDiGraph:
        """Entities as nodes, statements as edges, with labels, factuality, evidence counts."""
        from kg.analyse import make_network

        return make_network(self.knowledge)

    def view(self, *, title: str = "", focus: str = "", max_nodes: int = 300) -> Page:
        """The graph as a page, which a notebook shows in its cell."""
        from kg.export.html import render_html

        return Page(render_html(self.knowledge, title=title, focus=focus, max_nodes=max_nodes))

    def export(self, format: str, target: str | Path | BinaryIO, *, rdf12: bool = False) -> None:
        """Write the graph to a file or binary stream; CSV to a folder gives all three tables.

        `neo4j` wants a folder, and writes there what `neo4j-admin database import` reads.

        With `rdf12`, Turtle and N-Triples say by a triple term of RDF 1.2 what a statement claims.
        """
        from kg.export import write_neo4j, write_tables

        if format == "neo4j" and isinstance(target, str | Path) and not Path(target).suffix:
            write_neo4j(Stored(self.store), Path(target))
            return
        write = self._writer(format, rdf12=rdf12)
        if not isinstance(target, str | Path):
            write(target)
        elif format == "csv" and not Path(target).suffix:
            write_tables(Stored(self.store), Path(target))
        else:
            with Path(target).open("wb") as stream:
                write(stream)

    def _writer(self, format: str, *, rdf12: bool) -> Callable[[BinaryIO], None]:
        """What writes this graph to a stream, piece by piece."""
        from kg.export import EXPORTERS, RDF12

        writers = RDF12 if rdf12 else EXPORTERS
        if format in writers:
            return partial(writers[format], Stored(self.store), self.about)
        if format == "neo4j" and not rdf12:
            raise QueryError("neo4j: is several files; name a folder for them (-o FOLDER)")
        choice = ", ".join(RDF12 if rdf12 else (*EXPORTERS, "neo4j (to a folder)"))
        kind = "format of RDF 1.2" if rdf12 else "format"
        raise QueryError(f"no {kind} {format!r}; choose one of {choice}")

    def _node(self, name: str) -> ox.NamedNode:
        return queries.resolve(self.store, name)

    def _statement(self, name: str) -> Statement:
        node = self._node(name)
        if not any(self.store.quads_for_pattern(node, terms.A, terms.STATEMENT, terms.DEFAULT)):
            raise QueryError(f"{name}: no such statement")
        return read_statement(self.store, node)

    def _statements_where(
        self, term: ox.NamedNode, value: ox.NamedNode | ox.Literal
    ) -> set[ox.NamedNode]:
        pattern = self.store.quads_for_pattern(None, term, value, terms.DEFAULT)
        return {quad.subject for quad in pattern if isinstance(quad.subject, ox.NamedNode)}

    def _statements_at(self, when: str) -> set[ox.NamedNode]:
        if not _WHEN.fullmatch(when):
            raise QueryError(f"{when}: is no year, month or day such as 2026, 2026-03, 2026-03-31")
        within = re.compile(rf"{when}(?!\d)")  # not "2026-1" in "2026-12"
        return {
            quad.subject
            for term in (KG.time, KG.start, KG.end)
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(term), None, terms.DEFAULT)
            if isinstance(quad.subject, ox.NamedNode) and within.match(text_of(quad.object))
        }

    def _statements_saying(self, predicate: str) -> set[ox.NamedNode]:
        if predicate.startswith(("rel:", "http:", "https:")):
            return self._statements_where(terms.PREDICATE, self._node(predicate))
        words = ox.Literal(predicate)
        found = (self._statements_where(term, words) for term in (terms.WORDS, terms.LEMMA))
        return set.union(*found) & self._statements_where(terms.A, terms.STATEMENT)


def open_graph(path: str | Path) -> Graph:
    """Open a graph that `kg build` made, by its output folder."""
    folder = Path(path)
    if not folder.is_dir():
        raise StoreError(f"{folder}: no such folder; `kg build` makes one")
    return Graph(DiskStore(folder / STORE).open())
