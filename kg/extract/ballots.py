"""Of what type a name is: by a vote of all its mentions in a document, each with its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.extract.borders import LOCAL_OFFICES, ROLE_WORDS
from kg.extract.products import GOODS, has_brand, weigh_product
from kg.extract.tree import Doc, Span, Token
from kg.gazetteer import load_gazetteer
from kg.words import (
    INSTITUTIONS,
    SHIPS,
    STORMS,
    VESSELS,
    is_title,
    name_gender,
    noun_class,
    person_gender,
)

# What stands behind the name of a firm, and behind no other.
_FIRMS = frozenset(
    "inc inc. corp corp. ltd ltd. plc llc co co. holdings motors technologies systems industries "
    "pharmaceuticals software electronics laboratories semiconductor resources energy films bank "
    "insurance air airlines airways steel mining petroleum foods pharma shipping lines "
    "telecom".split()
)
_PART = frozenset({"amod", "compound", "nmod"})
_SAID = frozenset({"Organization", "Place"})
_SEATS = frozenset("market shop station store".split())  # as much who runs them
_EITHER = frozenset(  # a person or a body
    "builder client competitor contractor designer developer donor exporter importer leader "
    "operator opponent owner partner player producer provider rival seller shareholder specialist "
    "sponsor supplier winner".split()
)
_OF_FIRMS = frozenset(  # what only bodies have, of what a possessive may own
    "founder co-founder cofounder ceo chairman chairwoman editor subsidiary headquarters profit "
    "revenue shareholder spokesman spokeswoman spokesperson".split()
)
_OF_LANDS = frozenset(  # what only countries have
    "ambassador army border capital coast economy parliament population".split()
)
_LANDFORMS = frozenset(  # before which a name is that of a place
    "basin bay coast desert district gulf island islands lake mountains peninsula province region "
    "river strait valley".split()
)
_CLUBS = frozenset({"city", "town", "county", "united"})
_BEAT = frozenset({"beat", "defeat", "thrash", "outplay"})
_GAMES = frozenset("defeat draw final fixture game loss match victory win".split())
_OF_TEAMS = frozenset("captain coach defender goalkeeper midfielder squad striker".split())
_PEOPLES = frozenset({"people", "tribe", "clan"})
_PAPERS = frozenset({"daily", "weekly", "tabloid", "newspaper"})
_WORKS = frozenset("album book documentary film movie musical novel opera play series song".split())
_MARKS = frozenset(['"', "“", "”", "‘", "’", "'", "``", "''"])
_ARTICLES = frozenset({"a", "an", "the"})
_UNSURE = frozenset({"", "Organization", "Product", "Thing", "Work"})  # what goods are taken for
_ENDINGS = {
    "Organization": frozenset(
        "inc inc. corp corp. ltd ltd. plc llc co co. group holdings times post journal tribune "
        "gazette herald telegraph guardian news press reuters airlines airways motors bank club "
        "united fc energy entertainment films foods insurance petroleum pictures records shipping "
        "studios telecom ventures".split()
    ),
    "Event": frozenset(
        "olympics games cup championship championships summit war festival fair expo".split()
    ),
    "Law": frozenset("act treaty pact constitution convention accord protocol".split()),
    "Place": frozenset(
        "street avenue road river lake mountain mount sea ocean strait bay island islands airport "
        "county district province square park bridge beach valley peninsula desert centre center "
        "tower stadium".split()
    ),
}


class Candidate(NamedTuple):
    """A name where it stands, with the label that the pipeline gave it."""

    text: str
    tokens: Span
    label: str


_SURE = 1.4  # of what a name is: more than one guess of the pipeline
_Ballots = defaultdict[str, defaultdict[str, float]]


def find_types(doc: Doc, names: Iterable[Candidate]) -> Mapping[str, str]:
    """The type of each name, in lower case, by all its mentions; "" where nothing tells one."""
    ballots: _Ballots = defaultdict(lambda: defaultdict(float))
    goods: defaultdict[str, float] = defaultdict(float)
    branded: set[str] = set()
    alone: set[str] = set()
    for name in names:
        text = name.text.casefold()
        ballot = ballots[text]
        for label, weight in _evidence(doc, name.tokens, name.label):
            ballot[label] += weight
        goods[text] += weigh_product(name.tokens)
        if has_brand(name.tokens):
            branded.add(text)
        if name.label or name.tokens.root.dep_ not in _PART:
            alone.add(text)  # not "the Video version"
    _count_people(ballots)
    _count_firms(ballots)
    _count_kinds(ballots)
    _count_goods(ballots, {t: goods[t] or 0.5 * (t in branded) for t in goods if t in alone})
    return {text: _winner(ballot) for text, ballot in ballots.items()}


def _winner(ballot: Mapping[str, float]) -> str:
    return max(sorted(ballot), key=lambda label: ballot[label], default="")


def _count_people(ballots: _Ballots) -> None:
    """A surname counts with its full name."""
    for text, ballot in ballots.items():
        # "Philip Ollivander" is no firm where "Ollivander" alone is nothing that the pipeline knows
        alone = ballots.get(text.rpartition(" ")[2]) if ballot.get("Person") else None
        if alone is not None and " " in text and _winner(alone) != "Organization":
            ballot["Person"] += 0.5
        elif (
            _is_unsure(text, ballot)
            and _winner(ballots.get(text.rpartition(" ")[2], {})) == "Person"
        ):
            ballot["Person"] += 1.5  # one "Shona Vale" read as a body beside "Vale" as a person
    people = [t for t, v in ballots.items() if " " in t and _winner(v) == "Person"]
    surnames = {text.rpartition(" ")[2] for text in people}
    surnames |= {word[3:] for word in surnames if word.startswith(("al-", "el-"))}
    for surname in surnames & ballots.keys():
        # "in Paris" keeps the city a city, where somebody of that name is about
        ballots[surname]["Person"] += 3 + sum(ballots[surname].values()) / 2
    for name in {text.partition(" ")[0] for text in people if _begins_with_call_name(text)}:
        is_place = name.title() in load_gazetteer().cities or load_gazetteer().find(name.title())
        if name in ballots and name not in surnames and not is_place:
            # not "KIM", the body, beside Kim Vale
            ballots[name]["Person"] += 2 * (ballots[name]["Organization"] < _SURE)


def _begins_with_call_name(text: str) -> bool:
    """Whether people are called by the first word of a name too: "Mateo Vale", "Park Seong-ho"."""
    words = text.split()
    is_korean = len(words) == 2 and "-" in words[1] and "-" not in words[0]
    return is_korean or bool(person_gender([words[0].title(), ""]))


def _is_unsure(text: str, ballot: Mapping[str, float]) -> bool:
    """Whether a name of two words was taken for a body once, and nothing else says that it is."""
    is_pair = text.count(" ") == 1 and text.replace(" ", "").isalpha()
    return is_pair and {k for k, v in ballot.items() if v} == {"Organization"} and (
        ballot["Organization"] <= 1.0
    )  # fmt: skip


def _count_firms(ballots: _Ballots) -> None:
    """A firm's name counts with the one that says what it is: "Vantor" with "Vantor Motors"."""
    for text in [t for t in ballots if t.rpartition(" ")[2] in _FIRMS]:
        name = text.rpartition(" ")[0]
        if name in ballots and name.title() not in load_gazetteer().cities:
            ballots[text]["Organization"] += 1
            ballots[name]["Organization"] += 1 + sum(ballots[name].values())


