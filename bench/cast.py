"""Invented news from a seed, in which who each name means is known.

Hard on purpose: homonyms, slips of the pen, transliterations, married names, acronyms that clash,
father and son. Each identity belongs to one of these kinds, or to none ("plain").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from random import Random

KINDS = ("plain", "homonym", "misspelling", "transliteration", "married name", "acronym",
         "father and son")  # fmt: skip
_PEOPLE = ("plain", *(kind for kind in KINDS if kind != "acronym"))
_GIVEN = {
    "masculine": "Thomas Lucas Peter Martin Andrew Daniel Henry Simon Walter Philip".split(),
    "feminine": "Ingrid Clara Helen Martha Julia Nora Sophie Laura Emma Diana".split(),
}
_SURNAMES = (
    "Ardenfelt Brandtner Calloway Drummond Ellingsen Fairweather Goldmark Hartwell Ivarsen "
    "Jellicoe Kingsley Lindqvist Mortensen Nakagawa Okonkwo Pemberton Quigley Rosenthal "
    "Satterfield Thorvald Underhill Vandermeer Whitcombe Yardley Zimmerman Ashworth Blackwood "
    "Carruthers Davenport Eriksson Featherstone Greenhalgh Holloway Isherwood Kowalczyk Longstaff "
    "Merriweather Northcott Ollivander Prendergast Ravenscroft Silvester Tillotson Weatherby"
).split()
_ROOTS = "Bran Thor Lind Hart Gold Mar Stein Hal Wes Kirk Nor Ed Ash Wold Ren Sel".split()
_ENDS = "berg holm quist stad ford wick mann dal gard lund ton by well more field worth".split()
_COUNTRIES = (
    ("Norway", "Norwegian"), ("Peru", "Peruvian"), ("Kenya", "Kenyan"), ("Canada", "Canadian"),
    ("Portugal", "Portuguese"), ("Hungary", "Hungarian"), ("Chile", "Chilean"),
    ("Estonia", "Estonian"), ("Ghana", "Ghanaian"), ("Austria", "Austrian"),
)  # fmt: skip
_ROLES = "minister senator lawyer judge footballer economist engineer bishop singer coach".split()
_FIELDS = "Dairy Development Diamond Docks Data Drama".split()
_BODIES = "Bank Board Bureau".split()
# One name as two newsrooms transcribe it.
_SPELT = (
    ("Oleksandr", "Olexandr"), ("Mohammed", "Mohamed"), ("Khaled", "Khaled"),
    ("Dmitriy", "Dmitry"), ("Yousef", "Yousef"), ("Andriy", "Andrii"),
), (
    ("Kovalskyy", "Kovalsky"), ("Haddad", "Hadad"), ("Mansour", "Mansur"),
    ("Belyayskiy", "Belyaysky"), ("al-Amri", "Amri"), ("Sobolevskyy", "Sobolevskiy"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the company they keep. `later` is the name since the wedding."""

    identity: str
    kind: str
    given: str
    surname: str
    gender: str
    role: str
    country: tuple[str, str]
    body: Body
    spelt: tuple[str, ...] = ()  # full names by which others write of the person
    later: str = ""

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"


