"""Mentions: names, noun phrases, pronouns and values, one for each word that may be an argument."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.amounts import CURRENCY_SIGNS
from kg.extract.moments import UNITS, is_moment, with_moments
from kg.extract.names import Name, find_names
from kg.extract.nested import find_nested
from kg.extract.pairs import find_pairs
from kg.extract.syntax import is_infinitive, is_relative, iter_sentences
from kg.extract.tree import Doc, Token
from kg.extract.tree import Span as Tokens
from kg.gazetteer import load_gazetteer
from kg.model import Document, Mention, MentionPair, Span
from kg.words import (
    COURTESY,
    GENDERED,
    INSTITUTIONS,
    is_title,
    name_gender,
    noun_class,
    person_gender,
)

_VALUES = {
    "DATE": "Date", "TIME": "Time", "MONEY": "Money", "PERCENT": "Percent",
    "QUANTITY": "Quantity", "CARDINAL": "Number",
}  # fmt: skip
_LENGTH = re.compile(
    r"(?:(?:a|an|the|about|around|some|over|nearly|almost|at least|more than|less than) )*"
    r"(?!a\b)(?:[\w.,-]+ (?:and|or|to) )?[\w.,-]+[ -]"
    r"(?:second|minute|hour|day|week|month|year|decade|centur)\w*(?:[ -]old)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHEN = frozenset("in by since until till before after during".split())
_ANCHORS = frozenset("ago earlier later last next this that past before after".split())
# lemma: person, number, gender
_PRONOUNS: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("1", "singular", "")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("1", "plural", "")),
    **dict.fromkeys(("you", "your", "yours", "yourself"), ("2", "", "")),
    **dict.fromkeys(("he", "him", "his", "himself"), ("3", "singular", "masculine")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("3", "singular", "feminine")),
    **dict.fromkeys(("it", "its", "itself"), ("3", "singular", "neuter")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("3", "plural", "")),
}
_DEMONSTRATIVES = {"this": "singular", "that": "singular", "these": "plural", "those": "plural"}
_GENERATIONS = frozenset({"jr", "jr.", "sr", "sr."})  # of a name before a comma
_QUANTIFIERS = frozenset("both all some many several most few each none others another one".split())
_INSIDE = frozenset(
    "compound amod nummod det predet quantmod nmod npadvmod preconj cc punct case aux auxpass "
    "neg mark expl intj advmod prt".split()
)
_LOOSE = frozenset({"relcl", "appos", "parataxis", "advcl", "preconj"})
_APART = _LOOSE | {"conj", "cc"}
_LEFT = frozenset("det predet poss amod compound nummod nmod quantmod npadvmod advmod".split())
_SPECIFIERS = frozenset({"det", "predet", "poss"})
_FUNCTIONS = {
    "nsubj": "subject", "nsubjpass": "subject", "csubj": "subject", "dobj": "object",
    "dative": "indirect object", "pobj": "oblique", "poss": "possessor", "appos": "apposition",
    "attr": "attribute", "oprd": "attribute", "ROOT": "root", "npadvmod": "adverbial",
    "agent": "subject",
}  # fmt: skip


@dataclass(slots=True)
class _Text:
    """A document with what its mentions are read from."""

    doc: Doc
    document: Document
    names: tuple[Name, ...]
    named: frozenset[int] = frozenset()  # tokens inside names
    surnames: frozenset[str] = frozenset()  # of those who are called in full somewhere
    titles: dict[int, Token] = field(default_factory=dict)  # by where the name after it begins
    sentence_of: dict[int, int] = field(default_factory=dict)  # of each token that was parsed
    quotes: list[tuple[int, int]] = field(default_factory=list)  # stretches, in characters
    offsets: list[tuple[int, int]] = field(default_factory=list)  # of each token, in characters


def find_mentions(
    doc: Doc, document: Document
) -> tuple[tuple[Mention, ...], tuple[MentionPair, ...]]:
    """All mentions in the order of the text, and the pairs that the syntax relates.

    Each token that can head an argument heads one mention: look it up by `head_span.start`.
    Relative pronouns head none: their antecedent stands for them. "U.S.-China" is two mentions
    within a token. A name within a name heads no argument: its function is "nested".
    """
    text = _Text(doc, document, find_names(doc))
    for number, sentence in enumerate(iter_sentences(doc)):
        text.sentence_of.update((token.i, number) for token in sentence)
    text.named = frozenset(i for n in text.names for i in range(n.start, n.end))
    full = [n for n in text.names if n.label == "Person" and n.end - n.start > 1]
    text.surnames = frozenset(doc[n.end - 1].text for n in full)
    titles = ((n.start, _title_head(doc, n)) for n in text.names)
    text.titles = {start: title for start, title in titles if title is not None}
    text.offsets = [(t.idx, t.idx + len(t)) for t in doc]
    text.quotes = list(_quoted_stretches(document.text))
    heads = dict(_iter_mentions(text))
    taken = {mention.head_span.start for mention in heads.values() if mention.kind != "name"}
    nested = [
        mention
        for name in find_nested(doc, [n for n in text.names if n.start in text.sentence_of])
        if (mention := _nested_mention(text, name)).head_span.start not in taken
    ]
    unique = dict.fromkeys((*heads.values(), *nested))
    mentions = sorted(unique, key=lambda m: (m.span.start, -m.span.end))
    by_token: dict[int, list[Mention]] = {}
    for (token, _), mention in sorted(heads.items()):
        by_token.setdefault(token, []).append(mention)
    return tuple(mentions), tuple(find_pairs(doc, by_token))


_Heads = Iterator[tuple[tuple[int, int], Mention]]


def _iter_mentions(text: _Text) -> _Heads:
    """Each mention under its head token and its place within that token."""
    values = {_top(ent).i: ent for ent in _value_entities(text)}
    covered = {token.i for ent in values.values() for token in ent}
    covered.update(_charges(text))
    names: dict[int, list[Name]] = {}
    for name in text.names:
        if name.start not in covered and name.start in text.sentence_of:
            names.setdefault(_head(text.doc, name).i, []).append(name)
    named = {i for ns in names.values() for n in ns for i in range(n.start, n.end)}
    covered.update(named)
    for token in text.doc:
        if token.i not in text.sentence_of:
            continue
        if token.i in names:
            for name in names[token.i]:
                yield (token.i, name.part[0]), _name_mention(text, name)
            title = text.titles.get(names[token.i][0].start)
            is_office = title is not None and title.lower_.strip(".") not in COURTESY
            if title is not None and is_office and title.i not in covered:
                yield (title.i, 0), _title_mention(text, title, names[token.i][0])
                covered.add(title.i)
        elif token.i in values and token.i not in named:
            yield (token.i, 0), _value_mention(text, values[token.i])
        elif token.i not in covered and _is_head(token):
            yield (token.i, 0), _common_mention(text, token)


def _value_entities(text: _Text) -> Iterator[Tokens]:
    for ent in with_moments(text.doc):
        if ent.label_ not in _VALUES or ent.start not in text.sentence_of:
            continue
        is_count = ent.label_ == "CARDINAL" and (
            ent.root.dep_ in _INSIDE or not any(t.like_num for t in ent)
        )
        is_person = ent.root.lemma_ == "person"  # "the 24-year-old"
        is_part = ent.label_ in {"CARDINAL", "PERCENT"} and _whole(ent.root) is not None
        is_part = is_part and (ent.label_ == "CARDINAL" or ent.root.dep_ in _DOERS)
        if not (is_count or is_person or is_part):
            yield _with_currency(ent)
    for token in text.doc:
        if token.ent_type_ or token.i not in text.sentence_of:
            continue
        if _is_measure(token):
            yield Tokens(text.doc, token.left_edge.i, token.i + 1, "QUANTITY")
        elif is_moment(token):
            yield Tokens(text.doc, token.i, token.i + 1, "TIME")


def _whole(number: Token) -> Token | None:
    """What a number is some of: "two of them", "one of the banks"."""
    of = number.nbor() if number.i + 1 < len(number.doc) else number
    if of.lower_ != "of" or of.head != number or number.dep_ not in _PARTS:
        return None
    whole = next((c for c in of.children if c.dep_ == "pobj"), None)
    is_named = whole is not None and whole.ent_type_ not in {"", "NORP"}
    if whole is None or is_named or whole.tag_ not in {"PRP", "DT", "NNS", "NNPS"}:
        return None
    return whole


_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "oprd"})
_DOERS = frozenset({"nsubj", "nsubjpass"})


def _is_some(token: Token) -> bool:
    """Whether a word is some of what is named after it: "each of the countries"."""
    if token.lower_ not in _QUANTIFIERS or token.pos_ == "NOUN":
        return False
    whole = _whole(token)
    return whole is not None and whole.pos_ != "PRON"


def _is_part(number: Token) -> bool:
    """ "was named one of the winners" """
    return number.dep_ in {"attr", "oprd"} and _whole(number) is not None


def _with_currency(ent: Tokens) -> Tokens:
    """A sum from its currency on: "US $ 26 million"."""
    doc, start = ent.doc, ent.start
    if ent.label_ == "MONEY" and start and doc[start - 1].tag_ == "$":
        start -= 1
        start -= bool(start) and f"{doc[start - 1].text}$".replace(".", "") in CURRENCY_SIGNS
    return Tokens(doc, start, ent.end, ent.label_)


def _is_measure(token: Token) -> bool:
    """ "surged nearly *200 points*": how much, by a counted noun without preposition."""
    is_bare = token.dep_ == "npadvmod" and token.pos_ == "NOUN"
    return is_bare and token.head.pos_ in {"VERB", "AUX", "ADV"} and _has(token, "nummod")


def _head(doc: Doc, name: Name) -> Token:
    return doc[name.start : name.end].root


def _is_head(token: Token) -> bool:
    """Whether the token may head an argument of its own."""
    if (token.dep_ in _INSIDE and not _is_owner(token)) or token.lower_ in _GENERATIONS:
        return False
    if token.pos_ == "PRON" or token.tag_ == "DT":
        return _is_pronoun(token)
    if token.pos_ == "ADJ":
        return _is_some(token) or (
            token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and _has(token, "det")
        )
    if token.pos_ == "NUM":
        return token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"} or _is_part(token)
    return token.pos_ in {"NOUN", "PROPN"} and not _modifies(token)


def _is_owner(token: Token) -> bool:
    return token.dep_ == "poss"


def _modifies(token: Token) -> bool:
    """Whether a noun is coordinated with a modifier: "economic and security cooperation"."""
    while token.dep_ == "conj":
        token = token.head
    return token.dep_ in _INSIDE - {"npadvmod", "advmod", "intj"}


def _is_pronoun(token: Token) -> bool:
    word = token.lower_
    if token.dep_ in {"det", "predet", "preconj", "expl", "mark"} or is_relative(token):
        return False
    return word in _PRONOUNS or word in _DEMONSTRATIVES or word in _QUANTIFIERS


def _has(token: Token, label: str) -> bool:
    return any(child.dep_ == label for child in token.children)


def _quoted_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where quotation marks open and close; a line break closes what was left open."""
    opened = -1
    for mark in re.finditer("[“”\"\n]|``|''", text):
        is_opening = mark[0] in ("“", "``") or (mark[0] == '"' and opened < 0)
        if opened >= 0 and not is_opening:
            yield opened, mark.start()
            opened = -1
        elif is_opening:
            opened = mark.end()