def _count_kinds(ballots: _Ballots) -> None:
    """A ship's or a storm's name counts with the one that says what it is: "HMS Vega"."""
    for text in [t for t in ballots if " " in t]:
        before, _, last = text.rpartition(" ")
        first, _, rest = text.partition(" ")
        is_ship = first.upper() in SHIPS
        name, kind = (rest, "Product") if is_ship else (last, "Event")
        is_storm = before.rpartition(" ")[2].title() in STORMS
        told = [t for t in (text, name) if _winner(ballots.get(t, {})) == kind]
        if (is_ship or is_storm) and name in ballots and told:
            for part in (text, name):
                ballots[part][kind] += 1 + sum(ballots[part].values())


def _count_goods(ballots: _Ballots, goods: Mapping[str, float]) -> None:
    """What is called as goods are, and does nothing that bodies do, is no body."""
    for text, weight in goods.items():
        ballot = ballots[text]
        if weight > 0 and _winner(ballot) in _UNSURE:
            ballot["Product"] += weight + ballot["Organization"] + ballot["Thing"]
    for text in ballots:
        first, _, rest = text.partition(" ")
        is_model = any(c.isdigit() for c in rest) and goods.get(text, 0) >= 0
        if is_model and first in ballots and _winner(ballots[first]) == "Product":
            ballots[text]["Product"] += 1 + ballots[text]["Organization"]


