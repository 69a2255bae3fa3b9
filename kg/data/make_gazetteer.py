"""Writes countries.tsv and cities.tsv from two packages and additions.tsv; see README.md.

Run as `python make_gazetteer.py ATLAS BORDERS`: atlas.sqlite3 of pyworldatlas and borders.json of
@rapideditor/country-coder.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    "code", "kind", "name", "wikidata", "geonames", "capital", "capital_wikidata",
    "capital_geonames", "adjectives", "people", "aliases", "epithets",
)  # fmt: skip
LISTS = ("adjectives", "people", "aliases", "epithets")
Row = dict[str, str]


def read_countries(atlas: sqlite3.Connection, borders: Path) -> Iterator[Row]:
    """One row a country or territory with an ISO code."""
    features = json.loads(borders.read_text("utf-8"))["features"]
    places = {p["iso1A2"]: p for f in features if "iso1A2" in (p := f["properties"])}
    atlas.row_factory = sqlite3.Row
    for c in atlas.execute("SELECT * FROM country ORDER BY alpha2"):
        place = places.get(c["alpha2"], {})
        names = [r[0] for r in _rows(atlas, "name FROM country_name", c["id"])]
        words = _rows(atlas, "noun, adjective FROM country_demonym", c["id"])
        capital = _rows(atlas, "name, geonames_id, is_primary FROM capital", c["id"])
        seat = max(capital, key=lambda r: r["is_primary"], default=None)
        yield {
            "code": c["alpha2"],
            "kind": "territory" if "country" in place else "country",
            "name": c["name"],
            "wikidata": place.get("wikidata", ""),
            "geonames": str(c["geonames_id"] or ""),
            "capital": seat["name"] if seat else "",
            "capital_geonames": str(seat["geonames_id"] or "") if seat else "",
            "adjectives": "|".join(w for r in words for w in _adjectives(r["adjective"])),
            "people": "|".join(w for r in words for w in _people(r["noun"])),
            "aliases": "|".join(dict.fromkeys(n for n in names if n != c["name"])),
        }


def _rows(atlas: sqlite3.Connection, what: str, country: int) -> list[sqlite3.Row]:
    return atlas.execute(f"SELECT {what} WHERE country_id = ? ORDER BY 1", (country,)).fetchall()


def _adjectives(text: str | None) -> list[str]:
    """The Factbook's "Saudi or Saudi Arabian" as two words, its remarks dropped."""
    plain = re.sub(r"\([^)]*\)|note - .*|former term", "", text or "")
    return [w.strip() for w in re.split(r"[;,/]| or ", plain) if w.strip()]


def _people(text: str | None) -> list[str]:
    """The Factbook's "Dane(s)" as Dane and Danes."""
    words = []
    for part in re.split(r"[;,/]| or ", text or ""):
        word = re.sub(r"\s*\((?!s\)|men\)|women\))[^)]*\)", "", part).strip()
        stem = re.match(r"(.*?)(man|woman)?\s?\((s|men|women)\)$", word)
        if stem:
            words += [stem[1] + (stem[2] or ""), stem[1] + stem[3]]
        elif word and "note" not in word and word != "NA":
            words.append(word)
    return words


def amend(rows: dict[str, Row]) -> None:
    """Lay additions.tsv over the rows: a cell replaces a cell, a list is added to a list."""
    with (HERE / "additions.tsv").open(encoding="utf-8", newline="") as file:
        for extra in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            row = rows.setdefault(extra["code"], {"code": extra["code"]})
            if extra["name"] and row.get("name", extra["name"]) != extra["name"]:
                row["aliases"] = "|".join(filter(None, [row.get("aliases", ""), row["name"]]))
            for column, cell in extra.items():
                if cell and column in LISTS:
                    known = row.get(column, "").split("|")
                    row[column] = "|".join(dict.fromkeys(filter(None, known + cell.split("|"))))
                elif cell:
                    row[column] = cell


def main(atlas_path: str, borders_path: str) -> None:
    """Write both tables."""
    atlas = sqlite3.connect(atlas_path)
    rows = {row["code"]: row for row in read_countries(atlas, Path(borders_path))}
    amend(rows)
    with (HERE / "countries.tsv").open("w", encoding="utf-8", newline="\n") as file:
        print(*COLUMNS, sep="\t", file=file)
        for row in rows.values():
            print(*(row.get(c, "") for c in COLUMNS), sep="\t", file=file)
    with (HERE / "cities.tsv").open("w", encoding="utf-8", newline="\n") as file:
        print("name", "country", "geonames", sep="\t", file=file)
        for city in atlas.execute(
            "SELECT city.name, alpha2, city.geonames_id FROM city JOIN country"
            " ON country.id = country_id WHERE city.population >= 100000"
            " ORDER BY city.population DESC, city.name, alpha2"
        ):
            print(*city, sep="\t", file=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
