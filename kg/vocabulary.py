"""GENERATED from ontology/kg.ttl by `python -m kg.ontology.generate`; do not edit."""

# ruff: noqa: N815

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class KG(DefinedNamespace):
    """The words of the graph. Event classes are in the same namespace: see ontology/events.ttl."""

    _NS = Namespace("https://kg.example/ontology#")
    _fail = True

    Answer: URIRef
    Argument: URIRef
    Block: URIRef
    Conflict: URIRef
    Connection: URIRef
    Correction: URIRef
    Country: URIRef
    Document: URIRef
    Entity: URIRef
    Event: URIRef
    EventOrder: URIRef
    Evidence: URIRef
    Factuality: URIRef
    Graph: URIRef
    Group: URIRef
    Judgement: URIRef
    Law: URIRef
    Organization: URIRef
    Person: URIRef
    Place: URIRef
    Product: URIRef
    Role: URIRef
    SameEvent: URIRef
    Thing: URIRef
    Work: URIRef
    about: URIRef
    age: URIRef
    alignedWith: URIRef
    alignment: URIRef
    amount: URIRef
    answers: URIRef
    answersAt: URIRef
    argument: URIRef
    asked: URIRef
    asks: URIRef
    asserted: URIRef
    authorFrom: URIRef
    base: URIRef
    before: URIRef
    belief: URIRef
    beneficiary: URIRef
    block: URIRef
    blockKind: URIRef
    capacity: URIRef
    cause: URIRef
    certainty: URIRef
    companion: URIRef
    comparison: URIRef
    condition: URIRef
    confidence: URIRef
    confirms: URIRef
    conflictsWith: URIRef
    content: URIRef
    corrected: URIRef
    correctedBy: URIRef
    denies: URIRef
    destination: URIRef
    disputed: URIRef
    documents: URIRef
    duration: URIRef
    end: URIRef
    escaped: URIRef
    evidence: URIRef
    factuality: URIRef
    fileName: URIRef
    filler: URIRef
    first: URIRef
    firstEvidence: URIRef
    firstPublished: URIRef
    firstWords: URIRef
    frequency: URIRef
    instrument: URIRef
    left: URIRef
    lemma: URIRef
    manner: URIRef
    method: URIRef
    negated: URIRef
    object: URIRef
    objectAt: URIRef
    oblique: URIRef
    opponent: URIRef
    order: URIRef
    origin: URIRef
    part: URIRef
    pipeline: URIRef
    place: URIRef
    planned: URIRef
    polarity: URIRef
    position: URIRef
    possible: URIRef
    predicateAt: URIRef
    price: URIRef
    publishedAs: URIRef
    publishedFrom: URIRef
    publisherFrom: URIRef
    purpose: URIRef
    reason: URIRef
    recipient: URIRef
    reply: URIRef
    result: URIRef
    right: URIRef
    role: URIRef
    saidBy: URIRef
    same: URIRef
    sameEventAs: URIRef
    score: URIRef
    second: URIRef
    secondEvidence: URIRef
    secondWords: URIRef
    source: URIRef
    start: URIRef
    subjectAt: URIRef
    tense: URIRef
    text: URIRef
    time: URIRef
    titleFrom: URIRef
    topic: URIRef
    unit: URIRef
    urlFrom: URIRef
    value: URIRef
    valueType: URIRef
    version: URIRef
    words: URIRef
