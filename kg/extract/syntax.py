"""Small questions asked of a dependency parse (ClearNLP labels, as spaCy's English models give)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.tree import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
AUXILIARIES = frozenset({"aux", "auxpass"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
NOUN_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X"})
# What hangs on a noun without being part of its name: said in clauses of their own.
LOOSE = frozenset({"relcl", "appos", "conj", "cc", "punct", "preconj", "acl", "advcl", "parataxis"})


def is_gerund(verb: Token) -> bool:
    """ "taking", "having taken", "being taken"."""
    return verb.tag_ == "VBG" or any(c.tag_ == "VBG" for c in children(verb, "aux", "auxpass"))


def is_infinitive(verb: Token) -> bool:
    """Whether the verb has its *to*."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def iter_sentences(doc: Doc) -> Iterator[Span]:
    """The parsed sentences, without the unread stretch that may follow the last of a block."""
    for sentence in doc.sents:
        labels = [token.dep_ for token in sentence]
        end = sentence.start + labels.index("") if "" in labels else sentence.end
        if end > sentence.start:
            yield doc[sentence.start : end]


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents with one of these labels, in the order of the text."""
    return [c for c in token.children if c.dep_ in labels] if token.children else []


def child(token: Token, *labels: str) -> Token | None:
    """The first dependent with one of these labels."""
    for dependent in token.children:
        if dependent.dep_ in labels:
            return dependent
    return None


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated to its right, flattened: [A, B, C] of "A, B and C"."""
    found = [token]
    for conjunct in children(token, "conj"):
        found += conjuncts(conjunct)
    return found


def noun_conjuncts(token: Token) -> list[Token]:
    """As `conjuncts`, without clauses and marks that the parser hung on a noun."""
    found = conjuncts(token)
    return [t for t in found if t == token or not (is_clausal(t) or t.is_punct)]


# Participles that have become prepositions: "talks concerning the border".
PREPOSITIONAL = frozenset(
    "concerning regarding including excluding pending barring surrounding".split()
)


def is_clausal(token: Token) -> bool:
    """Whether the token heads a clause: it is a verb with arguments or marks of its own."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.lower_ in PREPOSITIONAL and token.dep_ in {"advcl", "acl", "prep"}:
        return False
    return token.dep_ not in {"amod", "compound", "aux", "auxpass", "nmod", "poss", "prep"}


def is_relative(token: Token) -> bool:
    """Whether the token is a relative pronoun of the clause above it."""
    return relative_clause(token) is not None


def relative_clause(token: Token) -> Token | None:
    """The verb of the clause that a relative pronoun opens.

    It may have its place further down: "the strike, *which* unions *say* could last".
    """
    if token.tag_ not in RELATIVE_TAGS and token.lower_ not in {"that", "which", "who", "whom"}:
        return None
    verb = clause_head(token)
    while verb.dep_ in {"ccomp", "xcomp"} and token.i < verb.head.i:
        verb = verb.head
    return verb if verb.dep_ == "relcl" else None


def clause_head(token: Token) -> Token:
    """The nearest verb at or above the token that heads a clause, else the root of its tree."""
    while token.head != token and not is_clausal(token):
        token = token.head
    return token


def subtree(token: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
    """The token and all below it, except below dependents with a label in `without`, in order."""
    found = [token]
    for dependent in token.children:
        if dependent.dep_ not in without:
            found += subtree(dependent, without=without)
    return sorted(found, key=lambda t: t.i)


def phrase(token: Token) -> list[Token]:
    """A noun with determiner, modifiers and prepositional complements, without loose material."""
    return _trim(subtree(token, without=LOOSE))


def text_of(tokens: Iterable[Token]) -> str:
    """The tokens' words with single spaces, but where the text has none between neighbours."""
    parts: list[str] = []
    last: Token | None = None
    for token in tokens:
        if last is not None and (last.i + 1 != token.i or last.whitespace_):
            parts.append(" ")
        parts.append(token.text)
        last = token
    return "".join(parts)


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive: by its auxiliary or subject, or as a bare past participle."""
    if any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "auxpass" for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ in {"acl", "advcl", "ccomp", "xcomp"} or child(verb, "agent"):
        return not child(verb, *SUBJECTS) or verb.dep_ != "ccomp"
    return verb.dep_ == "conj" and is_passive(verb.head) and not child(verb, *SUBJECTS)


def _trim(tokens: list[Token]) -> list[Token]:
    """Without punctuation and conjunctions at either end."""
    while tokens and (tokens[0].is_punct or tokens[0].dep_ in {"cc", "preconj"}):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct and tokens[-1].text not in {")", "%"}):
        tokens = tokens[:-1]
    return tokens


def verb_lemma(verb: Token) -> str:
    """The lemma with its particles: "rule out"."""
    return " ".join([verb.lemma_.lower(), *(c.lower_ for c in children(verb, "prt"))])
