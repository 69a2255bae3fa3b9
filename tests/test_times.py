import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.times import find_times, guess_tense, normalise, read_times
from kg.times.expressions import RULES, find_expressions

WEDNESDAY = "2024-05-15"


def value_of(words, reference=WEDNESDAY, **context):
    value = normalise(words, reference, **context)
    return value and value.value


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3 May 2024", "2024-05-03"),
        ("Friday, May 3, 2024", "2024-05-03"),
        ("the 3rd of May, 2024", "2024-05-03"),
        ("Dec. 24, 2023", "2023-12-24"),
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T10:15:00Z", "2024-05-03T10:15:00Z"),
        ("May 2024", "2024-05"),
        ("late 2019", "2019"),
        ("mid-2019", "2019-06"),
        ("the summer of 2022", "2022-22"),
        ("the third quarter of 2022", "2022-Q3"),
        ("Q4 2022", "2022-Q4"),
        ("the first half of 2022", "2022-H1"),
        ("the week of 3 May 2024", "2024-W18"),
        ("the 1990s", "199X"),
        ("the early sixties", "196X"),
        ("the 19th century", "18XX"),
    ],
)
def test_what_names_its_year_needs_no_reference(words, expected):
    assert value_of(words, "") == expected


@pytest.mark.parametrize(
    "words",
    ["on Friday", "last week", "in June", "June 7", "this spring", "a day earlier", "yesterday",
     "three years ago", "the second quarter", "next year", "the weekend", "'98"],
)  # fmt: skip
def test_without_a_reference_relative_words_are_kept_and_nothing_is_invented(words):
    value = normalise(words)

    assert (value.text, value.value) == (words, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2024-05-15"),
        ("yesterday", "2024-05-14"),
        ("earlier today", "2024-05-15"),
        ("tomorrow night", "2024-05-16TNI"),
        ("Wednesday", "2024-05-15"),
        ("on Thursday", "2024-05-09"),
        ("Friday morning", "2024-05-10TMO"),
        ("last Wednesday", "2024-05-08"),
        ("next Wednesday", "2024-05-22"),
        ("this Friday", "2024-05-17"),
        ("last week", "2024-W19"),
        ("early next week", "2024-W21"),
        ("the weekend", "2024-W19-WE"),
        ("earlier this month", "2024-05"),
        ("last month", "2024-04"),
        ("next year", "2025"),
        ("the end of the year", "2024"),
        ("last quarter", "2024-Q1"),
        ("the fourth quarter", "2023-Q4"),
        ("this spring", "2024-21"),
        ("last autumn", "2023-23"),
        ("next winter", "2024-24"),
        ("three years ago", "2021"),
        ("two months ago", "2024-03"),
        ("a week ago", "2024-05-08"),
        ("ten days from now", "2024-05-25"),
        ("April 30", "2024-04-30"),
        ("December 30", "2023-12-30"),
        ("last September", "2023-09"),
        ("March of last year", "2023-03"),
        ("'98", "1998"),
        ("Christmas Eve", "2023-12-24"),
        ("5 p.m. on Friday", "2024-05-10T17:00"),
    ],
)
def test_relative_words_count_from_the_day_of_publication(words, expected):
    assert value_of(words) == expected


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("between 2010 and 2015", "2010/2015", "2010/2015"),
        ("from Monday to Thursday", "2024-05-06/2024-05-09", "2024-05-20/2024-05-23"),
        ("between May and July", "2024-05/2024-07", "2024-05/2024-07"),
        ("between May and July 2014", "2014-05/2014-07", "2014-05/2014-07"),
        ("May 2011 until June", "2011-05/2011-06", "2011-05/2011-06"),
        ("December to February", "2023-12/2024-02", "2024-12/2025-02"),
        ("3 to 5 May", "2024-05-03/2024-05-05", "2024-05-03/2024-05-05"),
        ("May 3-5, 2014", "2014-05-03/2014-05-05", "2014-05-03/2014-05-05"),
        ("2014–15", "2014/2015", "2014/2015"),
        ("2015 to 2014", "", ""),
    ],
)
def test_from_one_time_to_another_is_an_interval_in_its_order(words, past, future):
    assert value_of(words, tense="past") == past
    assert value_of(words, tense="future") == future


def test_days_of_a_month_are_one_time_and_two_days_are_two():
    text = "It ran on 3-5 May and between 8 and 9 May, and again on 13 and 14 May."

    assert [text[start:end] for start, end in find_times(text)] == [
        "3-5 May", "between 8 and 9 May", "14 May",
    ]  # fmt: skip


def test_a_winter_has_the_year_in_which_it_begins():
    assert value_of("this winter", "2024-01-20") == value_of("this winter", "2023-12-20")


def test_the_tense_tells_on_which_side_a_weekday_or_month_lies():
    assert value_of("Friday", tense="past") == "2024-05-10"
    assert value_of("Friday", tense="future") == "2024-05-17"
    assert value_of("October", tense="past") == "2023-10"
    assert value_of("October", tense="future") == "2024-10"


def test_a_near_date_is_not_moved_by_a_year_because_the_tense_was_guessed_wrong():
    assert value_of("May 20", tense="past") == "2024-05-20"


def test_a_leap_day_is_sought_in_leap_years():
    assert value_of("February 29", "2023-03-10") == "2024-02-29"
    assert value_of("February 30, 2024") == ""


