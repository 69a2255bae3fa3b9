"""The values that pass from stage to stage: frozen, equal by content, standard library only."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from zlib import crc32

BlockKind = Literal["heading", "paragraph", "list", "table", "quote", "boilerplate"]
MentionKind = Literal["name", "nominal", "pronoun", "value", "clause"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible"]
Tense = Literal["past", "present", "future"]
Factuality = Literal["asserted", "negated", "possible", "planned", "asked", "disputed", "corrected"]
Reply = Literal["", "denial", "confirmation"]
ConnectionKind = Literal["conflict", "correction", "answer", "before", "same"]

# What an entity or a mention may be. Values become literals in the graph.
ENTITY_TYPES = (
    "Person", "Organization", "Country", "Place", "Group",
    "Event", "Work", "Product", "Law", "Thing",
)  # fmt: skip
VALUE_TYPES = ("Date", "Time", "Duration", "Money", "Percent", "Quantity", "Number")


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits that depend on the parts and on nothing else.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:12]


@lru_cache(8_000)
def slug(text: str) -> str:
    """A readable local name for an IRI: letters of any script, digits and underscores.

    >>> slug("Sanae  Takaichi’s remarks")
    'Sanae_Takaichis_remarks'
    """
    composed = unicodedata.normalize("NFC", text).replace("'", "").replace("’", "")
    return _SIGNS.sub("_", composed).strip("_")[:80].rstrip("_") or "_"


_SIGNS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document, half-open, in characters of `Document.text`."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A run of `Document.text` of one kind; sentences never cross its borders."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text and where it came from. Two documents are equal when their ids are."""

    id: str
    text: str = field(compare=False, repr=False)
    blocks: tuple[Block, ...] = field(compare=False, repr=False)
    name: str = field(compare=False)  # the file's name, with its folder inside the input
    title: str = field(default="", compare=False)
    source: str = field(default="", compare=False)  # the outlet that published it
    url: str = field(default="", compare=False)
    author: str = field(default="", compare=False)
    published: str = field(default="", compare=False)  # ISO 8601 date or date-time, "" if unknown
    # Who told each of these: front matter, dateline, file name …
    title_from: str = field(default="", compare=False)
    source_from: str = field(default="", compare=False)
    url_from: str = field(default="", compare=False)
    author_from: str = field(default="", compare=False)
    published_from: str = field(default="", compare=False)
    language: str = field(default="en", compare=False)
    alignment: str = field(default="", compare=False, repr=False)  # see kg/origins.py
    aligned_with: str = field(default="", compare=False)  # the file, or a field of a record


@dataclass(frozen=True, slots=True)
class Mention:
    """Text that refers to something. Equal when place and label are equal.

    `span` covers the noun phrase with its prepositional complements, without relative clauses,
    appositions and further conjuncts; `core` is the base noun phrase without determiner and
    possessor, or the proper name itself ("Sanae Takaichi" in "Prime Minister Sanae Takaichi").
    """

    span: Span
    text: str = field(compare=False)
    label: str  # one of ENTITY_TYPES or VALUE_TYPES, or "Clause"
    kind: MentionKind = field(compare=False)
    head: str = field(compare=False)  # lemma of the head, lower case unless a name
    head_span: Span = field(compare=False)
    core: str = field(default="", compare=False)
    sentence: int = field(default=0, compare=False)  # its place in Reading.sentences
    determiner: str = field(default="", compare=False)  # lower-case article, demonstrative, "poss"
    modifiers: tuple[str, ...] = field(default=(), compare=False)  # lower case, before the head
    number: str = field(default="", compare=False)  # singular, plural
    gender: str = field(default="", compare=False)  # masculine, feminine, neuter
    person: str = field(default="", compare=False)  # of a pronoun: 1, 2, 3
    function: str = field(default="", compare=False)  # subject, object, oblique, possessor …
    governor: str = field(default="", compare=False)  # lemma of the word it depends on
    quoted: bool = field(default=False, compare=False)  # inside quotation marks
    _hash: int = field(default=0, init=False, compare=False, repr=False)  # once it was asked for

    def __hash__(self) -> int:
        """By the place alone, which few share: mentions are looked up ten times as often as made.

        It is the same in each process, so that it may be sent to another with the mention.
        """
        return self._hash or self._hash_place()

    def _hash_place(self) -> int:
        document = crc32(self.span.document_id.encode(errors="surrogatepass"))
        number = hash((document, self.span.start, self.span.end))
        object.__setattr__(self, "_hash", number)
        return number


