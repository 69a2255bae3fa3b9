"""The graph against gold: precision, recall and F1 by the field's own definitions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluate.cache import cached_figures
from kg.evaluate.corpus import Recipe
from kg.evaluate.score import Figure
from kg.fingerprint import DEFAULT_PIPELINE

__all__ = ["SETS", "Figure", "run", "to_json"]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Which module scores a set, and the figures that it makes, in their order."""

    module: str
    metrics: tuple[str, ...]


SETS: Mapping[str, GoldSet] = {
    "seeds": GoldSet("seeds", ("found", "right", "violations")),
    "benchie": GoldSet("benchie", ("f1",)),
    "carb": GoldSet("carb", ("f1", "auc")),
    "meantime": GoldSet(
        "meantime",
        (
            "entity_mentions",
            "coreference_conll",
            "instances",
            "event_triggers",
            "event_roles_exact",
            "event_roles_relaxed",
            "polarity",
            "certainty",
            "tense",
            "reported_speech",
            "time_span",
            "time_value",
            "linking",
            "timelines",
        ),
    ),
    "gum_news": GoldSet(
        "gum",
        ("entity_types", "coreference_conll", "pronouns", "linking", "dates", "attribution"),
    ),
    "plover_gsr": GoldSet(
        "plover",
        ("class_macro_f1", "source_target_exact", "source_target_overlap", "direction_errors"),
    ),
    "re3d": GoldSet("re3d", ("recall_exact", "recall_overlap")),
    "ecbplus": GoldSet(
        "ecbplus",
        ("entities_conll", "events_conll", "entities_conll_given", "events_conll_given"),
    ),
    "knowledgenet": GoldSet("knowledgenet", ("text_f1", "link_f1")),
}


def run(
    gold: Path,
    *,
    split: str = "dev",
    only: Collection[str] = (),
    show_misses: bool = False,
    without: Collection[str] = (),
    pipeline: str = "",
    fresh: bool = False,
) -> list[Figure]:
    """Score the pipeline on each set found in the gold folder, or on those named in `only`.

    `without` leaves repairs out by name, to measure what they are worth. Figures come from the
    user's cache folder while neither code nor gold has changed; `fresh` makes them anew. Misses and
    false finds are dropped unless asked for.

    Raises EvaluationError where the folder or a set asked for by name is missing.
    """
    recipe = Recipe(pipeline or DEFAULT_PIPELINE, tuple(sorted(without)))
    figures = [
        figure
        for name, folder in _folders(Path(gold).resolve(), only)
        for figure in _figures(name, folder, split, recipe, fresh=fresh)
    ]
    return figures if show_misses else [replace(f, misses=(), false_finds=()) for f in figures]


def to_json(figures: Iterable[Figure]) -> list[dict[str, object]]:
    """One record a figure, as `kg eval --format json` prints them."""
    return [figure.to_json() for figure in figures]


def _folders(gold: Path, only: Collection[str]) -> Iterator[tuple[str, Path]]:
    unknown = sorted(set(only) - SETS.keys())
    if unknown:
        raise EvaluationError(f"no gold set {', '.join(unknown)}; there are {', '.join(SETS)}")
    if not gold.is_dir():
        raise EvaluationError(f"{gold}: no such folder of gold data")
    found = False
    for name in SETS:
        if only and name not in only:
            continue
        if (gold / name).is_dir():
            found = True
            yield name, gold / name
        elif only:
            raise EvaluationError(f"{gold / name}: no such gold set")
    if not found:
        raise EvaluationError(f"{gold}: holds none of {', '.join(SETS)}")


def _figures(name: str, folder: Path, split: str, recipe: Recipe, *, fresh: bool) -> list[Figure]:
    """The set's figures, with an empty one for each that its scorer does not give."""
    evaluate: Callable[[Path, str, Recipe], Iterable[Figure]]
    evaluate = import_module(f"kg.evaluate.{SETS[name].module}").evaluate
    files = [path for path in folder.rglob("*") if path.is_file()]
    if name == "seeds":
        files += (folder.parents[1] / "seeds").glob("*.txt")
    made = cached_figures(
        [name, split, recipe.pipeline, *recipe.without],
        files,
        lambda: evaluate(folder, split, recipe),
        fresh=fresh,
    )
    missing = [m for m in SETS[name].metrics if m not in {figure.metric for figure in made}]
    return [*made, *(Figure(name, metric, None, note="not yet") for metric in missing)]
