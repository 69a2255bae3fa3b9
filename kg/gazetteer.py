"""Countries, regions, unions, their words and capitals, larger cities, and firms, by name."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_RANK = {"country": 0, "organization": 1, "region": 2, "territory": 3}
_TYPES = {"country": "Country", "organization": "Organization"}
# Names that are people's or things' names as often: the text must say that a place is meant.
AMBIGUOUS = frozenset(
    "Chad Georgia Jordan Turkey Jersey Niger Guinea Mali Reading Nice Virginia Montana".split()
)

_MEANT = {"Congo": "CD"}  # of two countries the one that the news calls so


@dataclass(frozen=True, slots=True)
class Place:
    """A country or the like, with the words that stand for it. Equal when codes are equal."""

    code: str
    kind: str  # country, organization, region, territory
    name: str
    wikidata: str = ""
    geonames: str = ""
    capital: str = ""
    capital_wikidata: str = ""
    capital_geonames: str = ""
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    epithets: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """What it is among `ENTITY_TYPES`."""
        return _TYPES.get(self.kind, "Place")


@dataclass(frozen=True, slots=True)
class City:
    """A city of at least 100,000 people."""

    name: str
    country: str  # ISO 3166 code
    geonames: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places under each of their words. A word of two countries ("Korean") is left out."""

    places: Mapping[str, Place]
    names: Mapping[str, Place]
    adjectives: Mapping[str, Place]
    people: Mapping[str, Place]
    capitals: Mapping[str, Place]
    seats: Mapping[str, Place]  # of unions that act by the name of a city: "Brussels"
    epithets: Mapping[str, Place]
    cities: Mapping[str, City]

    def find(self, text: str) -> Place | None:
        """The place of a name, an adjective or a word for its people, as news writes it.

        >>> place = load_gazetteer().find("the U.S.")
        >>> place.name if place else None
        'United States'
        """
        word = text.removeprefix("the ").removeprefix("The ")
        for table in (self.names, self.adjectives, self.people):
            if word in table:
                return table[word]
        return None


@cache
def load_gazetteer() -> Gazetteer:
    """Read the tables that come with the package, once."""
    places = [_read_place(row) for row in _rows("countries.tsv")]
    cities: dict[str, City] = {}
    for row in _rows("cities.tsv"):  # largest first
        cities.setdefault(row["name"], City(row["name"], row["country"], row["geonames"]))
    capitals = _index((p.capital, p) for p in places if p.kind == "country")
    return Gazetteer(
        places={p.code: p for p in places},
        names={
            **_index((name, p) for p in places for name in p.aliases),
            **{p.name: p for p in sorted(places, key=lambda p: -_RANK[p.kind])},
            **{name: p for name, code in _MEANT.items() for p in places if p.code == code},
        },
        adjectives=_index((word, p) for p in places for word in p.adjectives),
        people=_index((word, p) for p in places for word in p.people),
        capitals={c: p for c, p in capitals.items() if c and c != p.name},
        seats={p.capital: p for p in places if p.capital and p.kind == "organization"},
        epithets=_index((word.lower(), p) for p in places for word in p.epithets),
        cities=cities,
    )


@cache
def load_organizations() -> Mapping[str, str]:
    """Wikidata numbers of firms and agencies that are in many places, by name."""
    return {row["name"]: row["wikidata"] for row in _rows("organizations.tsv")}


def _rows(file: str) -> list[dict[str, str]]:
    text = files("kg").joinpath("data", file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def _read_place(row: dict[str, str]) -> Place:
    plain = {k: row[k] for k in ("code", "kind", "name", "wikidata", "geonames")}
    capital = {k: row[k] for k in ("capital", "capital_wikidata", "capital_geonames")}
    lists = ("adjectives", "people", "aliases", "epithets")
    words = {k: tuple(filter(None, row[k].split("|"))) for k in lists}
    return Place(**plain, **capital, **words)  # type: ignore[arg-type]


def _index(pairs: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Places by word; a country comes before a territory, and two countries rule each other out."""
    found: dict[str, list[Place]] = defaultdict(list)
    for word, place in pairs:
        if place not in found[word]:
            found[word].append(place)
    index = {}
    for word, places in found.items():
        best = min(_RANK[p.kind] for p in places)
        first = [p for p in places if _RANK[p.kind] == best]
        if len(first) == 1:
            index[word] = first[0]
    return index