def _evidence(doc: Doc, tokens: Span, given: str) -> Iterator[tuple[str, float]]:
    """What speaks for each type: the pipeline's label, the name's own words, those around it."""
    if given == "Person" and any(c.isdigit() for t in tokens for c in t.text):
        given = "Thing"  # "G8"
    if given:
        # Alone, a name says little, and the pipeline guesses: "Takaichi" as an organization.
        yield given, 1.0 if len(tokens) > 1 else 0.6
    if len(tokens) > 1:
        yield from _first_name(tokens, given)
    for label, endings in _ENDINGS.items():
        if tokens[-1].lower_ in endings and (len(tokens) > 1 or given):
            yield label, 0.9 if label == "Place" else 1.2
    if tokens[-1].lower_ in INSTITUTIONS and tokens[-1].text[0].isupper():
        yield "Organization", 2.0
    if given and len(tokens) > 1 and _are_players(tokens[-1]):
        yield "Organization", 2.0
    if len(tokens) > 1 and (kind := _told_kind(tokens, given)):
        yield kind, 3.0
    if len(tokens) == 1 and tokens.text.isupper() and len(tokens.text) > 2:
        yield ("Thing", 2.0) if _is_counted(tokens[0]) else ("Organization", 0.8)
    yield from _context(doc, tokens, given)
    yield from _use(tokens, given)


def _first_name(tokens: Span, given: str) -> Iterator[tuple[str, float]]:
    """What a name says that begins as people's do: "Ann Vale", "Pavel Vale said", or has an age."""
    words = tokens.text.split()
    if _has_age(tokens[0].doc, tokens.end):
        yield "Person", 1.5
    if name_gender(tokens[0].text) and tokens[-1].lower_ not in INSTITUTIONS:
        yield "Person", 1.0
    elif given and len(words) == 2 and person_gender(words):
        is_speaker = tokens.root.dep_ == "nsubj" and tokens.root.head.lemma_ in {"say", "tell"}
        yield "Person", 1.5 * is_speaker


def _has_age(doc: Doc, end: int) -> bool:
    """Whether a name is followed by an age: "Ann Vale, 54,"."""
    words = [t.text for t in doc[end : end + 3]]
    return len(words) == 3 and words[0] == words[2] == "," and words[1].isdigit() and (
        len(words[1]) < 3
    )  # fmt: skip


def _is_in_marks(doc: Doc, tokens: Span) -> bool:
    """Whether quotation marks enclose a name, and its article, alone."""
    start = tokens.start - (tokens.start > 0 and doc[tokens.start - 1].text == "The")
    is_closed = tokens.end < len(doc) and doc[tokens.end].text in _MARKS
    return start > 0 and is_closed and doc[start - 1].text in _MARKS


def _told_kind(tokens: Span, given: str) -> str:
    """What the words before a name within it say: "HMS Vega", "Hurricane Ada"."""
    is_storm = given == "Event" and tokens[-2].text in STORMS
    return "Product" if tokens[0].text in SHIPS else "Event" if is_storm else ""


def _context(doc: Doc, tokens: Span, given: str) -> Iterator[tuple[str, float]]:
    before = doc[tokens.start - 1] if tokens.start else None
    if before is not None and _is_title(before) and tokens[-1].pos_ == "PROPN":
        yield "Person", 3.0
    if before is not None and before.lower_ in {"in", "at", "near"}:
        yield "Place", 1.0
    after = tokens.end
    while after < len(doc) and doc[after].lower_ in ROLE_WORDS:
        after += 1
    if after < len(doc) and doc[after].lower_ in LOCAL_OFFICES and doc[after].text[0].isupper():
        yield "Place", 2.0  # "Lind Deputy Mayor Ann Vale"
    yield from _said_of(tokens, given)
    yield from _owned(tokens)
    if given not in {"", "Person", "Product"} and len(tokens) > 1 and _is_in_marks(doc, tokens):
        yield "Work", 2.0
    if before is not None and before.lower_ in _PAPERS:
        yield "Organization", 2.0
    elif before is not None and before.lower_ in VESSELS and before.pos_ == "NOUN":
        yield "Product", 3.0
    elif before is not None and _is_thing(before):
        # "the website Agora", "the sedan Vega"
        yield "Product" if before.lemma_ in GOODS else "Thing", 1.5
    if any(c.lower_ == "who" for c in tokens.root.subtree if c.i >= tokens.end):
        yield "Person", 1.0


