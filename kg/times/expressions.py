"""The kinds of time expression: for each a pattern, and what it comes to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg.amounts import NUMBER_PATTERN, read_number
from kg.times.context import (
    Match,
    group,
    is_clock,
    is_day,
    is_duration,
    is_month,
    is_season,
    is_vague,
    is_vague_duration,
    is_weekday,
    is_year,
    word_after,
)
from kg.times.dates import (
    Frame,
    near_day,
    near_month,
    near_weekday,
    nearest,
    period,
    read_day,
    shift,
    shift_anchor,
)
from kg.times.ranges import read_days
from kg.words import MONTHS

Reading = tuple[str, str]  # type and value


def find_expressions(text: str) -> Iterator[tuple[int, int]]:
    """The places of all that may be expressions, some inside others."""
    page = _Page(text)
    for rule in RULES:
        for start, end in page.stretches(rule):
            yield from rule.find(text, start, end)


class _Page:
    """A text in stretches that no expression runs out of, found by the words that they have.

    Most have none of a rule's words, and are not searched.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        lowered = text.lower()  # which may be longer: "İ"
        same = len(lowered) == len(text)
        self._lowered = lowered if same else "".join(c.lower()[0] for c in text)
        marks = [(mark.end(), mark[0]) for mark in _END.finditer(text)]
        # Each ends after its mark, which tells that a word is whole.
        clauses = [*(end for end, _ in marks), len(text)]
        sentences = [*(end for end, mark in marks if mark != ","), len(text)]
        self._ends = {True: sentences, False: clauses}
        self._found: dict[tuple[tuple[str, ...], bool], list[int]] = {}

    def stretches(self, rule: Rule) -> Iterator[tuple[int, int]]:
        """Those that have some word of a rule."""
        key, ends = (rule.words, rule.has_comma), self._ends[rule.has_comma]
        if key not in self._found:
            self._found[key] = sorted(set(self._numbers(rule.words, ends)))
        for number in self._found[key]:
            yield ends[number - 1] if number else 0, ends[number]

    def _numbers(self, words: Iterable[str], ends: Sequence[int]) -> Iterator[int]:
        """Of the stretches with these ends, those that have some of the words."""
        for word in words:
            text = self._lowered if word.islower() else self._text
            place = text.find(word)
            while place >= 0:
                number = bisect_right(ends, place)
                yield number
                place = text.find(word, ends[number])


