"""Proper names: the pipeline's, corrected by what the whole document says, and those it missed."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.ballots import Candidate, find_types
from kg.extract.borders import (
    ROLE_WORDS,
    find_office,
    skip_titles,
    widen_kind,
    widen_person,
    widen_place,
)
from kg.extract.moments import UNITS, is_part_of_month
from kg.extract.products import is_of_body
from kg.extract.slips import is_score
from kg.extract.syntax import iter_sentences
from kg.extract.tree import Doc, Span, Token
from kg.gazetteer import AMBIGUOUS, Place, load_gazetteer
from kg.words import INSTITUTIONS, MONTHS, TITLES, VESSELS, is_title, noun_class, person_gender

_TYPES = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place",
    "NORP": "Group", "EVENT": "Event", "WORK_OF_ART": "Work", "PRODUCT": "Product", "LAW": "Law",
}  # fmt: skip
_COUNTRY_ABBREVIATIONS = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "UN", "UAE"})
_SHORT = 80  # tokens: of a document that is little more than its headline, the headline is all
_DISTRICT = frozenset({"D.C.", "DC"})
_LINKS = frozenset({"of", "for", "the", "and", "de", "la", "von", "van", "bin", "al", "del", "di"})
_JOINTS = frozenset({"and", "&", ",", "/", "or"})


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: tokens from `start` to `end`, or a part of one token ("U.S.-China").

    `part` is where in that token's text the part begins and ends, and (0, 0) for whole tokens.
    """

    start: int
    end: int
    label: str
    part: tuple[int, int] = (0, 0)
    place: Place | None = None


def find_names(doc: Doc) -> tuple[Name, ...]:
    """The names of a document, in order and without overlap, each with the type its cluster has."""
    ents = deque(doc.ents)  # asked of each sentence, spaCy would go through the whole document
    names: list[Name] = []
    for sentence in iter_sentences(doc):
        inside = []
        while ents and ents[0].start < sentence.end:
            inside.append(ents.popleft())
        names += _sentence_names(doc, sentence, [e for e in inside if e.start >= sentence.start])
    names = list(_join_double(doc, list(_split_joined(doc, names))))
    names = sorted([*names, *_said_again(doc, names)], key=lambda n: (n.start, n.part))
    types = find_types(
        doc, (Candidate(name_text(doc, n), doc[n.start : n.end], n.label) for n in names)
    )
    words = [token.text for token in doc]
    common = frozenset(w.lower() for w in words if w[0].islower() and w.isalpha())
    capital = Counter(w for w in words if w[0].isupper())
    typed = [found for name in names if (found := _typed(doc, name, types)) is not None]
    kept = (name for name in typed if not _is_headline_word(doc, name, common, capital))
    return tuple(replace(name, end=_with_number(doc, name)) for name in kept)


def name_text(doc: Doc, name: Name) -> str:
    """The words of a name."""
    if name.part != (0, 0):
        return doc[name.start].text[slice(*name.part)]
    return doc[name.start : name.end].text


def _sentence_names(doc: Doc, sentence: Span, ents: Sequence[Span]) -> Iterator[Name]:
    """Names from the pipeline, then runs of proper nouns that it left, in order."""
    taken: set[int] = set()
    found = []
    for ent in ents:
        if ent.label_ not in _TYPES:
            if ent.label_ != "LANGUAGE" or _is_language(ent.text):
                taken.update(range(ent.start, ent.end))
            continue
        for name in _trimmed(doc, ent.start, ent.end, _TYPES[ent.label_]):
            found.append(name)
            taken.update(range(name.start, name.end))
    for start, end in _proper_runs(sentence, taken):
        found += _trimmed(doc, start, end, "")
    longest = sorted(found, key=lambda n: (n.start, -n.end, n.part))
    yield from _whole_capital(doc, sorted(_outermost(longest), key=lambda n: (n.start, n.part)))


def _is_language(text: str) -> bool:
    """Whether the pipeline is right to take a name for a language, as it does with some firms."""
    return bool(load_gazetteer().find(text)) or text in _LANGUAGES


_LANGUAGES = frozenset(
    "Arabic Bengali Cantonese Farsi Gaelic Gujarati Hebrew Hindi Kannada Latin Malayalam Mandarin "
    "Marathi Pashto Persian Punjabi Sanskrit Swahili Tagalog Tamil Telugu Urdu Welsh Yiddish "
    "Zulu".split()
)


def _outermost(names: Iterable[Name]) -> Iterator[Name]:
    """The names that lie in no other."""
    end = 0
    for name in names:
        if name.end > end or name.part != (0, 0):
            yield name
        end = max(end, name.end)


