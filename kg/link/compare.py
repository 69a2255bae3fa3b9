"""When two names are one: forms of a name in which writers and transliterations agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from kg.words import PARTICLES, is_surname_first, name_gender, person_gender

_COMPANY = frozenset(
    "inc incorporated corp corporation ltd limited plc llc co company ag sa nv gmbh".split()
)
_GROUPS = frozenset({"grupo", "groupe", "gruppo"})
_SPELT = {"centre": "center", "defence": "defense", "mt": "mount", "theatre": "theater"}
_GENERATIONS = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
_ENDING_I = re.compile(r"(?:iy|yy|ij|ii|y|i)\b")
_DOUBLED = re.compile(r"(.)\1")
_PARTICLE = re.compile(r"(?:(?<=\w )|^(?=\w+-))(?:al|el|ad|ar|as)[- ]+(?=\w)", re.IGNORECASE)
SURNAME_ARTICLES = frozenset({"al-", "el-", "al ", "el "})  # keys leave them out
_LEADING = PARTICLES - {"di", "do", "du", "la", "le"}  # what begins a surname that stands alone
_NICKNAME = re.compile(r"(?<=\w )[\"“‘(]([^\"“”‘’()]+)[\"”’)] (?=\w)")
_POSSESSIVE = re.compile(r"['’]s?\b")
_SIGNS = re.compile(r"[^\w&]+")


@lru_cache(8_000)
def plain(name: str) -> str:
    """Lower case, without accents, dots, marks, article and possessive.

    >>> plain("The U.S.’s"), plain("Türkiye")
    ('us', 'turkiye')
    """
    text = name
    if not name.isascii():
        text = unicodedata.normalize("NFKD", name)
    text = _POSSESSIVE.sub("", text)
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_SIGNS.sub(" ", text.casefold().replace(".", "")).split()).removeprefix("the ")


@lru_cache(8_000)
def person_key(name: str) -> tuple[str, ...]:
    """The words of a person's name as any transliteration gives them, without middle initials.

    What tells the son from the father goes with the given name, so that surnames stay last.

    >>> person_key("Volodymyr Zelenskyy") == person_key("Volodymyr Zelensky")
    True
    >>> person_key("Donald J. Trump"), person_key("Ali al-Amri") == person_key("Ali Amri")
    (('donald', 'trump'), True)
    >>> person_key("Bo Kent Jr."), person_key("Bo Kent"), person_key("Charles III")
    (('bo jr', 'kent'), ('bo', 'kent'), ('charles iii',))
    >>> person_key("Ana Moro da Costa"), person_key("Van den Berg")
    (('ana', 'moro', 'da-costa'), ('van-den-berg',))
    >>> person_key("Lin Mei-hua") == person_key("Mei-hua Lin")
    True
    """
    joined = _PARTICLE.sub("", _NICKNAME.sub("", name))
    if is_surname_first(joined.split()):
        joined = " ".join(reversed(joined.split()))
    words = list(_with_particles(plain(joined.replace("-", "")).split()))
    generation = ""
    while len(words) > 1 and words[-1] in _GENERATIONS:
        generation = f" {_GENERATIONS[words.pop()]}"
    kept = [w for i, w in enumerate(words) if len(w) > 1 or i in (0, len(words) - 1)]
    return tuple(_fold(w) + (generation if i == 0 else "") for i, w in enumerate(kept))


def _with_particles(words: Sequence[str]) -> Iterator[str]:
    """The words of a name, each with the particles before it."""
    run: list[str] = []
    for i, word in enumerate(words):
        if word in PARTICLES and i + 1 < len(words) and (run or i or word in _LEADING):
            run.append(word)
        else:
            yield "-".join((*run, word))
            run = []


def bare_surname(surname: str) -> str:
    """A surname, as keys have it, without its particles: "Beethoven" of "van Beethoven"."""
    return surname.rpartition("-")[2]


def nickname_of(name: str) -> str:
    """What stands in quotation marks or brackets within a person's name.

    >>> nickname_of('Robert "Red" Vale')
    'Red'
    """
    found = _NICKNAME.search(name)
    return found[1] if found else ""


def _fold(word: str) -> str:
    word = _ENDING_I.sub("i", word).replace("kh", "h").replace("ou", "u").replace("ks", "x")
    return _DOUBLED.sub(r"\1", word)


def is_same_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two full names are one: the same, or one without the other's first or middle names.

    >>> is_same_person(("john", "smith"), ("j", "smith"))
    True
    >>> is_same_person(("john", "smith"), ("jane", "smith"))
    False
    >>> is_same_person(("moro", "da-costa"), ("ana", "moro", "da-costa"))
    True
    """
    if left[-1] != right[-1] or len(left) < 2 or len(right) < 2:
        return False
    few, many = sorted((left, right), key=len)
    first = few[0].capitalize()
    is_given = bool(name_gender(first) or person_gender([first, ""]))
    if few == many[-len(few) :] != many and not is_given:
        return True  # not "Paul Vale" of "John Paul Vale"
    for one, other in ((left, right), (right, left)):  # "J. Edgar Vale Sr." and "Edgar Vale"
        if len(one) > 2 and len(one[0].partition(" ")[0]) == 1 and one[1] == other[0]:
            return set(one[1:]) <= set(other) or set(other) <= set(one)
    is_initial = 1 in (len(left[0]), len(right[0])) and left[0][0] == right[0][0]
    if left[0] != right[0] and not is_initial:
        return False
    return set(left[1:]) <= set(right[1:]) or set(right[1:]) <= set(left[1:])


