"""The names that the graph uses: IRIs under one base, and the words of the vocabularies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args
from urllib.parse import unquote

import pyoxigraph as ox
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

from kg.model import ConnectionKind, Factuality
from kg.vocabulary import KG

# `.example` is reserved (RFC 2606): no host answers, so a tool that follows IRIs leaks nothing.
BASE = "https://kg.example/"

Kind = Literal[
    "entity", "relation", "statement", "argument", "evidence", "document", "connection", "code"
]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Names:
    """IRIs under one base, and back again to the ids of the model.

    >>> Names().node("entity", "Sanae_Takaichi").value
    'https://kg.example/entity/Sanae_Takaichi'
    >>> Names.id(Names().node("entity", "Côte d’Ivoire (state)"))
    'Côte d’Ivoire (state)'
    """

    base: str = BASE

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that files are written with."""
        ours = {prefix: f"{self.base}{folder}/" for prefix, folder in FOLDERS.items()}
        return ours | {
            "kg": str(KG._NS),
            "oa": str(OA),
            "owl": str(OWL),
            "prov": str(PROV),
            "rdf": str(RDF),
            "rdfs": str(RDFS),
            "schema": str(SCHEMA),
            "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
            "skos": str(SKOS),
            "xsd": str(XSD),
        }

    @property
    def graph(self) -> ox.NamedNode:
        """The graph as a whole."""
        return ox.NamedNode(self.base)

    @property
    def judgements(self) -> ox.NamedNode:
        """The named graph of the judgements."""
        return ox.NamedNode(f"{self.base}judgements")

    def node(self, kind: Kind, id: str) -> ox.NamedNode:
        """The IRI of the entity, relation, statement … with this id."""
        return _node(f"{self.base}{kind}/", id)

    def argument(self, statement: str, position: int) -> ox.NamedNode:
        """The IRI of an argument of a statement, counted from 1."""
        return self.node("argument", f"{statement}-{position}")

    @staticmethod
    def id(term: Term) -> str:
        """The id that an IRI of ours was made from."""
        return unquote(iri_of(term).rsplit("/", 1)[1], errors="surrogatepass")


@lru_cache(8_000)
def _node(namespace: str, id: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + quote(id))


def local_name(term: ox.NamedNode) -> str:
    """What follows the namespace of a vocabulary's term: altLabel."""
    return re.split("[/#]", term.value)[-1]


def iri_of(term: Term | ox.DefaultGraph) -> str:
    """The IRI of a term that is one, as all that we name are."""
    assert isinstance(term, ox.NamedNode)
    return term.value


FOLDERS: dict[str, Kind] = {
    "ent": "entity",
    "rel": "relation",
    "st": "statement",
    "arg": "argument",
    "ev": "evidence",
    "doc": "document",
    "con": "connection",
    "code": "code",
}
PREFIXES = {kind: prefix for prefix, kind in FOLDERS.items()}
_UNSAFE = re.compile(r"[^\w.\-]")


def quote(id: str) -> str:
    """Percent-encode all but letters of any script, digits, underscore, dot and hyphen."""
    return _UNSAFE.sub(
        lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode(errors="surrogatepass")), id
    )


# In short, any program writes such a name as it is.
has_plain_name = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*").fullmatch