def _is_quoted(text: _Text, token: Token) -> bool:
    at = bisect_right(text.quotes, (token.idx, len(text.document.text))) - 1
    return at >= 0 and token.idx < text.quotes[at][1]


def _span(text: _Text, start: int, end: int) -> Span:
    return Span(text.document.id, text.offsets[start][0], text.offsets[end - 1][1])


def _words(text: _Text, span: Span) -> str:
    return text.document.text[span.start : span.end]


def _phrase(token: Token) -> tuple[int, int]:
    """First and end token of the noun phrase, without what is said of it in a clause of its own."""
    inside = {token.i}
    for child in token.children:
        if child.dep_ not in _APART and not _stands_off(child):
            inside.update(_inner(child))
    start = end = token.i
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    doc = token.doc
    while start < token.i and (
        doc[start].is_punct
        or doc[start].dep_ == "advmod"
        or (doc[start].lower_ == "both" and doc[start].pos_ == "CCONJ")
    ):
        start += 1
    while end > token.i and (doc[end].is_punct or doc[end].tag_ == "POS"):
        end -= 1
    return start, end + 1


def _inner(token: Token, *, without: frozenset[str] = frozenset()) -> Iterator[int]:
    """The tokens of a phrase, without the dependents that a clause of their own would say."""
    yield token.i
    for child in token.children:
        if child.dep_ not in _LOOSE and child.dep_ not in without and not _stands_off(child):
            yield from _inner(child)