class Rule(NamedTuple):
    """One kind of expression: as a whole phrase, and where it stands in running text."""

    whole: re.Pattern[str]
    running: re.Pattern[str]
    read: Callable[[Match, Frame], Reading]
    fits: Callable[[Match], bool]
    words: tuple[str, ...]  # of which one at least is in it: those with a capital as they are
    has_comma: bool  # whether a comma and a space may be in it

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The places in a part of a running text."""
        found = self.running.finditer(text, start, end)
        return (match.span() for match in found if self.fits(match))


def _rule(
    pattern: str,
    read: Callable[[Match, Frame], Reading],
    words: str,
    fits: Callable[[Match], bool] = lambda match: True,
    *,
    has_comma: bool = False,
) -> Rule:
    """`fits` must hold in running text, where "May" and "2000" need not be times.

    In `words` a low line stands for a space.
    """
    return Rule(
        re.compile(pattern, re.IGNORECASE),
        re.compile(rf"(?<![\w$£€#-])(?<![\d][.,:])(?:{pattern})(?!\w|-\w)", re.IGNORECASE),
        read,
        fits,
        tuple(word.replace("_", " ") for word in words.split()),
        has_comma,
    )


# --- words ---

_MONTH = (
    r"(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_LONG_MONTH = rf"(?-i:{'|'.join(MONTHS)}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\b\.?)"
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = (
    r"(?-i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_PART = r"morning|afternoon|evening|night"
_UNIT = r"day|week|weekend|fortnight|month|quarter|year|decade|century"
_SEASON_CODES = {"spring": (21, 4), "summer": (22, 7), "autumn": (23, 10), "fall": (23, 10),
                 "winter": (24, 12)}  # fmt: skip
_PART_CODES = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1st": 1, "2nd": 2,
             "3rd": 3, "4th": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}  # fmt: skip
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()

# "early", "at the end of": they narrow a period, but to nothing that a calendar names
_ROUGHLY = (
    r"(?:(?:very )?(?:early|mid|late)[ -](?:in |on )?(?:the )?"
    r"|(?:earlier|later)(?: in| on)? (?:the )?"
    r"|(?:the )?(?:very )?(?:start|beginning|end|middle|rest|remainder|course"
    r"|(?:first|second|latter) half) of (?:the )?)"
)
_WHICH = r"(?P<which>this(?: past| coming)?|(?:the )?(?:current|last|coming)|next)"


def _which(words: str | None) -> str:
    """One of last, this, next or "" for the many ways to say so."""
    words = (words or "").lower()
    if "last" in words or "past" in words or "previous" in words:
        return "last"
    if "next" in words or "coming" in words or "following" in words:
        return "next"
    return "this" if "this" in words or "current" in words else ""


def _month_number(name: str) -> int:
    return next(n for n, m in enumerate(MONTHS, start=1) if m.startswith(name[:3].title()))


def _weekday_number(name: str) -> int:
    return next(n for n, w in enumerate(_WEEKDAY_NAMES) if w.startswith(name[:3].lower()))


# --- dates of the calendar ---


def _read_iso(match: Match, frame: Frame) -> Reading:
    if read_day(match["iso"]) is None:
        return "Date", ""
    if not match["clock"]:
        return "Date", match["iso"]
    return "Time", f"{match['iso']}T{match['clock']}{match['zone'] or ''}"


_ISO = (
    r"(?P<iso>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


def _read_date(match: Match, frame: Frame) -> Reading:
    month, number = _month_number(group(match, "month")), int(group(match, "day"))
    if not match["year"]:
        return "Date", period(near_day(frame, month, number), "day")
    value = f"{match['year']}-{month:02}-{number:02}"
    return "Date", value if read_day(value) else ""


_DATE = (
    rf"(?:{_WEEKDAY},? (?:the )?)?(?:(?P<month>{_MONTH}) (?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    rf"|(?:the )?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<month2>{_MONTH}))"
    rf"(?:,?(?: of)? (?P<year>{_YEAR}))?"
)


def _read_days(match: Match, frame: Frame) -> Reading:
    month = _month_number(group(match, "month"))
    first, last = int(group(match, "first")), int(group(match, "last"))
    near = near_day(frame, month, last)
    return "Date", read_days(month, first, last, match["year"] or "", near)


_DAY = r"[0-3]?\d)(?:st|nd|rd|th)?"  # of the month
_DAYS = (
    rf"(?:(?:between )?(?:the )?(?P<first>{_DAY}(?P<link> ?[-–] ?| to | until | through | and )"
    rf"(?:the )?(?P<last>{_DAY}(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH}) (?P<first2>{_DAY} ?[-–] ?(?P<last2>{_DAY}(?![-–\d]))"
    rf"(?:,?(?: of)? (?P<year>{_YEAR}))?"
)


def _are_days(match: Match) -> bool:
    """ "between 3 and 5 May" is a time from one to the other, "3 and 5 May" are two days."""
    return match["link"] != " and " or match[0].lower().startswith("between")


def _read_feast(match: Match, frame: Frame) -> Reading:
    month, number = _FEASTS[match["feast"].lower()]
    if match["year"]:
        return "Date", f"{match['year']}-{month:02}-{number:02}"
    return "Date", period(near_day(frame, month, number), "day")


_FEASTS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "may day": (5, 1), "halloween": (10, 31),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
_FEAST = rf"(?P<feast>{'|'.join(_FEASTS)})(?:,? (?P<year>{_YEAR}))?"


def _read_month(match: Match, frame: Frame) -> Reading:
    month, year = _month_number(match["month"]), match["year"]
    if year and year.isdigit():
        return "Date", f"{year}-{month:02}"
    if year and frame.today:
        count = {"last": -1, "this": 0, "next": 1}[_which(year)]
        return "Date", f"{frame.today.year + count}-{month:02}"
    return "Date", near_month(frame, month, _which(match["which"]))


_MONTH_OF_YEAR = (
    rf"{_ROUGHLY}?(?:{_WHICH} )?(?P<month>{_LONG_MONTH})"
    rf"(?:,?(?: of)? (?P<year>{_YEAR}|(?:this|last|next) year))?"
)


def _read_year(match: Match, frame: Frame) -> Reading:
    if match["short"] is None:
        return "Date", match["year"] + ("-06" if match["mid"] else "")
    if frame.today is None:
        return "Date", ""
    century = frame.today.year // 100 - (int(match["short"]) > frame.today.year % 100 + 5)
    return "Date", f"{century}{match['short']}"


_YEARS = rf"(?:(?P<mid>mid-)|{_ROUGHLY})?(?:the year )?(?:(?P<year>{_YEAR})|'(?P<short>\d\d))"


def _read_decade(match: Match, frame: Frame) -> Reading:
    if match["word"]:
        return "Date", f"19{_DECADES.index(match['word'].lower()) + 2}X"
    return "Date", f"{match['century'] or '19'}{match['digit']}X"


_DECADE = (
    rf"{_ROUGHLY}?(?:the )?"
    rf"(?:(?:(?P<century>1\d|20)|')(?P<digit>\d)0'?s|(?P<word>{'|'.join(_DECADES)}))"
)


def _read_century(match: Match, frame: Frame) -> Reading:
    return "Date", f"{int(match['number']) - 1:02}XX"


_CENTURY = rf"{_ROUGHLY}?(?:the )?(?P<number>[1-2]?\d)(?:st|nd|rd|th)[ -]century"


def _read_season(match: Match, frame: Frame) -> Reading:
    code, month = _SEASON_CODES[match["season"].lower()]
    if match["year"]:
        return "Date", f"{match['year']}-{code}"
    which = _which(match["which"])
    if frame.today is None:
        return "Date", ""
    if which == "this":
        # in January "this winter" began last year
        return "Date", f"{frame.today.year - (code == 24 and frame.today.month < 6)}-{code}"
    near = near_month(frame, month, which)
    return "Date", f"{near[:4]}-{code}"


_SEASON = (
    rf"{_ROUGHLY}?(?:(?:{_WHICH}|the) )?(?P<season>spring|summer|autumn|fall|winter)"
    rf"(?:(?: of|,)? (?P<year>{_YEAR}))?"
)


def _read_quarter(match: Match, frame: Frame) -> Reading:
    number = _ORDINALS[group(match, "number")]
    year, today = match["year"], frame.today
    if year and year.isdigit():
        return "Date", f"{year}-Q{number}"
    if today is None:
        return "Date", ""
    if year:
        count = {"last": -1, "this": 0, "next": 1}[_which(year)]
        return "Date", f"{today.year + count}-Q{number}"
    here = today.year * 4 + (today.month - 1) // 3
    there = [4 * y + number - 1 for y in range(today.year - 1, today.year + 2)]
    found = nearest(there, lambda q: q - here, frame.tense or "past") or here
    return "Date", f"{found // 4}-Q{found % 4 + 1}"


_QUARTER = (
    r"(?:the )?(?:(?:fiscal|financial) )?"
    r"(?:(?P<number>first|second|third|fourth|final|[1-4](?:st|nd|rd|th))"
    r"[ -](?:fiscal |financial )?quarter|(?P<number2>q[1-4]))"
    rf"(?:,?(?: of)? (?P<year>{_YEAR}|(?:this|last|next) year))?"
)


# --- days and periods around the day of publication ---


def _read_weekday(match: Match, frame: Frame) -> Reading:
    day = near_weekday(frame, _weekday_number(match["weekday"]), _which(match["which"]))
    return _part_of_day(day, match["part"])


def _part_of_day(day: date | None, part: str | None) -> Reading:
    if not part:
        return "Date", period(day, "day")
    return "Time", period(day, "day") + _PART_CODES[part.lower()] if day else ""


_WEEKDAYS = (
    rf"(?:(?:early|late) (?:on )?|the (?:early|small) hours of )?(?:{_WHICH} )?"
    rf"(?P<weekday>{_WEEKDAY})(?: (?P<part>{_PART}))?"
)


def _read_near(match: Match, frame: Frame) -> Reading:
    words = match["word"].lower()
    count = {"yesterday": -1, "tomorrow": 1, "last night": -1, "the day before yesterday": -2,
             "the day after tomorrow": 2}.get(words, 0)  # fmt: skip
    part = match["part"] or next((p for p in _PART_CODES if words.endswith(p)), None)
    return _part_of_day(shift(frame.today, "day", count) if frame.today else None, part)


_NEAR_DAY = (
    r"(?:earlier |later |late |early )?(?P<word>the day before yesterday|the day after tomorrow"
    rf"|today|yesterday|tomorrow|tonight|last night|this (?:{_PART}))(?: (?P<part>{_PART}))?"
)


def _read_period(match: Match, frame: Frame) -> Reading:
    unit = match["unit"].lower()
    which = _which(match["which"])
    if frame.today is None:
        return "Date", ""
    if unit == "weekend" and which in ("", "this"):
        which = _which_weekend(frame.today, frame.tense, named=which)
    count = {"last": -1, "next": 1}.get(which, 0)
    return "Date", period(shift(frame.today, unit, count), unit)


def _which_weekend(today: date, tense: str, *, named: str) -> str:
    """On a Monday the weekend is over, and "this weekend" is too if the tense is past."""
    over = today.weekday() < 5 and tense != "future"
    return "last" if over and (not named or tense == "past") else "this"


_PERIOD = rf"{_ROUGHLY}?(?:{_WHICH} (?P<unit>{_UNIT}))"
_WEEKEND = r"(?P<which>)(?:the )?(?P<unit>weekend)"
_PERIOD_EDGE = (
    r"(?P<which>)(?:the )?(?:very )?(?:start|beginning|end|middle|rest|remainder|course"
    r"|(?:first|second|latter) half) of the "
    r"(?P<unit>week|month|quarter|year|decade|century)"
)


def _read_half(match: Match, frame: Frame) -> Reading:
    half, year = 1 if match["half"].lower() == "first" else 2, match["year"]
    if not year.isdigit():
        count = {"last": -1, "next": 1}.get(_which(year), 0)
        year = period(shift(frame.today, "year", count) if frame.today else None, "year")
    return "Date", f"{year}-H{half}" if year else ""


_HALF_YEAR = (
    r"(?:the )?(?P<half>first|second|latter|last) half of (?:fiscal (?:year )?)?"
    rf"(?P<year>{_YEAR}|(?:the|this|last|next) year)"
)


def _read_week_of(match: Match, frame: Frame) -> Reading:
    kind, value = _read_date(match, frame)
    return kind, period(read_day(value), "week")


_WEEK_OF = rf"(?:the )?week (?:of|beginning|starting|commencing|ending) (?:on )?{_DATE}"


# --- counted from another time ---

_COUNT = (
    rf"(?P<count>{NUMBER_PATTERN}|an?|\[\w+\]|several|a few|few|many|some|a number of|numerous)"
)
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|roughly|approximately|some|more than|less than|over|under"
    r"|up to|at least|barely|the|a|another) ){0,4}"
)
_UNITS = (
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|century)s?"
)


def _read_distance(match: Match, frame: Frame) -> Reading:
    """So many units ago or ahead of today, or earlier or later than the time before."""
    unit, direction = _unit(match["unit"]), match["direction"].lower()
    number = read_number(match["count"].strip("[]"))
    if number is None or number != int(number) or unit in ("second", "minute", "hour"):
        return "Date", ""
    count = int(number)
    if direction in ("ago", "from now", "hence"):
        finest = "day" if unit in ("week", "fortnight") else unit
        finest = "year" if unit in ("decade", "century") else finest
        count = -count if direction == "ago" else count
        return "Date", period(shift(frame.today, unit, count), finest) if frame.today else ""
    return "Date", shift_anchor(frame, unit, -count if direction in _BACKWARD else count)


_BACKWARD = ("earlier", "before", "previously", "prior", "beforehand")
_DISTANCE = (
    rf"{_ABOUT}{_COUNT} {_UNITS} (?P<direction>ago|from now|hence|earlier|later|previously"
    r"|beforehand|afterwards?|before(?=$|[,.;)])|after(?=$|[,.;)]))"
)


def _read_neighbour(match: Match, frame: Frame) -> Reading:
    words = match[0].lower()
    unit = group(match, "unit").removeprefix("same ")
    if re.search(r"\b(?:same|that)\b|^(?:the )?day$", words):
        count = 0
    else:
        count = -1 if re.search(r"before|previous|preceding|prior|earlier", words) else 1
    return "Date", shift_anchor(frame, unit, count, whole=True)


_NEIGHBOUR = (
    r"(?:(?:the|that) (?:same|previous|following|next|preceding|prior|subsequent) "
    r"(?P<unit>day|night|week|month|quarter|year|decade)"
    r"|the (?P<unit2>day|week|month|year|night) (?:before|after|earlier)(?=$|[,.;)])"
    r"|that (?P<unit3>same day|day|night|week|month|year))"
)
_THE_DAY = r"the (?P<unit>day)"


# --- how long ---


def _unit(word: str) -> str:
    word = word.lower()
    return "century" if word.startswith("centur") else word.rstrip("s")


_DURATIONS = {
    "second": ("PT", 1, "S"), "minute": ("PT", 1, "M"), "hour": ("PT", 1, "H"),
    "day": ("P", 1, "D"), "night": ("P", 1, "D"), "week": ("P", 1, "W"), "fortnight": ("P", 2, "W"),
    "month": ("P", 1, "M"), "quarter": ("P", 3, "M"), "year": ("P", 1, "Y"),
    "decade": ("P", 10, "Y"), "century": ("P", 100, "Y"),
}  # fmt: skip


def _read_duration(match: Match, frame: Frame) -> Reading:
    groups = match.groupdict()
    prefix, factor, letter = _DURATIONS[_unit(match["unit"] or "century")]
    count = groups.get("count")
    number = read_number(count) if count else Decimal(1) if groups.get("single") else None
    if number is None:
        return "Duration", f"{prefix}X{letter}"
    number = (number + (Decimal("0.5") if group(match, "half") else 0)) * factor
    whole = int(number)
    if number - whole == Decimal("0.5") and letter in _HALVES:
        return "Duration", (f"{prefix}{whole}{letter}" if whole else prefix) + _HALVES[letter]
    return "Duration", f"{prefix}{_shortest(number)}{letter}"


_HALVES = {"H": "30M", "Y": "6M", "D": "T12H"}


def _shortest(number: Decimal) -> str:
    """Plain notation: Decimal("10") as 10, Decimal("1.50") as 1.5."""
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


_SPAN_WORDS = r"(?:the|this|these) (?:past|last|next|coming|previous|following|first|final|recent) "
_ADJECTIVES = (
    r"(?:straight |consecutive |trading |business |working |calendar |full |whole |more |long )?"
)
_DURATION = (
    rf"(?:{_SPAN_WORDS})?{_ABOUT}{_COUNT}(?P<half> and a half)?[ -]"
    rf"{_ADJECTIVES}(?:{_UNITS}|centuries)(?:[ -]long)?(?P<half2> and a half)?"
)
_LAST_PERIOD = (
    r"(?P<single>the (?:past|last|coming|next)) (?P<unit>hour|(?<!next )day|week|month|year|decade"
    r"|century)"
)
_VAGUE_DURATION = r"(?P<unit>second|minute|hour|day|week|month|year|decade|centurie)s(?:-long)?"
_HALF = r"(?P<count>half)[ -](?:an?[ -])?(?P<unit>hour|day|year|century|decade)"


# --- the time of day, and words that only say roughly when ---


def _read_clock(match: Match, frame: Frame) -> Reading:
    hour, minute = int(group(match, "hour")), int(group(match, "minute") or 0)
    if half := match["half"]:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    if hour > 24:
        return "Time", ""
    zone = "Z" if group(match, "zone") in ("utc", "gmt", "z") else ""
    return "Time", f"{_clock_day(frame)}T{hour % 24:02}:{minute:02}{zone}"


def _clock_day(frame: Frame) -> str:
    return frame.anchor[:10] if read_day(frame.anchor) else period(frame.today, "day")


_ZONE = r"(?:UTC|GMT|Z|[ECMP][SD]?T|BST|CES?T|JST|IST|A[EC][SD]T|NZ[SD]T|local time)"
_CLOCK = (
    rf"(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap](?:m\b|\.m\.))"
    rf"(?: \(?(?P<zone>{_ZONE})\)?)?"
    rf"|(?P<hour2>[0-2]?\d):(?P<minute2>[0-5]\d)(?::\d\d)?(?: ?\(?(?P<zone2>{_ZONE})\)?)?"
    rf"|(?P<hour3>[0-2]\d)(?P<minute3>[0-5]\d) (?P<zone3>{_ZONE})"
)


def _read_noon(match: Match, frame: Frame) -> Reading:
    clock = "00:00" if match["name"].lower() == "midnight" else "12:00"
    return "Time", f"{_clock_day(frame)}T{clock}"


_NOON = r"(?P<name>noon|midday|midnight)"


def _read_vague(match: Match, frame: Frame) -> Reading:
    return "Date", ""


_VAGUE = (
    r"(?:more |most )?recently|currently|now|nowadays|at present|recent (?:days|weeks|months|years"
    r"|decades)|the (?:near|foreseeable|immediate|distant) future|the near term|the time being|soon"
    r"|the (?:recent |distant |not too distant )?past|the future|these days|at the moment"
    r"|the coming (?:days|weeks|months|years)|at the time|a later (?:time|date|stage)"
)


_DIGITS = "0 1 2 3 4 5 6 7 8 9"
_YEAR_WORDS = " ".join((*map(str, range(10, 21)), *(f"'{digit}" for digit in range(10))))
_MONTH_WORDS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_DAY_WORDS = "Mon Tue Wed Thu Fri Sat Sun"
_PERIOD_WORDS = "_day _week _fortnight _month _quarter _year _decade _centur"
_UNIT_WORDS = f"{_PERIOD_WORDS} _night _hour _minute _second"
_COUNTED_WORDS = f"{_UNIT_WORDS} {_UNIT_WORDS.replace('_', '-')}"  # "three-day"
_MANY_WORDS = "seconds minutes hours days weeks months years decades centuries"
_VAGUE_WORDS = "recent current now present future term time soon past these moment coming later"

RULES = (
    _rule(_ISO, _read_iso, "-"),
    _rule(_HALF_YEAR, _read_half, "half_of"),
    _rule(_DAYS, _read_days, _MONTH_WORDS, _are_days, has_comma=True),
    _rule(_DATE, _read_date, _MONTH_WORDS, has_comma=True),
    _rule(
        _FEAST,
        _read_feast,
        "christmas halloween _day _eve",
        lambda match: not word_after(match)[:1].isupper(),
        has_comma=True,
    ),
    _rule(_MONTH_OF_YEAR, _read_month, _MONTH_WORDS, is_month, has_comma=True),
    _rule(_YEARS, _read_year, _YEAR_WORDS, is_year),
    _rule(_DECADE, _read_decade, "ties 0s 0's"),
    _rule(_CENTURY, _read_century, "century"),
    _rule(_SEASON, _read_season, "spring summer autumn fall winter", is_season, has_comma=True),
    _rule(_QUARTER, _read_quarter, "quarter q1 q2 q3 q4", has_comma=True),
    _rule(_WEEKDAYS, _read_weekday, _DAY_WORDS, is_weekday),
    _rule(
        _NEAR_DAY,
        _read_near,
        "today yesterday tomorrow tonight _night _morning _afternoon _evening",
    ),
    _rule(_NEIGHBOUR, _read_neighbour, _UNIT_WORDS),
    _rule(_THE_DAY, _read_neighbour, "the_day", is_day),
    _rule(_LAST_PERIOD, _read_duration, "the_past the_last the_coming the_next"),
    _rule(_PERIOD, _read_period, _PERIOD_WORDS),
    _rule(_WEEKEND, _read_period, "weekend"),
    _rule(_WEEK_OF, _read_week_of, "week_", has_comma=True),
    _rule(_PERIOD_EDGE, _read_period, _PERIOD_WORDS),
    _rule(_DISTANCE, _read_distance, "ago from hence earlier later previously before after"),
    _rule(_HALF, _read_duration, "half"),
    _rule(_DURATION, _read_duration, _COUNTED_WORDS, is_duration),
    _rule(_VAGUE_DURATION, _read_duration, _MANY_WORDS, is_vague_duration),
    _rule(_CLOCK, _read_clock, _DIGITS, is_clock),
    _rule(_NOON, _read_noon, "noon midday midnight"),
    _rule(_VAGUE, _read_vague, _VAGUE_WORDS, is_vague),
)

# No expression has a line's end or one of these marks in it, and few have a comma and a space; of
# the full stops, none has those after small letters as many as no short form of a month or a day.
_END = re.compile(r'[\n;!?"“”.,](?:(?<![.,])|(?= )(?:(?<=,)|(?<=[a-z]{5}\.)))')