def _term(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


A, TYPE_OF, LABEL = _term(RDF.type), _term(RDFS.subClassOf), _term(RDFS.label)
ALIAS, NOTATION, SAME_AS = _term(SKOS.altLabel), _term(SKOS.notation), _term(SCHEMA.sameAs)
STATEMENT, PROPERTY = _term(RDF.Statement), _term(RDF.Property)
SUBJECT, PREDICATE, OBJECT = _term(RDF.subject), _term(RDF.predicate), _term(RDF.object)
SOURCE, DERIVED = _term(PROV.hadPrimarySource), _term(PROV.wasDerivedFrom)
EXACT, START, END = _term(OA.exact), _term(OA.start), _term(OA.end)
INTEGER, DECIMAL = _term(XSD.integer), _term(XSD.decimal)
GRAPH, DOCUMENT, BLOCK = _term(KG.Graph), _term(KG.Document), _term(KG.Block)
EVIDENCE_CLASS, ARGUMENT_CLASS = _term(KG.Evidence), _term(KG.Argument)
ENTITY, JUDGEMENT = _term(KG.Entity), _term(KG.Judgement)
VERSION, PIPELINE, BASE_IRI = _term(KG.version), _term(KG.pipeline), _term(KG.base)
EVIDENCE, ARGUMENT, ROLE = _term(KG.evidence), _term(KG.argument), _term(KG.role)
WORDS, LEMMA, ORDER, POSITION = map(_term, (KG.words, KG.lemma, KG.order, KG.position))
DOCUMENTS, FIRST_PUBLISHED = _term(KG.documents), _term(KG.firstPublished)
FACTUALITY, BELIEF, CONFIDENCE = map(_term, (KG.factuality, KG.belief, KG.confidence))
POLARITY, CERTAINTY, TENSE = _term(KG.polarity), _term(KG.certainty), _term(KG.tense)
REPLY = _term(KG.reply)
ASKS, SAID_BY, METHOD = _term(KG.asks), _term(KG.saidBy), _term(KG.method)
MARKS = {
    "subject": _term(KG.subjectAt),
    "predicate": _term(KG.predicateAt),
    "object": _term(KG.objectAt),
    "answers": _term(KG.answersAt),
}
FILLER, VALUE, VALUE_TYPE, UNIT = map(_term, (KG.filler, KG.value, KG.valueType, KG.unit))
TEXT, BLOCKS, BLOCK_KIND = _term(KG.text), _term(KG.block), _term(KG.blockKind)
PUBLISHED, PUBLISHED_AS = _term(SCHEMA.datePublished), _term(KG.publishedAs)
DOCUMENT_FIELDS = {
    "name": _term(KG.fileName),
    "title": _term(SCHEMA.headline),
    "source": _term(SCHEMA.publisher),
    "url": _term(SCHEMA.url),
    "author": _term(SCHEMA.author),
    "title_from": _term(KG.titleFrom),
    "source_from": _term(KG.publisherFrom),
    "url_from": _term(KG.urlFrom),
    "author_from": _term(KG.authorFrom),
    "published_from": _term(KG.publishedFrom),
    "language": _term(SCHEMA.inLanguage),
}
ALIGNMENT, ALIGNED_WITH = _term(KG.alignment), _term(KG.alignedWith)
LEFT, RIGHT, SAME = _term(KG.left), _term(KG.right), _term(KG.same)
REASON, SCORE = _term(KG.reason), _term(KG.score)
FIRST, SECOND, ABOUT = _term(KG.first), _term(KG.second), _term(KG.about)
FIRST_EVIDENCE, SECOND_EVIDENCE = _term(KG.firstEvidence), _term(KG.secondEvidence)
FIRST_WORDS, SECOND_WORDS = _term(KG.firstWords), _term(KG.secondWords)
# The class of a connection, and the property that says the same of its two statements.
CONNECTIONS: dict[ConnectionKind, tuple[ox.NamedNode, ox.NamedNode]] = {
    "conflict": (_term(KG.Conflict), _term(KG.conflictsWith)),
    "correction": (_term(KG.Correction), _term(KG.correctedBy)),
    "answer": (_term(KG.Answer), _term(KG.answers)),
    "before": (_term(KG.EventOrder), _term(KG.before)),
    "same": (_term(KG.SameEvent), _term(KG.sameEventAs)),
}
# An answer is of one statement: it is one evidence that denies or confirms another.
REPLIES = {"denial": _term(KG.denies), "confirmation": _term(KG.confirms)}
KINDS = {kind: _term(KG._NS[kind]) for kind in get_args(Factuality)}


@cache
def class_node(name: str) -> ox.NamedNode:
    """The class or role with this local name."""
    return ox.NamedNode(f"{KG._NS}{quote(name)}")