@dataclass(frozen=True, slots=True)
class Body:
    """An organization with its short form."""

    identity: str
    kind: str
    name: str
    acronym: str
    country: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A name in a text: its place, half-open in characters, and whom it means."""

    start: int
    end: int
    identity: str
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """A text and what its names mean."""

    id: str
    text: str
    names: tuple[Told, ...]


Part = str | tuple[str, Person | Body]


def make_reports(count: int, seed: int = 7) -> list[Report]:
    """So many texts on some four people and bodies each."""
    random = Random(seed)
    people = _cast(random, max(count // 6, 24))
    return [_report(random, n, people) for n in range(count)]


def _cast(random: Random, size: int) -> list[Person]:
    """People of each kind, one of each kind in turn."""
    bodies = list(_bodies(size // 3))
    names = list(_full_names(random, size))
    people: list[Person] = []
    for n in range(size):
        kind = _PEOPLE[n % len(_PEOPLE)]
        gender, given, surname = names[n]
        person = Person(f"p{n}", kind, given, surname, gender, _ROLES[n % len(_ROLES)],
                        _COUNTRIES[n % len(_COUNTRIES)], bodies[n % len(bodies)])  # fmt: skip
        others = [b for b in bodies if b.country not in (person.country, person.body.country)]
        people += _versions(random, person, random.choice(others))
    return people


def _full_names(random: Random, size: int) -> Iterator[tuple[str, str, str]]:
    names = len(_GIVEN) * len(_GIVEN["feminine"])
    more = (f"{one}{other}" for one, other in product(_ROOTS, _ENDS))
    surnames = [*_SURNAMES, *islice(more, max(0, 2 * size // names - len(_SURNAMES)))]
    pool = [(g, name, s) for g, given in _GIVEN.items() for name in given for s in surnames]
    yield from random.sample(pool, size)


def _bodies(size: int) -> Iterator[Body]:
    """Bodies of a few acronyms, each acronym with several bodies in different countries."""
    for n in range(max(size, 8)):
        country = _COUNTRIES[n % len(_COUNTRIES)]
        field, body = _FIELDS[(n * 5) % len(_FIELDS)], _BODIES[(n // 2) % len(_BODIES)]
        name = f"{country[1]} {field} {body}"
        yield Body(f"b {name}", "acronym", name, "".join(w[0] for w in name.split()), country)


def _versions(random: Random, person: Person, other: Body) -> Iterator[Person]:
    """The person, and the one that could be taken for the same."""
    i, k = person.identity, person.kind
    if k == "transliteration":
        which = int(i[1:]) // len(_PEOPLE) % 36
        given, surname = _SPELT[0][which % 6], _SPELT[1][(which + which // 6) % 6]
        spelt = tuple(f"{one} {other}" for one, other in product(given, surname))
        yield replace(person, given=given[0], surname=surname[0], gender="masculine",
                      spelt=tuple(dict.fromkeys(spelt)))  # fmt: skip
    elif k == "misspelling":
        spelt = (person.name, f"{person.given} {_slip(random, person.surname)}")
        yield replace(person, spelt=spelt)
    elif k == "married name" and person.gender == "feminine":
        taken = random.choice(_SURNAMES)
        surname = f"{taken}-{person.surname}" if random.random() < 0.5 else taken
        later = f"{person.given} {surname}"
        yield replace(person, spelt=(person.name, later), later=later)
    else:
        yield person
    if k == "homonym":  # the same name in another country, another trade, with other company
        role = _ROLES[(_ROLES.index(person.role) + 5) % len(_ROLES)]
        yield replace(person, identity=f"{i}b", role=role, country=other.country, body=other)
    if k == "father and son":
        given = random.choice([n for n in _GIVEN["masculine"] if n != person.given])
        yield replace(person, identity=f"{i}b", given=given, gender="masculine", role="lawyer")


def _slip(random: Random, surname: str) -> str:
    """Two letters changed about within the name."""
    at = random.randrange(2, len(surname) - 2)
    return surname[:at] + surname[at + 1] + surname[at] + surname[at + 2 :]


def _report(random: Random, number: int, people: list[Person]) -> Report:
    hero = people[number % len(people)]
    friends = [p for p in people if p.body == hero.body and p.name != hero.name]
    friend = random.choice(friends or [p for p in people if p.name != hero.name])
    text, names = "", []
    for part in _parts(random, hero, friend):
        if isinstance(part, str):
            text += part
            continue
        words, who = part
        names.append(Told(len(text), len(text) + len(words), who.identity, who.kind))
        text += words
    return Report(f"report{number:05}", text, tuple(names))


def _parts(random: Random, hero: Person, friend: Person) -> Iterator[Part]:
    """The sentences of a report, names apart; some say less of who it is about than others."""
    full = random.choice(hero.spelt) if hero.spelt else hero.name
    is_kin = hero.surname == friend.surname  # two of one family go by their given names
    short, other = (hero.given, friend.given) if is_kin else (full.split()[-1], friend.surname)
    body, land = hero.body, hero.country
    verb = random.choice(("praised", "criticised", "visited", "sued"))
    day = random.choice(("Monday", "Tuesday", "Thursday"))
    opening = random.choice((f"{land[1]} {hero.role} ", f"{land[1]} {hero.role} ", ""))
    first = full.split()[-1] if opening and random.random() < 0.15 else full
    yield from (opening, (first, hero), f" {verb} the ")
    if random.random() < 0.75:
        yield from ((body.name, body), " (", (body.acronym, body), ")")
    else:
        yield (body.acronym, body)
    yield f" in {land[0]} on {day}. "
    if hero.later and full == hero.later and random.random() < 0.3:
        yield from ((full, hero), ", formerly ", (hero.name, hero), ", spoke for an hour. ")
    pronoun = "He" if hero.gender == "masculine" else "She"
    trade = f"{'an' if friend.role[0] in 'aeiou' else 'a'} {friend.role}"
    yield from ((short, hero), " met ", (friend.name, friend), f", {trade}. ")
    yield from (f"{pronoun} said the talks had gone well. ", (other, friend))
    yield from (" thanked ", (short, hero), f" and left {land[0]} the next day. The ")
    yield from ((body.acronym, body), " will publish a report.")
