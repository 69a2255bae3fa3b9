"""Short news out of a random generator: names that recur as in papers, and hardly a sentence twice.

A few people, firms and places are in the news all the time and most of them once: the next name is
drawn from a power law over a population that grows with the corpus. Full names are followed by
surnames, and many share one, so that there is much to link: as in a census, the 275 most frequent
of fifty thousand surnames are those of a quarter of all people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from random import Random

_SURNAMES = (
    "Abara Adler Almeida Arden Bakke Barlow Beck Berg Bianchi Blake Brandt Bruun Calder Castell "
    "Chandra Corbin Dahl Darrow Duarte Eklund Engel Farrow Fischer Fontana Garland Grieg Hadley "
    "Halvorsen Hansen Hanson Hartwell Holm Ibarra Ivanov Jansen Jensen Kaplan Keller Kimura Kovac "
    "Larsen Larson Lindqvist Lowell Marchetti Marlow Mbeki Meyer Mercer Moro Navarro Nilsen Novak "
    "Okafor Olsen Ortega Osei Palmer Pereira Petrov Quist Radley Ramos Renner Rossi Rowan Salazar "
    "Sato Schreiber Sharma Silva Stanton Steiner Tanaka Thorne Tiller Torres Ueda Valdez Varga "
    "Vogel Wagner Walsh Weber Whitlock Winter Yamada Yilmaz Zeller Zhou"
).split()
# Surnames beyond those, in two parts: of beginnings of the same consonants there is one.
_ONSETS = "B Br C Cl D Dr F Fl Fr G Gr H J K Kr L M N P Pr R S St T Tr V W Z".split()
_CODAS = ("b bb ck d dd g k l ld ll lm lt m mm n nd nn nt p r rd rk rl rn rr rt s ss st tt").split()
_ENDS = (
    "aard acci ado adze aga akis ano ards aro atti auer bach berg bourne by chuk combe cott cz "
    "dahl elli enko escu evic feld field ford gaard gren ham hauser holm iani idis ingham kamp ki "
    "kov land lehner ley lund man mere moor nagel nen oglu puu quist rath sen shaw ski stad strom "
    "ton umi vaara well wood yan"
).split()
_TITLES = (
    "Northern Atlas Meridian Harbour Crown Summit Delta Pioneer Beacon Granite Lakeside Orchard "
    "Falcon Sterling Juniper Cobalt"
).split()
_FIRMS = (
    ("Steel", "Energy", "Shipping", "Foods", "Rail", "Timber", "Chemicals", "Motors", "Textiles",
     "Mining", "Airways", "Power", "Telecom", "Cement", "Paper", "Glass"),
    ("Group", "Corporation", "Holdings", "Company", "Partners", "Works"),
)  # fmt: skip
_OFFICES = ("mayor", "finance minister", "police chief", "governor", "union leader", "spokesman",
            "chief executive", "judge", "senator", "ambassador")  # fmt: skip
_GOODS = ("grain", "copper", "fish", "trucks", "medicine", "steel", "oil", "timber", "cars",
          "fertilizer", "electricity", "cotton", "software", "coffee")  # fmt: skip
_VERBS = ("criticized", "met", "praised", "sued", "visited", "advised", "warned", "called",
          "accused", "thanked", "invited", "backed")  # fmt: skip
_FRAMES = (
    "{a} {verb} {b} {day} after talks about {goods} in {city}.",
    "{firm} bought {firm2} for ${n} million, {a}, its {office}, said {day}.",
    "{a}, the {office} of {city}, denied that {firm} had paid {n} workers in {city2}.",
    "{country} may ban imports of {goods} from {country2} unless {a} resigns, {b} told reporters.",
    "{firm} will build a plant for {goods} in {city} next year and hire {n} people.",
    "Police in {city} arrested {n} people after {a} {verb} {b} at a rally for {goods} workers.",
    "“We have not sold {goods} to {country}”, said {a}, who leads {firm}.",
    "{a} said {day} that {country} had exported {n} tons of {goods} to {country2}.",
    "{country} and {country2} agreed to cut tariffs on {goods} by {p} percent, {a} announced.",
    "{firm}, which employs {n} people in {city}, accused {firm2} of stealing plans for {goods}.",
    "{a} {verb} {b} because {firm} had closed its mine near {city} {day}.",
    "A court in {city} ordered {firm} to pay {a} ${n},000, although {b} had appealed.",
    "{country} sent {n} soldiers to {city} to guard {goods} that {firm} had stored there.",
    "{a} has not said whether {firm} will move from {city} to {city2}.",
)
_MORE = (
    "{short} also {verb} {b} and promised to return {day}.",
    "{short} rejected the claim, but {b} repeated it in {city}.",
    "“The price of {goods} in {city} fell by {p} percent”, {short} said.",
    "{short} asked {country} for {n} tons of {goods} for {city}.",
)
_START = date(2024, 1, 1)


def iter_news(count: int, sentences: int, seed: int = 11, days: int = 600) -> Iterator[str]:
    """So many records as lines of JSON, each of so many sentences and one more.

    The first of a longer run of as many days are those of a shorter one.
    """
    for number in range(count):
        yield json.dumps(_Writer(number, Random(f"{seed}/{number}"), days).record(sentences))


class _Writer:
    """Writes one report."""

    def __init__(self, number: int, chance: Random, days: int) -> None:
        self._number = number
        self._chance = chance
        self._day = _START + timedelta(days=number % days)

    def record(self, sentences: int) -> dict[str, str]:
        named: list[str] = []
        lines = []
        for _ in range(sentences):
            frame = self._chance.choice(_FRAMES)
            first = self._person()
            lines.append(self._fill(frame, first, named[-1] if named else first))
            named.append(first)
        lines.append(self._fill(self._chance.choice(_MORE), self._person(), named[0]))
        return {
            "text": " ".join(line[0].upper() + line[1:] for line in lines),
            "title": lines[0].split(",")[0].rstrip("."),
            "date": self._day.isoformat(),
            "source": f"Paper {self._rank(40)}",
        }

    def _fill(self, frame: str, person: str, before: str) -> str:
        day = self._day - timedelta(days=self._chance.randrange(30))
        return frame.format(
            a=person, b=self._person(), short=before.split()[-1],
            verb=self._chance.choice(_VERBS), office=self._chance.choice(_OFFICES),
            goods=self._chance.choice(_GOODS), firm=self._firm(), firm2=self._firm(),
            city=self._city(), city2=self._city(), country=self._country(),
            country2=self._country(),
            n=self._chance.randrange(11, 990), p=self._chance.randrange(2, 60),
            day=f"on {day.day} {day:%B %Y}",
        )  # fmt: skip

    def _rank(self, among: int) -> int:
        """A number below another, the low ones far more often."""
        return int(among ** self._chance.random()) - 1

    def _person(self) -> str:
        rank = self._rank(2 * self._number + 200)
        return f"{_GIVEN[rank * 7919 % len(_GIVEN)]} {_surname(rank)}"

    def _city(self) -> str:
        return _CITIES[self._rank(900)]

    def _country(self) -> str:
        return _COUNTRIES[self._rank(len(_COUNTRIES)) * 37 % len(_COUNTRIES)]

    def _firm(self) -> str:
        rank = self._rank(self._number + 100)
        kinds = (
            words[rank * step % len(words)] for words, step in zip(_FIRMS, (5, 7), strict=True)
        )
        return f"{_NAMED_AFTER[_shared(rank, len(_NAMED_AFTER))]} {' '.join(kinds)}"


def _shared(rank: int, among: int) -> int:
    """What the holder of a rank has of so many names, the first far more often than the last.

    The law is Mandelbrot's; it gives surnames the shares that a census finds.
    """
    return int(_HEAD * (among / _HEAD + 1) ** (rank * _SPREAD % 1) - _HEAD)


def _surname(rank: int) -> str:
    number = _shared(rank, _MANY)
    if number < len(_SURNAMES):
        return _SURNAMES[number]
    start, end = divmod(number * _MIX % _MANY, len(_ENDS))
    return _STARTS[start] + _ENDS[end]


def _column(name: str, column: int, kind: str = "") -> list[str]:
    """A column of one of our tables, where the one before it is of this kind."""
    text = (files("kg") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return [row[column] for row in rows if not kind or row[column - 1] == kind]


_STARTS = [
    onset + "aeiou"[(i + 2 * j) % 5] + coda
    for i, onset in enumerate(_ONSETS)
    for j, coda in enumerate(_CODAS)
]
_NAMED_AFTER = (*_TITLES, *(f"{start}{'aeio'[n % 4]}x" for n, start in enumerate(_STARTS)))
_MANY = len(_STARTS) * len(_ENDS)  # surnames
_MIX = 20_011  # has no divisor in common with their number
_HEAD = 50  # so many names are nearly equally frequent
_SPREAD = (5**0.5 - 1) / 2  # its multiples are spread evenly between whole numbers
_GIVEN = [
    name
    for line in (files("kg") / "data" / "given_names.tsv").read_text("utf-8").splitlines()
    for name in line.split("\t")[1].split()
]
_CITIES = _column("cities", 0)
_COUNTRIES = _column("countries", 2, "country")
