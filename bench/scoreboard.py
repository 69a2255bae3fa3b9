"""Our dev figures beside the best that others published, written into bench/README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.tables import iter_table, machine
from kg.evaluate import Figure, run

README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- figures: python -m bench scoreboard -->", "<!-- end of figures -->"


class Goal(NamedTuple):
    """A figure of ours and the best of others on the same test, or on the nearest there is."""

    set: str
    metric: str
    what: str
    best: str
    comparable: str  # what makes the two comparable, or not quite


GOALS = (
    Goal("benchie", "f1", "BenchIE, F1", "ClausIE .339, MinIE .337, OpenIE6 .254",
         "all 300 sentences; ours are the 157 of its dev part"),
    Goal("carb", "f1", "CaRB, F1", "Gen2OIE .531, six-shot LLM .553 (quoted)",
         "test part; ours is the dev part"),
    Goal("carb", "auc", "CaRB, area under the curve", "Gen2OIE .325", "as above"),
    Goal("meantime", "entity_mentions", "MEANTIME, entity mentions, F1", "TextGraphX .296",
         "6 documents, strict; ours are 60, equal spans"),
    Goal("meantime", "event_triggers", "MEANTIME, events, F1", "TextGraphX .231",
         "6 documents, strict; ours are 60, by head word"),
    Goal("meantime", "event_roles_relaxed", "MEANTIME, event–role–entity, F1", "TextGraphX .237",
         "6 documents, strict; ours are 60, by head words"),
    Goal("meantime", "event_roles_exact", "the same with equal spans", "TextGraphX .237",
         "6 documents, strict; ours are 60"),
    Goal("meantime", "timelines", "timelines from raw text, micro F1", "SemEval-2015 task 4: .0785",
         "other topics of the same corpus; closure without its graph reduction"),
    Goal("meantime", "time_value", "time values, F1", "HeidelTime .776, SUTime .674",
         "TempEval-3; ours on MEANTIME"),
    Goal("gum_news", "dates", "date values, F1", "HeidelTime .776, SUTime .674",
         "TempEval-3; ours on GUM news"),
    Goal("gum_news", "coreference_conll", "coreference, CoNLL F1, equal spans",
         "neural, zero-shot .669", "OntoGUM, all genres; ours on its news"),
    Goal("gum_news", "coreference_conll_head", "the same by head words", "neural, zero-shot .669",
         "equal spans there"),
    Goal("ecbplus", "events_conll_given", "ECB+, events on given mentions, CoNLL F1",
         "same head .600 (.617 by this scorer on dev)", "without single mentions, within topics"),
    Goal("ecbplus", "entities_conll_given", "ECB+, entities on given mentions, CoNLL F1",
         "same head .590 (.630 to .649 by this scorer on dev)",
         "without single mentions, within topics"),
    Goal("knowledgenet", "text_f1", "KnowledgeNet, text F1",
         "trained .810, open baseline .688, people .878",
         "hidden fold, systems trained on the others; ours untrained, on dev"),
)  # fmt: skip

LICENCES = {
    "seeds": "ours",
    "benchie": "CC BY 4.0",
    "carb": "MIT",
    "meantime": "CC BY 4.0, timelines CC BY 3.0, text CC BY 2.5",
    "gum_news": "CC BY 4.0, text CC BY 2.5",
    "plover_gsr": "CC BY-SA 4.0",
    "re3d": "by document: public domain, OGL 3.0, CC BY",
    "ecbplus": "annotation CC BY 3.0, text its publishers'",
    "knowledgenet": "CC BY-SA 4.0",
}


def update_readme(gold: Path) -> None:
    """Measure, and put the tables between the two marks in the README."""
    figures = run(gold)
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    tables = "\n".join(iter_scoreboard(figures))
    README.write_text(f"{before}{_BEGIN}\n\n{tables}\n\n{_END}{after}", encoding="utf-8")


def iter_scoreboard(figures: Sequence[Figure]) -> Iterator[str]:
    """The lines of two tables: against others, and all of ours."""
    known = {(figure.set, figure.metric): figure for figure in figures}
    yield f"Measured {date.today().isoformat()} on dev data. {machine('spacy', 'pyoxigraph')}"
    yield ""
    yield from iter_table(
        ("test", "kg, dev", "best of others", "how far comparable"), _goals(known)
    )
    yield ""
    yield from iter_table(
        ("figure", "value", "precision", "recall", "count", "licence of the data"),
        (_row(figure) for figure in figures),
    )


def _goals(known: Mapping[tuple[str, str], Figure]) -> Iterator[Sequence[str]]:
    for goal in GOALS:
        figure = known.get((goal.set, goal.metric))
        if figure is not None:
            yield goal.what, _share(figure), goal.best, goal.comparable


def _row(figure: Figure) -> Sequence[object]:
    parts = [figure.precision, figure.recall]
    return [
        f"{figure.set} {figure.metric}",
        _share(figure),
        *("–" if part is None else f"{part:.3f}" for part in parts),
        "–" if figure.count is None else figure.count,
        LICENCES[figure.set],
    ]


def _share(figure: Figure) -> str:
    if figure.value is None:
        return "not yet"
    return f"{figure.value:.0f}" if figure.metric == "violations" else f"{figure.value:.3f}"
