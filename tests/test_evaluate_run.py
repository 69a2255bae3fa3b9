"""Running gold sets: names, absences, cache and report, without a language pipeline."""

from datetime import date

import pytest

from kg import evaluate
from kg.errors import EvaluationError
from kg.evaluate import cache
from kg.evaluate.dates import same_time
from kg.evaluate.report import format_markdown, format_misses, format_table
from kg.evaluate.score import Figure, Ratio, make_figure, read_triples
from kg.times.bounds import bounds


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_missing_folder_or_set_is_one_clear_error(tmp_path):
    with pytest.raises(EvaluationError, match="no such folder"):
        evaluate.run(tmp_path / "absent")
    with pytest.raises(EvaluationError, match="holds none of"):
        evaluate.run(tmp_path)
    with pytest.raises(EvaluationError, match="no such gold set"):
        evaluate.run(tmp_path, only=["carb"])
    with pytest.raises(EvaluationError, match="no gold set nonsense"):
        evaluate.run(tmp_path, only=["nonsense"])


def test_a_figure_that_no_scorer_gives_has_no_value(tmp_path, monkeypatch):
    (tmp_path / "carb").mkdir()
    made = Figure("carb", "f1", 0.5, misses=("a",))
    monkeypatch.setattr("kg.evaluate.carb.evaluate", lambda *_: iter([made]))
    figures = evaluate.run(tmp_path)

    assert [(f.metric, f.value, f.note, f.misses) for f in figures] == [
        ("f1", 0.5, "", ()),
        ("auc", None, "not yet", ()),
    ]
    assert evaluate.to_json(figures)[1] == {
        "set": "carb", "metric": "auc", "value": None, "note": "not yet",
    }  # fmt: skip


def test_figures_are_made_again_only_when_gold_changes(tmp_path):
    gold = tmp_path / "gold.txt"
    gold.write_text("one", encoding="utf-8")
    calls = []

    def make():
        calls.append(1)
        return [Figure("carb", "f1", 0.5, count=2, misses=("a → b",))]

    first = cache.cached_figures(["carb"], [gold], make)
    assert cache.cached_figures(["carb"], [gold], make) == first
    assert len(calls) == 1
    cache.cached_figures(["carb"], [gold], make, fresh=True)
    cache.cached_figures(["benchie"], [gold], make)
    gold.write_text("two", encoding="utf-8")
    cache.cached_figures(["carb"], [gold], make)
    assert len(calls) == 4


def test_no_gold_means_no_value():
    assert make_figure("carb", "f1", Ratio(0, 5, 0, 0)).value is None
    assert make_figure("carb", "f1", Ratio(0, 5, 0, 3)).value == 0


def test_a_malformed_triple_names_its_line():
    assert next(read_triples(["s .\ta\tb\tc\t0.5"])).confidence == 0.5
    with pytest.raises(EvaluationError, match="line 2: 4 fields"):
        list(read_triples(["", "s .\ta\tb\tc"]))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2008-02-29", date(2008, 2, 29), date(2008, 2, 29)),
        ("2008-12", date(2008, 12, 1), date(2008, 12, 31)),
        ("2008-W01", date(2007, 12, 31), date(2008, 1, 6)),
        ("2008-Q4", date(2008, 10, 1), date(2008, 12, 31)),
        ("2008-24", date(2008, 12, 1), date(2009, 2, 28)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2008-05/2008-06", date(2008, 5, 1), date(2008, 6, 30)),
    ],
)
def test_a_date_has_a_first_and_a_last_day(value, first, last):
    assert bounds(value) == (first, last)


@pytest.mark.parametrize("value", ["P1Y", "PRESENT_REF", "2008-02-30", "XXXX-XX-XX", "", "2008-99"])
def test_what_is_no_date_has_no_days(value):
    assert bounds(value) is None


def test_values_that_are_no_dates_are_compared_as_they_stand():
    assert same_time("PT25M", "PT25M")
    assert not same_time("", "")
    assert not same_time("XXXX-XX-XX", "2008")


def test_the_report_shows_what_is_not_there_yet():
    figures = [
        Figure("carb", "f1", 0.51234, 0.6, 0.4, 10, misses=("a", "b"), false_finds=("c",)),
        Figure("carb", "auc", None, note="not yet"),
        Figure("seeds", "violations", 2),
    ]
    rows = format_markdown(figures).splitlines()

    assert rows[2] == "| carb | f1 | 0.512 | 0.600 | 0.400 | 10 |"
    assert rows[3].startswith("| carb | auc | not yet |")
    assert rows[4].startswith("| seeds | violations | 2 |")
    assert format_table(figures).row_count == 3
    assert list(format_misses(figures, limit=1)) == [
        "carb f1: 2 missed", "  a", "carb f1: 1 false", "  c",
    ]  # fmt: skip