def _stands_off(token: Token) -> bool:
    """Whether a dependent only adds: "nations, including Japan", "drills held by China"."""
    if token.dep_ == "acl":
        return not is_infinitive(token)
    if token.dep_ != "prep":
        return False
    before = token.doc[token.i - 1].text if token.i else ""
    return before in {",", "–", "—", "("} or token.lower_ == "including"


def _name_mention(text: _Text, name: Name) -> Mention:
    doc = text.doc
    head = _head(doc, name)
    if name.part != (0, 0):
        start, end = doc[name.start].idx + name.part[0], doc[name.start].idx + name.part[1]
        span = core = head_span = Span(text.document.id, start, end)
    else:
        core = _span(text, name.start, name.end)
        head_span = _span(text, head.i, head.i + 1)
        span = _span(text, _name_start(doc, name, head), name.end)
    title = text.titles.get(name.start)
    gender = GENDERED.get(title.lower_.strip("."), "") if title is not None else ""
    first = doc[name.start].text
    is_given = name.label == "Person" and not (
        name.end - name.start == 1 and first in text.surnames
    )
    gender = gender or _told_gender(head)
    gender = gender or (person_gender(_words(text, core).split()) if is_given else "")
    is_plural = head.tag_ == "NNPS" and name.label in ("Group", "Country") and not (
        name.place and name.place.kind == "country" and _words(text, core) in (
            name.place.name, *name.place.aliases)
    )  # fmt: skip
    mention = Mention(
        span=span,
        text=_words(text, span),
        label=name.label,
        kind="name",
        head=head.text if name.part == (0, 0) else _words(text, core),
        head_span=head_span,
        core=_words(text, core),
        sentence=text.sentence_of[head.i],
        determiner=_determiner(head),
        modifiers=_modifiers(head, before=name.start),
        number="plural" if is_plural else "singular",
        gender=gender if name.label == "Person" else "",
        function=_function(head),
        governor=_governor(head),
        quoted=_is_quoted(text, head),
    )
    return _as_native(mention) if _is_native(mention) else mention