@dataclass(frozen=True, slots=True)
class MentionPair:
    """Two mentions that the syntax relates, as evidence for linking.

    Kinds: apposition (same thing), title (left is the role of right), predicate (right is said of
    left by a copula), possessor (left has right), nationality (left, a country, modifies right),
    acronym (right abbreviates left), alias (right is what left was or is also called), identified
    (left was told to be right), conjunct (left and right), member (left contains right).
    """

    kind: str
    left: Mention
    right: Mention


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of the arguments: "agree to bolster", labelled "agreed to bolster"."""

    lemma: str
    label: str

    @property
    def id(self) -> str:
        """Local name under `rel:`."""
        return slug(self.label)


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in a role. Roles: subject, object, and those that the ontology names."""

    role: str
    mention: Mention
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class Proposition:
    """One claim as one sentence words it. Equal when all fields are."""

    predicate: Predicate
    arguments: tuple[Argument, ...]
    sentence: Span
    span: Span  # the words of the predicate, from its first to its last
    rule: str
    type: str = ""  # event class of the ontology, or none
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    tense: Tense = "past"
    asked: bool = False
    said_by: tuple[Mention, ...] = ()  # outermost speaker first; the outlet is not repeated here
    reply: Reply = ""  # whether the speaker denies or confirms, rather than just says so
    answers: Span | None = None  # predicate of the claim that this one denies or confirms
    reciprocal: bool = False  # what holds of subject and object holds of object and subject
    confidence: float = 0.5

    def mentions(self, role: str) -> tuple[Mention, ...]:
        """The mentions in this role, in the order of the text."""
        return tuple(a.mention for a in self.arguments if a.role == role)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the language of one document gives: what linking and grounding work from."""

    document: Document
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    pairs: tuple[MentionPair, ...]
    propositions: tuple[Proposition, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world, under one name. Equal when ids are equal."""

    id: str  # local name under `ent:`
    type: str = field(compare=False)
    label: str = field(compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)
    same_as: tuple[str, ...] = field(default=(), compare=False)  # IRIs in other datasets
    codes: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # ("iso3166", "JP") …


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two names or mentions are one entity, with the reason. Merging follows from these."""

    left: str
    right: str
    same: bool
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Linking:
    """Who is who: each mention's entities (several for "both sides"), and why."""

    entities: tuple[Entity, ...]
    referents: Mapping[Mention, tuple[str, ...]]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A literal argument: the words, and what they come to, if they do."""

    text: str
    type: str  # one of VALUE_TYPES, or "Text"
    value: str = ""  # ISO 8601 / EDTF date, ISO duration, or a decimal number
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An argument of a statement: an entity's id, or a literal."""

    role: str
    entity: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed, by nobody yet: its evidence says who claims or denies it."""

    id: str
    type: str = field(compare=False)
    predicate: Predicate = field(compare=False)
    subject: str = field(compare=False)  # entity id
    object: str = field(compare=False)  # entity id, or "" for a claim without object
    arguments: tuple[Role, ...] = field(default=(), compare=False)  # beyond subject and object
    factuality: Factuality = field(default="asserted", compare=False)
    belief: float = field(default=0.0, compare=False)  # that it happened, 0 to 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who claims or denies a statement, how firmly, and where; or what it is derived from."""

    statement_id: str
    method: str  # the rule that read it
    confidence: float
    document_id: str = ""
    sentence: Span | None = None
    text: str = ""  # the sentence
    subject: Span | None = None
    predicate: Span | None = None
    object: Span | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    tense: Tense = "past"
    asked: bool = False
    said_by: str = ""  # entity id; "" when nobody but the outlet says it
    derived_from: tuple[str, ...] = ()  # ids of the statements it follows from
    reply: Reply = ""  # whether the speaker denies or confirms, rather than just says so
    answers: Span | None = None  # words of the claim it replies to, where the text points at one
    _id: str = field(default="", init=False, compare=False, repr=False)  # once it was asked for

    @property
    def id(self) -> str:
        """Hash of all fields."""
        if not self._id:
            object.__setattr__(self, "_id", self._hash())
        return self._id

    def _hash(self) -> str:
        spans = (self.sentence, self.subject, self.predicate, self.object)
        claim = self.answers
        reply = (self.reply, f"{claim.start}:{claim.end}" if claim else "") if self.reply else ()
        return digest(
            self.statement_id, self.method, f"{self.confidence:.4f}", self.document_id,
            *("" if s is None else f"{s.start}:{s.end}" for s in spans),
            self.polarity, self.certainty, self.tense, str(self.asked), self.said_by,
            *self.derived_from, *reply,
        )  # fmt: skip

    @property
    def factuality(self) -> Factuality:
        """The word people see for polarity, certainty and tense together."""
        if self.method == "corrections":
            return "corrected"  # whatever the outlet said before
        if self.asked:
            return "asked"
        if self.certainty != "certain":
            return "possible"  # also "if Peru does not pay", "may not pay"
        if self.polarity == "negative":
            return "negated"
        return "planned" if self.tense == "future" else "asserted"


@dataclass(frozen=True, slots=True)
class Connection:
    """How one claim bears on another, and the two places that show it.

    conflict: both cannot hold; `about` says what they differ in (number, sum, date, position), the
    words how. Both may be one statement, of which two sentences give different sums.
    correction: the second takes the first back. answer: who makes the second denies or confirms the
    first; `about` says which, and both may be one statement. before: the first happened
    before the second. same: two wordings of one event.
    """

    kind: ConnectionKind
    about: str
    first: str  # statement id
    second: str
    first_evidence: str  # evidence id
    second_evidence: str
    first_words: str = ""
    second_words: str = ""

    @property
    def id(self) -> str:
        """Hash of all fields."""
        return digest(self.kind, self.about, self.first, self.second, self.first_evidence,
                      self.second_evidence, self.first_words, self.second_words)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The assembled graph: each tuple sorted by id, so that equal knowledge is equal bytes."""

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...] = ()
    connections: tuple[Connection, ...] = ()