@pytest.mark.parametrize(
    ("words", "anchor", "expected"),
    [
        ("a day earlier", "2024-03-01", "2024-02-29"),
        ("the following week", "2024-03-01", "2024-W10"),
        ("two months later", "2023-12", "2024-02"),
        ("a year earlier", "2023-Q4", "2022-Q4"),
        ("the same day", "2024-03-01", "2024-03-01"),
        ("a day earlier", "2023", ""),
    ],
)
def test_earlier_and_later_count_from_the_time_named_before(words, anchor, expected):
    assert value_of(words, anchor=anchor) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("40-minute", "PT40M"),
        ("forty minutes", "PT40M"),
        ("more than 20 years", "P20Y"),
        ("the past decade", "P10Y"),
        ("the next six months", "P6M"),
        ("a year and a half", "P1Y6M"),
        ("half an hour", "PT30M"),
        ("two weeks", "P2W"),
        ("several years", "PXY"),
        ("decades", "PXY"),
        ("three consecutive quarters", "P9M"),
    ],
)
def test_durations(words, expected):
    value = normalise(words)

    assert (value.type, value.value) == ("Duration", expected)


@pytest.mark.parametrize(
    "words", ["the ministry", "forty sheep", "", "  ", "a 12-year-old", "$2010"]
)
def test_what_is_no_time_gives_nothing(words):
    assert normalise(words, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam broke late on Friday, two days after the rain.", ["late on Friday", "two days"]),
        ("It opened on March 3 and closed in May.", ["March 3", "May"]),
        ("The plant, built in 1987, cost 2010 dollars.", ["1987"]),
        ("The 1991 treaty ended a ten-year feud.", ["1991", "a ten-year"]),
        ("He spoke from 9:30 GMT until noon.", ["9:30 GMT", "noon"]),
        ("Sales fell 3% in the second quarter of this year.",
         ["the second quarter of this year"]),
        ("They met this spring, and in spring last year.", ["this spring", "spring", "last year"]),
    ],
)  # fmt: skip
def test_times_are_found_in_running_text(text, expected):
    assert [text[start:end] for start, end in find_times(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "May I march with April Jones?",
        "The fall of the price may spring from a second quarter-final.",
        "A quarter of the 4-year-olds won 2:10.",
        "On Black Friday they sold the Spring Street house.",
        "A survey of 1709 pupils found 2000 ducks.",
        "The past president called it a zero-day flaw, a Zero Day flaw.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text):
    assert [text[start:end] for start, end in find_times(text)] == []


def test_reading_a_text_carries_the_anchor_and_the_tense_along():
    text = (
        "The mayor resigned on Monday. Her deputy had left a day earlier. A vote will be on Friday."
    )

    values = [value.value for _, _, value in read_times(text, WEDNESDAY)]

    assert values == ["2024-05-13", "2024-05-12", "2024-05-17"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He called at 6 a.m. Monday.", ["2024-05-13T06:00", "2024-05-13"]),
        ("They met at noon on Tuesday.", ["2024-05-14T12:00", "2024-05-14"]),
        ("It shook at 10:30 a.m. (0830 GMT) on Monday.",
         ["2024-05-13T10:30", "2024-05-13T08:30Z", "2024-05-13"]),
        ("It began at 8 a.m. The Monday meeting was off.", ["2024-05-15T08:00", "2024-05-13"]),
        ("He left Monday. They met at 6 p.m.", ["2024-05-13", "2024-05-13T18:00"]),
    ],
)  # fmt: skip
def test_a_time_of_the_clock_is_of_the_day_told_after_it_or_else_before_it(text, values):
    assert [value.value for _, _, value in read_times(text, WEDNESDAY)] == values


def test_tense_is_that_of_the_nearest_verb():
    text = "She said the bridge will open in June."

    assert guess_tense(text, text.index("June"), len(text) - 1) == "future"


@given(st.text(max_size=60), st.sampled_from(["", WEDNESDAY, "0001-01-01", "9999-12-31"]))
def test_any_text_is_read_without_failing_and_spans_are_in_order(text, reference):
    normalise(text, reference)
    end = 0
    for start, stop in find_times(text):
        assert end <= start < stop <= len(text)
        end = stop


@given(
    st.sampled_from(
        ["last week", "next month", "two centuries ago", "the weekend", "9,000 years ago",
         "a day earlier", "next decade", "next Friday", "last Friday", "29 February",
         "this winter", "tomorrow",
         "last quarter", "October"]
    ),
    st.dates(),
    st.sampled_from(["", "past", "future"]),
)  # fmt: skip
def test_every_day_of_the_calendar_can_be_a_reference(words, day, tense):
    assert normalise(words, day.isoformat(), tense=tense) is not None


_PIECES = st.sampled_from(
    (
        "May", "May.", "June", "Sept.", "Thurs.", "Tuesday,", "Friday.", "5", "5,", "5.", "1999",
        "2024.", "'98", "the", "the day", "spring,", "of 2020", "first quarter,", "this year",
        "three", "about two", "and a half", "hours,", "weeks", "before.", "before,", "ago;",
        "10:30", "p.m.", "(GMT)", "said", "early", "mid-", "New Year's Eve,", "decades-long",
        "recently?", "\n", "“soon”", "a dozen", "1,200 days", "twenty-five", "İ",
    )
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12), st.sampled_from((" ", "")))
def test_looking_in_a_part_of_a_text_finds_what_looking_in_its_whole_lines_finds(pieces, joint):
    text = joint.join(pieces)

    whole = {
        match.span()
        for line in re.finditer(".+", text)
        for rule in RULES
        for match in rule.running.finditer(text, *line.span())
        if rule.fits(match)
    }

    assert set(find_expressions(text)) == whole


def test_a_long_text_of_the_worst_kind_takes_no_time():
    for text in ("a " * 3000, "about the " * 2000, "twenty " * 2000, "1" * 20000, "the " * 4000):
        list(find_times(text))