def _owned(tokens: Span) -> Iterator[tuple[str, float]]:
    """What a name owns, or stands before, or does, as a firm or a land alone may."""
    root = tokens.root
    thing = root.head.lemma_.lower()
    is_stock = thing == "share" and root.head.tag_ == "NNS"
    if root.dep_ == "poss" and (thing in _OF_FIRMS or is_stock):
        yield "Organization", 1.5
    if root.dep_ == "poss" and thing in _OF_LANDS:
        yield "Place", 1.5
    if root.dep_ in _PART and root.head.lower_ in _LANDFORMS and root.head.i == tokens.end:
        yield "Place", 1.5
    if len(tokens) > 1 and tokens[-1].lower_ in _CLUBS and _plays(root):
        yield "Organization", 2.0  # "Lind City beat Moro United"
    if root.dep_ in _PART and thing in _PEOPLES and root.head.i == tokens.end:
        yield "Group", 1.5  # "the Anari people"
    if _is_based(root) or (root.dep_ == "appos" and _is_based(root.head)):
        yield "Organization", 2.0


def _plays(name: Token) -> bool:
    """Whether a name is of one of two that play each other, or has a coach."""
    above = name.head
    is_beside = name.dep_ in {"nsubj", "dobj", "nsubjpass"} and above.lemma_ in _BEAT
    is_against = name.dep_ == "pobj" and above.lower_ == "against" and above.head.lemma_ in _GAMES
    has_coach = name.dep_ == "poss" and above.lemma_ in _OF_TEAMS
    return is_beside or is_against or has_coach


def _is_based(noun: Token) -> bool:
    """Whether something is "based in Lind", or employs people, as firms do."""
    is_seated = any(c.dep_ == "acl" and c.lower_ == "based" for c in noun.children)
    return is_seated or (noun.dep_ == "nsubj" and noun.head.lemma_ == "employ")


def _are_players(last: Token) -> bool:
    """Whether a name ends as those of teams do: "Lind Wanderers"."""
    word = last.lower_.removesuffix("s")
    return last.tag_ == "NNPS" and word != last.lower_ and noun_class(word) == "Person"


def _is_counted(token: Token) -> bool:
    """Whether an abbreviation stands for one of many things: "an MBA"."""
    return any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.lefts)


def _said_of(tokens: Span, given: str) -> Iterator[tuple[str, float]]:
    """What a common noun beside a name says that it is: "the brewer Lind", "Lind, a town"."""
    root = tokens.root
    nouns = [c for c in root.children if c.dep_ == "appos" and c.i >= tokens.end]
    nouns += [c for c in root.lefts if c.dep_ in _PART and c.i == tokens.start - 1]
    if root.dep_ == "appos":
        nouns.append(root.head)
    elif root.dep_ == "nsubj" and root.head.lemma_ == "be":
        nouns += [c for c in root.head.children if c.dep_ == "attr"]
    for noun in nouns:
        label = noun_class(noun.lemma_.lower()) if noun.pos_ == "NOUN" else ""
        is_person = label == "Person" and noun.lemma_ not in _EITHER and noun.dep_ not in _PART
        is_said = label in _SAID and noun.lemma_ not in _SEATS
        is_owned = len(tokens) > 1 and any(c.dep_ == "poss" for c in noun.lefts)  # "its chief, X"
        if noun.tag_ == "NN" and ((is_person and (given != "Place" or is_owned)) or is_said):
            yield label, 1.0 + 0.5 * is_owned
        elif noun.lemma_.title() in STORMS:
            yield "Event", 2.0  # "Ada, the worst storm in years"
        elif noun.lemma_ in _WORKS and noun.dep_ not in _PART:
            yield "Work", 2.0


def _use(tokens: Span, label: str) -> Iterator[tuple[str, float]]:
    """What the article says: "the Dax" and "a Vega" are no people."""
    root = tokens.root
    is_single = len(tokens) == 1 and root.tag_ == "NNP" and label == "Person"
    if is_single and any(child.lower_ in _ARTICLES for child in root.lefts):
        yield "Thing", 0.7


def _is_thing(token: Token) -> bool:
    """Whether a common noun before a name says that it names no person."""
    is_common = token.pos_ == "NOUN" and token.dep_ in {"compound", "nmod"} and token.text.islower()
    return is_common and noun_class(token.lemma_) in ("Thing", "Event")


def _is_title(token: Token) -> bool:
    is_before_name = token.dep_ in {"compound", "nmod", "amod"}
    return is_title(token.lower_) and (token.text[0].isupper() or is_before_name)