def _is_native(mention: Mention) -> bool:
    """Whether a word for a people or a party means one of them: "the Texan", "a Republican"."""
    word = mention.core
    is_one = mention.label == "Group" and mention.number == "singular" and word.isalpha()
    if not is_one or mention.determiner not in _ONE or mention.function in _INSIDE_OTHERS:
        return False
    if word.endswith(("ese", "sh", "ss")) or word in {"French", "Dutch", "Taliban"}:
        return False  # "the French" are all of them
    return word in load_gazetteer().people or word.endswith(("an", "crat", "man"))


def _as_native(mention: Mention) -> Mention:
    """The same as a description of somebody."""
    word = mention.core
    gender = "feminine" if word.endswith("woman") else "masculine" if word.endswith("man") else ""
    gender = gender if word not in {"German", "Roman", "Norman", "Ottoman"} else ""
    return replace(mention, label="Person", kind="nominal", head=word.lower(), gender=gender)


_ONE = frozenset({"the", "a", "an"})
_INSIDE_OTHERS = frozenset({"modifier", "nested", "title", "other"})


def _told_gender(head: Token) -> str:
    """What a noun beside a person's name tells: "her husband, Arun Vale", "Vale, an actress"."""
    nouns = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        nouns.append(head.head)
    elif head.dep_ == "nsubj" and head.head.lemma_ == "be" and not _has(head.head, "neg"):
        nouns += [c for c in head.head.children if c.dep_ == "attr"]
    told = {GENDERED.get(n.lemma_.lower(), "") for n in nouns if n.pos_ == "NOUN"} - {""}
    return told.pop() if len(told) == 1 else ""


def _nested_mention(text: _Text, name: Name) -> Mention:
    head = _head(text.doc, name)
    span = _span(text, name.start, name.end)
    is_person = name.label == "Person"
    return Mention(
        span=span,
        text=_words(text, span),
        label=name.label,
        kind="name",
        head=head.text,
        head_span=_span(text, head.i, head.i + 1),
        core=_words(text, span),
        sentence=text.sentence_of[head.i],
        number="singular",
        gender=name_gender(text.doc[name.start].text) if is_person else "",
        function="nested",
        quoted=_is_quoted(text, head),
    )


def _name_start(doc: Doc, name: Name, head: Token) -> int:
    """Where the phrase of a name begins: with its article, titles and owner."""
    start = name.start
    left = {t.i for c in head.lefts if c.dep_ in _LEFT for t in c.subtree if not _is_late(t, head)}
    while start - 1 in left:
        start -= 1
    while start < name.start and (doc[start].is_punct or doc[start].dep_ == "advmod"):
        start += 1
    return start