def _whole_capital(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Put "Washington" and "D.C." together, which the pipeline often reads apart."""
    capitals = load_gazetteer().capitals
    for name in names:
        is_open = name.end < len(doc) and doc[name.end].text in _DISTRICT
        if is_open and name_text(doc, name) in capitals:
            yield Name(name.start, name.end + 1, "Place")
        elif name_text(doc, name) not in _DISTRICT:
            yield name


def _proper_runs(sentence: Span, taken: set[int]) -> Iterator[tuple[int, int]]:
    start = None
    for token in sentence:
        if token.pos_ == "PROPN" and token.i not in taken and token.text[0].isalnum():
            start = _hyphenated(token) if start is None else start
        elif start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, sentence.end


def _hyphenated(token: Token) -> int:
    """Where a name begins: "Indo" in "Indo-Pacific", where only the last word is a proper noun."""
    start = max(token.i - 2, token.sent.start)
    text = token.doc[start : token.i + 1].text
    return start if load_gazetteer().find(text) else token.i


def _trimmed(doc: Doc, start: int, end: int, label: str) -> Iterator[Name]:
    """The name without article, possessive mark, quotes, titles; a country before it on its own."""
    start, end, label = _own_words(doc, *_edges(doc, start, end), label)
    if start >= end or _is_role(doc, start, end) or _is_date(doc, start, end):
        return
    if _is_charge(doc, start, end) or doc[start:end].text.lower().strip(".") in _NO_NAMES:
        return
    has_capital = any(c.isupper() for t in doc[start:end] for c in t.text)
    if not has_capital and not _is_recased(doc[start]):
        return
    start, of_place = widen_place(doc, start, end), start
    label = label if start == of_place else "Organization"
    start, label = widen_kind(doc, start, label)
    if end - start > 1 and load_gazetteer().find(doc[start:end].text):
        yield Name(start, end, label)
        return
    parts = list(_hyphen_parts(doc[start])) if end - start == 1 else []
    if parts:
        yield from parts
        return
    lead = _leading_country(doc, start, end)
    if _is_portfolio(doc, lead or start, end):
        end = lead or start
    if lead:
        yield Name(start, lead, "Place")
        start = lead + (doc[lead].tag_ == "POS" if lead < end else 0)
    if label == "Person":
        office, owner = find_office(doc, start, end)
        yield from [Name(start, office, owner)] if owner else []
        start, end = widen_person(doc, skip_titles(doc, office, end), end)
    start = skip_titles(doc, start, end) if not label else start
    if start < end:
        yield Name(start, _with_complement(doc, start, end, label), label)


def _own_words(doc: Doc, start: int, end: int, label: str) -> tuple[int, int, str]:
    """A name without what the pipeline took for a part of it, and what it then is."""
    if end - start < 2:
        return start, end, label
    first, second = doc[start], doc[start + 1]
    if end - start > 2 and first.text in _PARTIES and second.text == "-":
        return start + 2, end, "Place"  # "(R-Idaho)": of the party, and from the state
    if first.lower_ in VESSELS - {"ship"} and label == "Person":
        return start + 1, end, "Product"  # "Freighter Ilona"
    if first.text[-1] == "." and is_title(first.lower_):
        label = "Person"  # "Capt. Bo Lind", taken for a people
    is_owned = label in ("Organization", "Place", "Person") and first.tag_ == "PRP$"
    start += is_owned  # "his Freedom Alliance"; a film may be called "Her"
    if doc[end - 1].text.islower():  # "gave Lind 40 square miles"
        end = next((i for i in range(start + 1, end) if doc[i].like_num), end)
    return start, end, label


_PARTIES = frozenset({"D", "I", "R"})


# What a person is called at home, and what tells a son from his father.
_NO_NAMES = frozenset("mom mommy mum mummy dad daddy grandma grandpa jr sr ii iii".split())


def _edges(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Start and end without what is no part of a name."""
    while start < end and (_is_trim(doc[start]) or _is_nearness(doc, start)):
        start += 1
    while start < end and (
        _is_trim(doc[end - 1]) or doc[end - 1].tag_ == "POS" or is_score(doc[end - 1])
    ):
        end -= 1
    return start, end


def _is_trim(token: Token) -> bool:
    if not any(c.isalnum() for c in token.text):
        return True  # also a "|" that the pipeline takes for part of a name
    is_link = token.pos_ in {"ADP", "CCONJ", "SCONJ"} and token.text.islower()
    is_born = token.text == "Born" and token.dep_ == "advcl"  # "Born Ida Dahl in 1935"
    if is_born or (token.lower_ in UNITS and token.dep_ == "npadvmod"):
        return True  # "freed Kim Berg hours later"
    return token.pos_ == "DET" or is_link or token.lower_ in {"née", "nee"}


def _is_nearness(doc: Doc, start: int) -> bool:
    """Whether a name was run together with the "Near" before it; the Near East is a place."""
    return doc[start].text == "Near" and doc[start : start + 2].text != "Near East"


def _is_recased(token: Token) -> bool:
    """Whether a word in lower case was parsed as the name it is elsewhere: "china"."""
    return token.pos_ == "PROPN" and token.is_alpha


def _is_role(doc: Doc, start: int, end: int) -> bool:
    """Whether the words name an office: "Chief Executive Officer"."""
    words = [t.lower_ for t in doc[start:end]]
    return words[-1] in TITLES and all(w in ROLE_WORDS or w in TITLES for w in words)


def _is_date(doc: Doc, start: int, end: int) -> bool:
    if end - start == 1 and is_part_of_month(doc[start]):
        return True
    return all(t.like_num or t.is_punct or t.text in MONTHS for t in doc[start:end])


def _hyphen_parts(token: Token) -> Iterator[Name]:
    """Both countries of "U.S.-China", which is one token, and the one of "U.S.-led"."""
    pieces = list(re.finditer(r"[^-–/]+", token.text))
    find = load_gazetteer().find
    if len(pieces) != 2 or not find(pieces[0][0]):
        return
    for piece in pieces if find(pieces[1][0]) else pieces[: pieces[1][0].islower()]:
        yield Name(token.i, token.i + 1, "Place", piece.span())


def _leading_country(doc: Doc, start: int, end: int) -> int:
    """Where a name goes on after a country that owns it: "Chinese Foreign Ministry"."""
    find = load_gazetteer().find
    for length in (3, 2, 1):
        after = start + length
        if after >= end or not find(doc[start:after].text):
            continue
        if doc[after].tag_ == "POS":
            return after
        last = doc[end - 1].lower_
        rest = {t.lower_ for t in doc[after:end]}
        if (
            rest & TITLES
            or _is_portfolio(doc, after, end)
            or (last in INSTITUTIONS and last in _OWNED)
        ):
            return after
    return 0


def _is_portfolio(doc: Doc, start: int, end: int) -> bool:
    """Whether words are what a minister is for: "Works" of "Dutch Works Minister Ada Vos"."""
    title = doc[end].text if end < len(doc) else ""
    words = [t.lower_ for t in doc[start:end]]
    if title in {"Minister", "Ministers"}:
        return not load_gazetteer().find(doc[start:end].text)
    return title == "Secretary" and all(w in ROLE_WORDS or w in _PORTFOLIOS for w in words)


def _is_charge(doc: Doc, start: int, end: int) -> bool:
    """Whether words are what an office is of: "State" of "Secretary of State"."""
    at = start - 1 - (start > 0 and doc[start - 1].lower_ == "the")
    if at < 1 or doc[at].lower_ not in {"of", "for"}:
        return False
    words = [t.lower_ for t in doc[start:end]]
    return doc[at - 1].lower_ in {"minister", "secretary"} and all(
        w in ROLE_WORDS or w in _PORTFOLIOS for w in words
    )


_PORTFOLIOS = frozenset(
    "transport transportation health education home justice treasury energy commerce labor labour "
    "agriculture culture environment business housing sport sports science works and homeland "
    "security urban development veterans affairs war".split()
)
_OWNED = frozenset("ministry government parliament army navy military embassy media".split())


def _with_complement(doc: Doc, start: int, end: int, label: str) -> int:
    """The end of "Ministry of Foreign Affairs" where the pipeline stopped at "Ministry"."""
    if label in ("Person", "Place") or doc[end - 1].lower_ not in INSTITUTIONS:
        return end
    if not doc[end - 1].text[0].isupper() or end + 1 >= len(doc) or doc[end].lower_ != "of":
        return end
    after = end + 1
    while after < len(doc) and (
        doc[after].pos_ == "PROPN" or (doc[after].lower_ in _LINKS and after + 1 < len(doc)
                                       and doc[after + 1].pos_ == "PROPN")
    ):  # fmt: skip
        after += 1
    return after if doc[after - 1].pos_ == "PROPN" else end


def _with_number(doc: Doc, name: Name) -> int:
    """The end of "Fjord 100" and "Vela 4", which the pipeline takes for a name and a count."""
    end = name.end
    if name.label not in _NUMBERED or name.part != (0, 0) or end >= len(doc):
        return end
    last, number = doc[end - 1], doc[end]
    if number.tag_ != "CD" or number.dep_ != "nummod" or not number.text[0].isdigit():
        return end
    kind = number.head  # "index" of "the Fjord 100 index": one thing is not counted
    is_kind = kind.i == end + 1 and kind.tag_ == "NN" and kind.lower_ not in _UNITS
    return end + 1 if kind == last or (is_kind and last.head == kind) else end


_NUMBERED = frozenset({"Organization", "Product", "Work", "Thing", "Event"})
_UNITS = frozenset({"percent", "cent"})


def _split_joined(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Split "Trump and Takaichi" where the document or the gazetteer knows each side alone."""
    alone = Counter(doc[n.start : n.end].text for n in names)
    last = {doc[n.end - 1].text for n in names if n.label == "Person"}
    find = load_gazetteer().find

    def known(start: int, end: int) -> bool:
        text = doc[start:end].text
        return bool(alone[text] or doc[end - 1].text in last or find(text))

    for name in names:
        cuts = [t.i for t in doc[name.start : name.end] if t.lower_ in _JOINTS or _is_verb(t)]
        sides = _sides(name, cuts)
        if _are_two(doc, name, sides):
            yield from (Name(start, end, name.label) for start, end in sides)
            continue
        joined = name.part == (0, 0) and cuts and all(s < e for s, e in sides)
        if name.label == "Organization" and "&" in {doc[cut].text for cut in cuts}:
            joined = False  # "Lind & Moro", where Bo Lind and Mara Moro are about
        if joined and (name.label == "Person" or all(known(s, e) for s, e in sides)):
            for start, end in sides:
                yield from _trimmed(doc, start, end, name.label)
        else:
            yield name


def _join_double(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Put "Vale-Moro" together, read as two names, where the text tells of Ann Vale-Moro."""
    people = (doc[n.start : n.end].text for n in names if n.label == "Person")
    full = [person for person in people if person_gender(person.split())]
    by_start = {name.start: name for name in names}
    joined: set[Name] = set()
    for name in names:
        after = by_start.get(name.end + 1)
        text = doc[name.start : after.end].text if after is not None else " "
        is_whole = " " not in text and doc[name.end].text == "-"
        if after is not None and is_whole and any(f.endswith(f" {text}") for f in full):
            joined.add(after)
            yield Name(name.start, after.end, "Person")
        elif name not in joined:
            yield name


def _are_two(doc: Doc, name: Name, sides: list[tuple[int, int]]) -> bool:
    """Whether two firms were read as one: "Lind Motors and Moro Steel", not "Lind and Sons"."""
    if name.part != (0, 0) or len(sides) != 2 or name.label != "Organization":
        return False
    words = [t.lower_ for t in doc[name.start : name.end]]
    is_of_one = not {"of", "for", "&", ",", "/"}.isdisjoint(words) or is_of_body(words[-1])
    return not is_of_one and all(end - start > 1 for start, end in sides)


def _is_verb(token: Token) -> bool:
    """Whether a whole clause was read as one name: "Ardenfelt thanked Vale"."""
    return token.pos_ == "VERB" and token.text.islower() and token.dep_ == "ROOT"


def _sides(name: Name, cuts: Iterable[int]) -> list[tuple[int, int]]:
    edges = [name.start - 1, *cuts, name.end]
    return [(a + 1, b) for a, b in pairwise(edges)]


def _said_again(doc: Doc, names: Sequence[Name]) -> Iterator[Name]:
    """Single words that are names elsewhere: "Meta called it unfair" after "fined Meta"."""
    people = [n for n in names if n.label == "Person" and n.end - n.start > 1]
    known = {doc[n.end - 1].text: "Person" for n in people}
    known |= {
        doc[n.start].text: n.label for n in names if n.end - n.start == 1 and n.part == (0, 0)
    }
    taken = {i for n in names for i in range(n.start, n.end)}
    for token in doc:
        if token.text not in known or token.i in taken:
            continue
        is_free = token.dep_ and not token.ent_type_
        is_word = token.pos_ in {"NOUN", "PROPN"} and token.text[0].isupper()
        if is_free and is_word and not _is_charge(doc, token.i, token.i + 1):
            yield Name(token.i, token.i + 1, known[token.text])


def _typed(doc: Doc, name: Name, types: Mapping[str, str]) -> Name | None:
    text = name_text(doc, name)
    label = types.get(text.casefold(), "")
    place = load_gazetteer().find(text if text[0].isupper() else text.capitalize())
    if text in AMBIGUOUS and not _is_surname(text, types):
        label = ""
    if place and not _is_other(text, label, doc[name.start]):
        is_people = text in load_gazetteer().people and (
            _is_people(doc[name.end - 1]) or _is_one_of_them(text, doc[name.end - 1])
        )
        return replace(name, label="Group" if is_people else place.type, place=place)
    if label == "Person" and _is_near(doc, name):
        label = "Place"
    if label == "Person" and _is_family(doc, name) and not _is_surname(text, types):
        label = "Group"
    if label == "Group" and name.end - name.start > 1 and doc[name.end - 1].lower_ in INSTITUTIONS:
        label = "Organization"
    if not label:
        label = _unlabelled(doc, name)
    if text.islower() and label != "Person":
        return None  # "iodine", where a headline writes it with a capital
    return replace(name, label=label) if label else None


def _is_near(doc: Doc, name: Name) -> bool:
    """Whether something lies "near Ashby", where an Ashby is about: that is a town."""
    is_alone = name.start > 0 and name.end - name.start == 1 and doc[name.start].dep_ == "pobj"
    return is_alone and doc[name.start - 1].lower_ == "near"


def _is_family(doc: Doc, name: Name) -> bool:
    """Whether a name stands in the plural: "the Vales"."""
    return doc[name.end - 1].tag_ == "NNPS" and name.end - name.start == 1


def _is_surname(text: str, types: Mapping[str, str]) -> bool:
    """Whether somebody in the document is called so: Michael Jordan."""
    ending = f" {text.casefold()}"
    return any(label == "Person" and name.endswith(ending) for name, label in types.items())


def _is_people(token: Token) -> bool:
    """Whether a word for a nation's people stands as a noun: "Afghans", "every Briton"."""
    if token.tag_ in {"NNPS", "NNS"}:
        return True
    determiners = {c.lower_ for c in token.lefts if c.dep_ == "det"}
    return token.pos_ in {"NOUN", "PROPN"} and bool(determiners & {"a", "an", "every", "each"})


def _is_one_of_them(text: str, token: Token) -> bool:
    """Whether a headline leaves out the article: "Lund detains Belarusian"."""
    is_noun = token.dep_ in {"dobj", "nsubj", "nsubjpass"} and token.pos_ in {"NOUN", "PROPN"}
    is_tongue = token.head.lemma_ in {"speak", "learn", "study", "teach", "understand"}
    return is_noun and not is_tongue and text not in load_gazetteer().names


def _is_other(text: str, label: str, token: Token) -> bool:
    """Whether a word of the gazetteer is a person's or a thing's name here, or a pronoun: "US"."""
    if text in _COUNTRY_ABBREVIATIONS:
        return False
    if not text[0].isupper():
        return token.pos_ != "PROPN" or text == "us"
    return text in AMBIGUOUS and label == "Person"


def _unlabelled(doc: Doc, name: Name) -> str:
    """A type for a run of proper nouns that the pipeline saw nothing in."""
    tokens = doc[name.start : name.end]
    text = tokens.text
    gazetteer = load_gazetteer()
    if text in gazetteer.capitals or text in gazetteer.cities:
        return "Place"
    root = tokens.root
    if not text[0].isupper() or is_title(root.lower_) or root.i != name.end - 1:
        return ""
    if root.tag_ == "NNPS" or root.dep_ in {"compound", "amod", "nmod"}:
        return ""
    if root.i == root.sent.start and noun_class(root.lower_) == "Person":
        return ""  # "Suspect named as Bo Vale"
    return "Thing"


def _is_headline_word(
    doc: Doc, name: Name, common: frozenset[str], capital: Mapping[str, int]
) -> bool:
    """Whether this is no name but a headline's common words in capitals: "Looking Ahead"."""
    if name.place or name.label in ("Person", "Place", "Group"):
        return False
    words = [t for t in doc[name.start : name.end] if t.is_alpha]
    sentence = doc[name.start].sent
    capitals = [t for t in sentence if t.is_alpha and t.pos_ not in {"ADP", "DET", "CCONJ"}]
    in_title_case = len(capitals) > 2 and all(t.text[0].isupper() for t in capitals)
    if not in_title_case or sentence[-1].text in {".", "!", "?"}:
        return False
    if len(words) > 1 and len(doc) > _SHORT and all(capital[t.text] == 1 for t in words[-1:]):
        return True  # what only the headline calls by a name is none
    return all(t.lower_ in common or t.lemma_.lower() in common or
               noun_class(t.lemma_.lower()) != "Thing" or t.is_stop for t in words)  # fmt: skip