def is_misspelt(left: str, right: str) -> bool:
    """Whether two words of a name differ as one hand's slip does: one letter, or two changed about.

    >>> is_misspelt("kristen", "kristin"), is_misspelt("anna", "hanna"), is_misspelt("li", "lu")
    (True, False, False)
    """
    if min(len(left), len(right)) < 5 or left[0] != right[0] or left == right:
        return False
    if " " in left + right:  # "bo jr" and "bo sr"
        return False
    return OSA.distance(left, right, score_cutoff=1) == 1


@lru_cache(8_000)
def sounds(name: tuple[str, ...]) -> tuple[str, str] | None:
    """The consonants of a given name and a surname, which transcriptions agree on, if enough.

    >>> sounds(("vladimir", "zelenski")) == sounds(("volodimir", "zelenskii"))
    True
    >>> sounds(("ann", "moran")), sounds(("bo jr", "kent"))
    (None, None)
    """
    if len(name) != 2 or " " in name[0]:  # who has a middle name is another, or known by it
        return None
    given, surname = (_consonants(word) for word in (name[0], name[-1]))
    return (given, surname) if len(given) > 2 and len(surname) > 3 else None


def _consonants(word: str) -> str:
    same = word.replace("x", "ks").replace("c", "k").replace("q", "k").replace("w", "v")
    return _DOUBLED.sub(r"\1", re.sub("[aeiouyjh'-]", "", same))


def is_nickname(left: str, right: str) -> bool:
    """Whether two given names, as keys have them, are often one person's.

    >>> is_nickname("fred", "frederick"), is_nickname("fred", "john")
    (True, False)
    """
    return right in nicknames().get(left, frozenset())


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Each given name with those that may stand for it, and for which it may stand."""
    from nicknames import NickNamer  # late, as it reads a table

    pairs = {
        (_fold(one), _fold(other))
        for long, names in NickNamer().nickname_lookup.items()
        for short in names
        for one, other in ((long, short), (short, long))
        if name_gender(long.capitalize()) == name_gender(short.capitalize())
    }
    found: dict[str, set[str]] = {}
    for one, other in (pair for pair in pairs if pair[0] != pair[1]):
        found.setdefault(one, set()).add(other)
    return {name: frozenset(others) for name, others in found.items()}


@lru_cache(8_000)
def organization_key(name: str) -> str:
    """An organization's name without its legal form, with "ministry of X" as "X ministry".

    >>> organization_key("Ministry of Foreign Affairs"), organization_key("Acme Corp.")
    ('foreign ministry', 'acme')
    >>> organization_key("Grupo Lind"), organization_key("House of Representatives")
    ('lind group', 'house')
    """
    words = [_SPELT.get(word, word) for word in plain(name).split()]
    while len(words) > 1 and words[-1] in _COMPANY:
        words.pop()
    text = " ".join(words)
    body = re.fullmatch(r"(ministry|department|parliament|government) (?:of|for) (.+)", text)
    if body:
        text = f"{body[2]} {body[1]}"
    if len(words) > 1 and words[0] in _GROUPS:
        text = f"{' '.join(words[1:])} group"
    text = "house" if text == "house of representatives" else text
    return text.replace("foreign affairs ministry", "foreign ministry")


def is_short_for(short: str, long: str) -> bool:
    """Whether a short form is a longer name's end, or its front before "of".

    >>> is_short_for("Journal", "The Wall Street Journal"), is_short_for("Wall", "Wall Street")
    (True, False)
    >>> is_short_for("Court", "Supreme Court of Cassation")
    True
    """
    few, many = plain(short).split(), plain(long).split()
    front = many[: many.index("of")] if "of" in many else many
    return 0 < len(few) < len(many) and few in (many[-len(few) :], front[-len(few) :])


def is_acronym(short: str, long: str) -> bool:
    """Whether a short name is made of the first letters of the words of a long one.

    >>> is_acronym("LDP", "Liberal Democratic Party"), is_acronym("WHO", "World Bank")
    (True, False)
    """
    letters = short.replace(".", "")
    if len(letters) < 2 or not letters.isupper():
        return False
    words = long.replace("-", " ").split()
    big = "".join(w[0] for w in words if w[0].isupper())
    return letters in (big, "".join(w[0].upper() for w in words))