def _is_late(token: Token, head: Token) -> bool:
    return token.i > head.i


def _charges(text: _Text) -> Iterator[int]:
    """The words for what an office before a name is of: "of State" in "Secretary of State Vale"."""
    for start, title in text.titles.items():
        yield from range(title.i + 1, start)


def _title_head(doc: Doc, name: Name) -> Token | None:
    """The word for the role before a person's name: "Minister" in "Prime Minister Takaichi"."""
    if name.label != "Person" or not name.start:
        return None
    before = doc[name.start - 1]
    if before.sent != doc[name.start].sent or before.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return None
    if is_title(before.lower_):
        return before
    office = before.head.head  # "Secretary of State Ellen Vale"
    is_charge = before.dep_ == "pobj" and before.head.lower_ in {"of", "for"}
    if is_charge and is_title(office.lower_) and office.head == _head(doc, name):
        return office if office.i < before.i and office.text[0].isupper() else None
    if before.pos_ == "ADJ" or before.dep_ not in {"compound", "nmod"}:
        return None
    return before if noun_class(before.lemma_.lower()) == "Person" else None


def _title_mention(text: _Text, title: Token, name: Name) -> Mention:
    """The role as a mention of its own; it has the words from its modifiers on."""
    doc = text.doc
    first = min(_name_start(doc, name, _head(doc, name)), title.i)
    while first < title.i and (doc[first].dep_ in {"det", "poss"} or doc[first].tag_ == "POS"
                               or _owner_follows(doc, first, title.i)):  # fmt: skip
        first += 1
    base = _office_start(text, first, title.i)
    end = title.i + 1 if name.start - 1 in text.named else name.start
    span, core = _span(text, first, end), _span(text, base, end)
    return Mention(
        span=span,
        text=_words(text, span),
        label="Person",
        kind="nominal",
        head=title.lower_,
        head_span=_span(text, title.i, title.i + 1),
        core=_words(text, core),
        sentence=text.sentence_of[title.i],
        modifiers=tuple(t.lower_ for t in doc[first:end] if t.i != title.i),
        number="singular",
        gender=GENDERED.get(title.lower_.strip("."), ""),
        function="title",
        governor=doc[name.end - 1].text,
        quoted=_is_quoted(text, title),
    )


def _office_start(text: _Text, first: int, base: int) -> int:
    """Where "Prime Minister" or "Secretary-General" begins, after countries and other names."""
    doc = text.doc
    while base - 1 >= first and base - 1 not in text.named:
        if doc[base - 1].text == "-" and base - 2 >= first:
            base -= 2
        elif doc[base - 1].pos_ in {"NOUN", "PROPN"}:
            base -= 1
        else:
            break
    return base


def _owner_follows(doc: Doc, start: int, end: int) -> bool:
    return any(t.tag_ == "POS" for t in doc[start:end])


def _top(ent: Tokens) -> Token:
    """The word that is highest, of a range of times its first end: "between *May* and July"."""
    root = ent.root
    if root.pos_ != "ADP":
        return root
    return next((t for t in ent if t.head == root and t.dep_ == "pobj"), root)


def _value_mention(text: _Text, ent: Tokens) -> Mention:
    words, top = ent.text.lower(), _top(ent)
    label = _VALUES[ent.label_]
    is_length = words in UNITS or (_LENGTH.fullmatch(words) and not _ANCHORS & set(words.split()))
    if label in ("Date", "Time") and is_length:
        label = "Duration"
    if label == "Number" and _is_year(ent):
        label = "Date"
    span = _span(text, ent.start, ent.end)
    return Mention(
        span=span,
        text=_words(text, span),
        label=label,
        kind="value",
        head=top.lemma_.lower(),
        head_span=_span(text, top.i, top.i + 1),
        core=_words(text, span),
        sentence=text.sentence_of[top.i],
        determiner=_determiner(top),
        function=_function(top),
        governor=_governor(top),
        quoted=_is_quoted(text, top),
    )


def _is_year(ent: Tokens) -> bool:
    """ "will close by 2030": a number after such a word, of nothing, is a year."""
    above = ent.root.head.lower_
    return bool(_YEAR.fullmatch(ent.text)) and ent.root.dep_ == "pobj" and above in _WHEN


