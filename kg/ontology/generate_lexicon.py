"""Writes kg/lexicon.py from the lexical files: `python -m kg.ontology.generate_lexicon`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.inflection import past

FILES = ("events.ttl", "inference.ttl", "nominals.ttl", "verbs.ttl")
LEXICON = Path(__file__).parents[1] / "lexicon.py"
LEX = Namespace("https://kg.example/lexicon#")

HEADER = '''"""GENERATED from ontology/{events,inference,nominals,verbs}.ttl; change those.

Then: `python -m kg.ontology.generate_lexicon`. Keys are lemmas with the particle, preposition or
complementizer that belongs to them; look for the longest first: "call for", then "call".
"""

# ruff: noqa: E501

from collections.abc import Mapping

from kg.lexicon_types import (
    Control,
    Effect,
    EventClass,
    Frame,
    LightVerb,
    Modal,
    Nominal,
    Relation,
    Signature,
    SpeechVerb,
)

# fmt: off
'''


def lexicon() -> str:
    """The text of kg/lexicon.py. Equal files give equal bytes."""
    graph = Graph()
    for name in FILES:
        graph.parse(Path(__file__).with_name(name))
    sections = (
        _plover, _events, _triggers, _relations, _nominals, _light_verbs, _signatures, _modifiers,
        _modals, _speech, _phrases, _control, _prepositions,
    )  # fmt: skip
    return HEADER + "".join(f"\n{line}" for section in sections for line in section(graph)) + "\n"


def _plover(graph: Graph) -> Iterator[str]:
    classes = sorted(_name(node) for node in graph.subjects(RDF.type, LEX.PloverClass))
    yield f"PLOVER: tuple[str, ...] = {tuple(classes)!r}"
    yield "# What an act of that class counts as while it is only intended, promised or threatened."
    yield from _table("PLOVER_INTENDED", "str", _names(graph, LEX.whenIntended))
    yield "# What an act of that class counts as when it is refused."
    yield from _table("PLOVER_NEGATED", "str", _names(graph, LEX.whenNegated))


def _names(graph: Graph, predicate: URIRef) -> dict[str, str]:
    pairs = graph.subject_objects(predicate)
    return {_name(subject): repr(_name(target)) for subject, target in pairs}


def _events(graph: Graph) -> Iterator[str]:
    nouns = defaultdict(list)
    for node in graph.subjects(LEX.event):
        if (node, LEX.lemma, None) in graph:  # a noun, not a light verb
            nouns[_text(graph, node, LEX.event)].append(_text(graph, node, LEX.lemma))
    yield from _table(
        "EVENTS",
        "EventClass",
        {_name(node): _event(graph, node, nouns) for node in _event_nodes(graph)},
    )


def _event_nodes(graph: Graph) -> list[Node]:
    return sorted(graph.subjects(RDFS.subClassOf), key=str)


def _event(graph: Graph, node: Node, nouns: Mapping[str, list[str]]) -> str:
    fields = {
        "plover": _text(graph, node, LEX.plover),
        "target": _sequence(graph, node, LEX.target),
        "wikidata": _text(graph, node, SKOS.exactMatch),
        "reciprocal": _flag(graph, node, LEX.reciprocal),
        "verbs": _words(graph, node, LEX.trigger),
        "passive_verbs": _words(graph, node, LEX.passiveTrigger),
        "inverse_verbs": _words(graph, node, LEX.inverseTrigger),
        "nouns": tuple(sorted({*nouns[_name(node)], *_words(graph, node, LEX.noun)})),
        "inverse_nouns": _words(graph, node, LEX.inverseNoun),
        "subject_types": _words(graph, node, LEX.subjectType),
        "object_types": _words(graph, node, LEX.objectType),
    }
    parent = _text(graph, node, RDFS.subClassOf)
    return _call("EventClass", _name(node), _text(graph, node, RDFS.label), parent, **fields)


def _triggers(graph: Graph) -> Iterator[str]:
    verbs, nouns = defaultdict(list), defaultdict(set)
    for node in sorted(_event_nodes(graph), key=lambda node: _reading_order(graph, node)):
        predicates = (LEX.trigger, LEX.passiveTrigger, LEX.inverseTrigger)
        for word in sorted({w for p in predicates for w in _words(graph, node, p)}):
            verbs[word].append(_name(node))
        for predicate, inverse in ((LEX.noun, False), (LEX.inverseNoun, True)):
            for word in _words(graph, node, predicate):
                nouns[word].add((_name(node), inverse))
    yield "# Several classes where the type of the object decides; the first is the usual one."
    yield from _table(
        "VERB_CLASSES", "tuple[str, ...]", {key: repr(tuple(names)) for key, names in verbs.items()}
    )
    yield '# "X, NOUN of Y": the relation, and whether X is its object rather than its subject.'
    yield from _table(
        "RELATION_NOUNS",
        "tuple[str, bool]",
        {key: repr(_only(key, values)) for key, values in nouns.items()},
    )


def _reading_order(graph: Graph, node: Node) -> tuple[bool, bool, str]:
    """Events before relations, places before dates."""
    is_relation = _text(graph, node, RDFS.subClassOf) == "Relation"
    return is_relation, "Date" in _words(graph, node, LEX.objectType), _name(node)


def _relations(graph: Graph) -> Iterator[str]:
    yield "# What follows from the claims of a class; see kg/infer.py."
    entries = {
        _name(stated): _relation(graph, node) for node, stated in graph.subject_objects(LEX.states)
    }
    yield from _table("RELATIONS", "Relation", entries)


def _relation(graph: Graph, node: Node) -> str:
    chains = sorted(
        tuple(_text(graph, part, LEX.states) for part in Collection(graph, chain))
        for chain in graph.objects(node, OWL.propertyChainAxiom)
    )
    wider = sorted(
        _wider(graph, property_) for property_ in graph.objects(node, RDFS.subPropertyOf)
    )
    is_symmetric = (node, RDF.type, OWL.SymmetricProperty) in graph
    other = node if is_symmetric else graph.value(node, OWL.inverseOf)
    fields = {
        "lemma": _text(graph, node, LEX.lemma),
        "label": _text(graph, node, RDFS.label),
        "inverse": _text(graph, other, LEX.states) if other is not None else "",
        "wider": tuple(wider),
        "chains": tuple(chains),
        "preposition": _text(graph, node, LEX.preposition),
    }
    return _call("Relation", **fields)


def _wider(graph: Graph, property_: Node) -> tuple[str, bool]:
    """The class of a wider property, and whether it goes the other way: [ owl:inverseOf … ]."""
    turned = graph.value(property_, OWL.inverseOf) if isinstance(property_, BNode) else None
    return _text(graph, turned or property_, LEX.states), turned is not None


def _nominals(graph: Graph) -> Iterator[str]:
    frames, entries = {}, {}
    for node in graph.subjects(RDF.type, LEX.Frame):
        name = _constant(node)
        frames[name] = _frame(graph, node)
        for noun in graph.objects(node, LEX.noun):
            lemma = _text(graph, noun, LEX.lemma)
            if lemma in entries:
                raise ValueError(f"nominals.ttl: {lemma!r} stands in two places")
            entries[lemma] = _nominal(graph, noun, name)
    yield from (f"{name} = {frame}" for name, frame in sorted(frames.items()))
    yield from _table("NOMINALS", "Nominal", entries)


def _frame(graph: Graph, node: Node) -> str:
    parts = ("agent", "patient", "partner", "recipient", "topic")
    fields: dict[str, object] = {part: _sequence(graph, node, LEX[part]) for part in parts}
    fields["reciprocal"] = _flag(graph, node, LEX.reciprocal)
    thing = (node, LEX.occurrence, None) in graph
    text = _call("Frame", _text(graph, node, LEX.kind), **fields)
    return text.removesuffix(")") + ", occurrence=False)" if thing else text


def _nominal(graph: Graph, noun: Node, frame: str) -> str:
    verb = _text(graph, noun, LEX.verb)
    fields = (
        repr(_text(graph, noun, LEX.lemma)),
        repr(verb),
        repr(_text(graph, noun, LEX.label) or past(verb)),
        repr(_text(graph, noun, LEX.event)),
        frame,
        *(["plural=True"] if _flag(graph, noun, LEX.plural) else []),
    )
    return f"Nominal({', '.join(fields)})"


def _light_verbs(graph: Graph) -> Iterator[str]:
    entries = defaultdict(list)
    for node in graph.subjects(RDF.type, LEX.LightVerb):
        verb = _text(graph, node, LEX.verb)
        fields = (
            repr(verb),
            repr(_text(graph, node, LEX.subject)),
            _frozenset(_words(graph, node, LEX.kind)),
            _frozenset(_words(graph, node, LEX.noun)),
            *_named(aspect=_text(graph, node, LEX.aspect), event=_text(graph, node, LEX.event)),
        )
        entries[verb].append(f"LightVerb({', '.join(fields)})")
    yield '# Several where the noun decides: "win an election", "win praise".'
    yield from _table(
        "LIGHT_VERBS",
        "tuple[LightVerb, ...]",
        {verb: f"({', '.join(sorted(readings))},)" for verb, readings in entries.items()},
    )


def _signatures(graph: Graph) -> Iterator[str]:
    tables: dict[str, dict[str, str]] = {"verb": {}, "adjective": {}, "noun": {}}
    for node in _of_type(graph, LEX.Signature):
        yield f"{_constant(node)} = {_signature(graph, node)}"
        for part, table in tables.items():
            for word in _words(graph, node, LEX[part]):
                if word in table:
                    raise ValueError(f"verbs.ttl: {part} {word!r} has two signatures")
                table[word] = _constant(node)
    yield '# Verbs, by lemma and what introduces the complement: "forget to", "forget that".'
    yield from _table("SIGNATURES", "Signature", tables["verb"])
    yield "# Adjectives with a clause as complement: sure, ready, unlikely."
    yield from _table("ADJECTIVE_SIGNATURES", "Signature", tables["adjective"])
    yield "# Nouns with a clause or an of-phrase as complement: plan, denial, possibility."
    yield from _table("NOUN_SIGNATURES", "Signature", tables["noun"])


def _signature(graph: Graph, node: Node) -> str:
    effects = (_effect(_text(graph, node, LEX[side])) for side in ("affirmed", "denied"))
    fields = [repr(_name(node)), *effects]
    return f"Signature({', '.join(fields + ['True'] * _flag(graph, node, LEX.overNouns))})"


def _effect(words: str) -> str:
    polarity, certainty, tense, *rest = words.split()
    flags = {flag: flag in rest for flag in ("attributed", "asked")}
    return _call("Effect", polarity, certainty, "" if tense == "same" else tense, **flags)


def _modifiers(graph: Graph) -> Iterator[str]:
    for table, kind, part in (
        ("MODIFIERS", LEX.Modifier, LEX.adjective),
        ("ADVERBS", LEX.Adverb, LEX.adverb),
    ):
        entries = {
            word: _effect(_text(graph, node, LEX.affirmed))
            for node in _of_type(graph, kind)
            for word in _words(graph, node, part)
        }
        yield from _table(table, "Effect", entries)


def _modals(graph: Graph) -> Iterator[str]:
    entries = {}
    for node in graph.subjects(RDF.type, LEX.Modal):
        fields = ("lemma", "kind", "certainty", "tense", "reported")
        values = [_text(graph, node, LEX[field]) for field in fields]
        entries[values[0]] = _call("Modal", *("" if value == "same" else value for value in values))
    yield from _table("MODALS", "Modal", entries)


def _speech(graph: Graph) -> Iterator[str]:
    kinds: dict[str, str] = {}
    addressees: dict[str, set[str]] = defaultdict(set)
    for node in graph.subjects(RDF.type, LEX.Speech):
        kind = _text(graph, node, LEX.kind)
        for verb in _words(graph, node, LEX.verb):
            # A verb of two kinds keeps the more telling one: "caution" says, "deny" denies.
            kinds[verb] = max(kinds.get(verb, kind), kind, key=_SPEECH_KINDS.index)
            addressees[verb] |= {_text(graph, node, LEX.addressee)} - {""}
    entries = {
        verb: f"SpeechVerb({verb!r}, {kind!r}, {_frozenset(sorted(addressees[verb]))})"
        for verb, kind in kinds.items()
    }
    yield from _table("SPEECH", "SpeechVerb", entries)


_SPEECH_KINDS = ("think", "say", "write", "reply", "ask", "order", "confirm", "deny")


def _phrases(graph: Graph) -> Iterator[str]:
    entries = {
        phrase: repr(_text(graph, node, LEX.speaker))
        for node in graph.subjects(RDF.type, LEX.SpeakerPhrase)
        for phrase in _words(graph, node, LEX.phrase)
    }
    yield '# The speaker is the "object" of the phrase, named in the "clause" beside it, or nobody.'
    yield from _table("SPEECH_PHRASES", "str", entries)


def _control(graph: Graph) -> Iterator[str]:
    tables: dict[bool, dict[str, str]] = {False: {}, True: {}}
    for node in _of_type(graph, LEX.Control):
        preposition = _text(graph, node, LEX.preposition)
        value = _call(
            "Control",
            _text(graph, node, LEX.controller),
            _text(graph, node, LEX.withoutObject),
            **({"preposition": preposition} if preposition else {}),
        )
        for verb in _words(graph, node, LEX.verb):
            key = f"{verb} {preposition}".rstrip()
            table = tables[_flag(graph, node, LEX.gerund)]
            if key in table:
                raise ValueError(f"verbs.ttl: control of {key!r} stands in two places")
            table[key] = value
    yield '# Infinitives, and bare forms. A key with a preposition: "call on".'
    yield from _table("CONTROL", "Control", tables[False])
    yield '# -ing forms, by verb and preposition: "accuse of", "deny".'
    yield from _table("GERUND_CONTROL", "Control", tables[True])
    kinds = {
        verb: _frozenset(_words(graph, node, LEX.kind))
        for node in _of_type(graph, LEX.NounControl)
        for verb in _words(graph, node, LEX.verb)
    }
    yield "# Event nouns of these kinds under the verb are the subject's, if nobody else is named."
    yield from _table("NOUN_CONTROL", "frozenset[str]", kinds)


def _prepositions(graph: Graph) -> Iterator[str]:
    entries = {}
    for node in graph.subjects(RDF.type, LEX.Preposition):
        roles = {
            kind: _text(graph, reading, LEX.role)
            for reading in graph.objects(node, LEX.reads)
            for kind in _words(graph, reading, LEX.headType)
        }
        entries[_text(graph, node, LEX.lemma)] = repr(dict(sorted(roles.items())))
    yield '# Preposition, then type of the head; "*" is any other type.'
    yield from _table("ROLE_PREPOSITIONS", "Mapping[str, str]", entries)


def _table(name: str, type_: str, entries: Mapping[str, str]) -> Iterator[str]:
    yield f"{name}: Mapping[str, {type_}] = {{"
    yield from (f"    {key!r}: {entries[key]}," for key in sorted(entries))
    yield "}"


def _call(type_: str, *values: object, **fields: object) -> str:
    """A constructor call without the fields that are empty."""
    return f"{type_}({', '.join([*map(repr, values), *_named(**fields)])})"


def _named(**fields: object) -> list[str]:
    return [f"{key}={value!r}" for key, value in fields.items() if value]


def _of_type(graph: Graph, type_: URIRef) -> list[Node]:
    return sorted(graph.subjects(RDF.type, type_), key=str)


def _name(node: Node) -> str:
    return str(node).rpartition("#")[2].rpartition("/")[2]


def _constant(node: Node) -> str:
    """A Python name for a frame or a signature."""
    return "_" + _name(node).replace("-", "_").upper()


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    value = graph.value(node, predicate, any=False)
    return _name(value) if isinstance(value, URIRef) else "" if value is None else str(value)


def _flag(graph: Graph, node: Node, predicate: URIRef) -> bool:
    return _text(graph, node, predicate) == "true"


def _words(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(word) for word in graph.objects(node, predicate)))


def _sequence(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    start = graph.value(node, predicate)
    return () if start is None else tuple(str(item) for item in Collection(graph, start))


def _frozenset(words: Iterable[str]) -> str:
    words = tuple(words)
    return f"frozenset({words!r})" if words else "frozenset()"


def _only(key: str, values: set[tuple[str, bool]]) -> tuple[str, bool]:
    if len(values) > 1:
        raise ValueError(f"events.ttl: noun {key!r} names two relations: {sorted(values)}")
    return next(iter(values))


if __name__ == "__main__":
    LEXICON.write_text(lexicon(), encoding="utf-8")