def _common_mention(text: _Text, token: Token) -> Mention:
    is_pronoun = (token.pos_ == "PRON" or token.tag_ == "DT") and not _is_some(token)
    start, end = (token.i, token.i + 1) if token.lower_ in _PRONOUNS else _phrase(token)
    base = token.i if is_pronoun else _base_start(token, start)
    span, core = _span(text, start, end), _span(text, base, token.i + 1)
    person, number, gender = _grammar(token)
    person = person if is_pronoun else ""
    head = token.lower_ if is_pronoun or token.lower_ in INSTITUTIONS else token.lemma_.lower()
    return Mention(
        span=span,
        text=_words(text, span),
        label=_pronoun_label(token) if is_pronoun else _part_label(token, head, number),
        kind="pronoun" if is_pronoun else "nominal",
        head=head,
        head_span=_span(text, token.i, token.i + 1),
        core=_words(text, core),
        sentence=text.sentence_of[token.i],
        determiner=_determiner(token),
        modifiers=_modifiers(token, before=token.i),
        number=number,
        gender=gender,
        person=person,
        function=_function(token),
        governor=_governor(token),
        quoted=_is_quoted(text, token),
    )


def _base_start(token: Token, start: int) -> int:
    """Where the noun phrase begins without determiner and owner."""
    outside = [t for c in token.lefts if c.dep_ in {"det", "predet", "poss"} for t in c.subtree]
    first = max((t.i + 1 for t in outside if t.i < token.i), default=start)
    while first < token.i and (token.doc[first].is_punct or token.doc[first].tag_ == "POS"):
        first += 1
    return max(first, start)


def _grammar(token: Token) -> tuple[str, str, str]:
    """Person, number and gender."""
    word = token.lower_
    if word in _PRONOUNS:
        return _PRONOUNS[word]
    if word in _DEMONSTRATIVES:
        return "3", _DEMONSTRATIVES[word], "neuter"
    if token.pos_ == "PRON" or token.tag_ == "DT":
        return "3", "singular" if word in {"each", "another", "one"} else "plural", ""
    is_plural = token.tag_ in {"NNS", "NNPS"} or token.pos_ == "ADJ" or noun_class(word) == "Group"
    is_count = word in _PERCENT or (word != "one" and token.pos_ == "NUM")
    is_plural = is_plural or (is_count and _whole(token) is not None)
    return "", "plural" if is_plural else "singular", GENDERED.get(token.lemma_.lower(), "")


def _pronoun_label(token: Token) -> str:
    _, number, gender = _grammar(token)
    if token.lower_ in _DEMONSTRATIVES or gender == "neuter":
        return "Thing"
    return "Group" if number == "plural" else "Person"


_PERCENT = frozenset({"percent", "%", "percentage"})


def _part_label(token: Token, head: str, number: str) -> str:
    """A part is what the whole is of: "two of the victims" are people."""
    is_count = token.pos_ == "NUM" or token.lower_ in _PERCENT or _is_some(token)
    whole = _whole(token) if is_count else None
    if whole is None:
        return _common_label(head, number)
    if whole.pos_ == "PRON" or whole.tag_ == "DT" or whole.ent_type_ == "NORP":
        return "Group" if number == "plural" else "Person"
    return _common_label(whole.lemma_.lower(), number)


def _common_label(head: str, number: str) -> str:
    kind = noun_class(head)
    return "Group" if kind == "Person" and number == "plural" else kind


def _determiner(token: Token) -> str:
    for child in token.lefts:
        if child.dep_ == "poss":
            return "poss"
        is_of_all = child.lower_ in {"both", "of"} or child.nbor().lower_ == "of"
        if child.dep_ in {"det", "predet"} and not is_of_all:
            return child.lower_
    # not "both economic and security cooperation", which is one thing
    return "both" if any(c.lower_ == "both" and c.pos_ != "CCONJ" for c in token.lefts) else ""


def _modifiers(token: Token, *, before: int) -> tuple[str, ...]:
    kept = [c for c in token.lefts if c.dep_ in _LEFT - _SPECIFIERS and c.i < before]
    words = (t for c in kept for t in _inner(c, without=_SPECIFIERS) if t < before)
    return tuple(token.doc[i].lower_ for i in sorted(words) if not token.doc[i].is_punct)


def _function(token: Token) -> str:
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return "subject"
    return _FUNCTIONS.get(token.dep_, "modifier" if token.dep_ in _INSIDE else "other")


def _governor(token: Token) -> str:
    while token.dep_ == "conj":
        token = token.head
    head = token.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    return "" if head == token else head.lemma_.lower()
