"""What a line or the beginning of a paragraph tells: who wrote it, where, when, for whom."""

from __future__ import annotations

import re

from kg.sources.metadata import Metadata, full_date, told_by

UPDATED = "update line"  # tells a day that comes after the one on which a text was published

# --- whole lines ---


def read_line(line: str) -> Metadata | None:
    """Metadata of a line that says nothing else: a byline, a source, a date.

    >>> read_line("By Ada Holm and Jo Berg in Lund").author
    'Ada Holm and Jo Berg'
    """
    if match := _SOURCE.fullmatch(line):
        return told_by("source line", source=match["source"])
    if match := _BYLINE.fullmatch(line):
        return told_by("byline", author=match["author"] or "")
    if match := _ALONE.fullmatch(line):
        _, told, _ = split_dateline(f"{line} X")
        return told
    return _read_dates(line)


def is_bare_date(line: str) -> bool:
    """Whether a line has a day that is not called that of publication."""
    return not re.match(_LABEL, line, re.IGNORECASE) and _read_dates(line) is not None


_SOURCE = re.compile(
    r"(?:Sources?|Via|Agency|Outlet|Publisher): ?"
    r"(?P<source>(?!.*\b(?:said|say|told)\b)[^.!?|]{2,80}?)(?: ?\|.*|\.)?",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.'-]+(?: (?:(?!in |for )[a-z]{1,3} )?[A-Z][\w.'-]*){0,4}"
_BYLINE = re.compile(
    rf"(?:(?i:(?:words |(?:re)?written |story |text |analysis )?by|author:)) "
    rf"(?:(?P<author>{_NAME}(?:(?:, | and | & ){_NAME})*)|the [A-Z][\w ]+)"
    r"(?: ?[|/•·–—] ?[^|]{2,40}| (?:in|for) [A-Z][\w .,'-]{1,40})*"
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d\d?[/.]\d\d?[/.]\d{4})"
)
_LABEL = (
    r"(?:(?:first |last |originally )?(?:published|posted|updated|modified|issued|created|dated?)"
    r"(?: on| at)?:?)"
)
_TIME = r"(?:(?:at )?\d\d?[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?|\d\d? ?[ap]\.?m\.?)"
_ZONE = r"(?:\(?\b(?:gmt|utc|[a-z]{1,3}[sd]t|cet|cest|[ecmp]t|uk|local time)(?:[+-]\d\d?)?\b\)?)"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_DATE_PART = re.compile(
    rf"(?P<label>{_LABEL})|(?P<date>{_DATE})|(?P<time>{_TIME}(?: ?{_ZONE})?)|{_WEEKDAY}|{_ZONE}"
    r"|by (?P<author>[\w.'-]+(?: [\w.'-]+){1,3})|[\s,|/•·–—-]+",
    re.IGNORECASE,
)


def _read_dates(line: str) -> Metadata | None:
    """`Published: 10:32 GMT, 28 November 2025 | Updated: 12:01 GMT`: nothing but days and hours."""
    days: dict[str, str] = {}
    place, label, has_time, author = 0, "", False, ""
    while place < len(line):
        part = _DATE_PART.match(line, place)
        if part is None or not part[0]:
            return None
        place = part.end()
        label = (part["label"] or label).lower()
        author = part["author"] or author
        has_time = has_time or part["time"] is not None
        if part["date"] and (day := full_date(part["date"])):
            days.setdefault("late" if re.search("updated|modified", label) else "", day[:10])
    if not days and not (label and has_time):
        return None
    told = told_by("date line", published=days.get("", ""))
    return told.with_defaults(told_by("byline", author=author)).with_defaults(
        told_by(UPDATED, published=days.get("late", ""))
    )


# --- before a paragraph ---


def split_dateline(paragraph: str) -> tuple[str, Metadata, str]:
    """The dateline before a paragraph, what it tells, and the rest; the first may be "".

    A dateline without a year gives no date: the year is somewhere else or nowhere.

    >>> split_dateline("OSLO, May 3, 2024 (NTB) — The bridge opened.")[::2]
    ('OSLO, May 3, 2024 (NTB) —', 'The bridge opened.')
    """
    match = next(
        (m for form in _FORMS if (m := form.match(paragraph, 0, _REACH)) and _is_one(m)), None
    )
    if match is None:
        return "", Metadata(), paragraph
    told = match.groupdict()
    agency = (told.get("agency") or "").strip("()/| ")
    published = full_date(told.get("date") or "")
    told_here = told_by("dateline", source=agency, published=published)
    return match[0].rstrip(), told_here, paragraph[match.end() :]


_CAPITALS = r"[A-Z][A-Z.'-]+(?:[ /,]+[A-Z][A-Z.'-]+)*"
_WORDS = r"[A-Z][a-z.'-]+(?: [A-Z][a-z.'-]+)*"
_REGION = r", [A-Z][\w.]+(?: [A-Z][\w.]+)?"
_PLACE = rf"(?:(?P<capitals>{_CAPITALS}(?:{_REGION})??)|(?P<words>{_WORDS}(?:{_REGION})?))"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_AGENCY = r"(?P<agency>\((?:[A-Z][\w .]{1,30}|[a-z]{3})\)|/[A-Z][\w .]{1,30}/)"
_DASH = r"(?P<dash> ?(?:—|–|--| - |\.- ?) ?)"
_NEXT = r"(?=[A-Z\"'])"

_ALONE = re.compile(rf"{_PLACE}(?:, {_DAY})?(?: {_AGENCY})? ?(?:—|–|--|-)")  # over its paragraph
_REACH = 200  # characters; the longest dateline has half of it
_FORMS = tuple(
    re.compile(form)
    for form in (
        # "OSLO, May 3, 2024 (NTB) — ", "(Reuters) - "
        rf"(?:{_PLACE})?,? ?(?P<date>{_DAY})?(?: ?{_AGENCY})?(?:{_DASH}|(?<=[)/]) ){_NEXT}",
        # "26 November 2025, Geneva - ", "GENEVA (26 November 2025) – "
        rf"(?P<date>{_DAY}), {_PLACE}{_DASH}{_NEXT}",
        rf"{_PLACE} \((?P<date>{_DAY})\){_DASH}{_NEXT}",
        # "MOSCOW, November 26. /TASS/. ", "Kampala, Uganda | AFP | "
        rf"{_PLACE}, (?P<date>{_DAY})\. {_AGENCY}\. {_NEXT}",
        rf"{_PLACE} \| (?P<agency>[A-Z]{{2,}}[\w ]{{0,20}}) \| {_NEXT}",
        # "PARIS, France: ", "New Delhi: ", "LAHORE | ", "ANKARA The …": of known places
        rf"{_PLACE}(?P<colon>: | \| ){_NEXT}",
        r"(?P<known>[A-Z]{3,}(?: [A-Z]{3,})*) (?=(?:A|[A-Z][a-z]+) )",
    )
)


def _is_one(match: re.Match[str]) -> bool:
    """Whether it is a dateline and not a label, a name or the beginning of a sentence."""
    told = match.groupdict()
    place = told.get("capitals") or told.get("words") or told.get("known") or ""
    if told.get("known"):
        return len(place) >= _LONG and _is_place(place)  # never "US President"
    if told.get("colon"):
        return _is_place(place)
    agency, date = told.get("agency"), told.get("date")
    if not told.get("dash") and not (agency and date):
        return bool(agency) and "|" in match[0]  # else "Vell (VLL) shares fell"
    return bool(told.get("capitals") or agency or date) or _is_place(place)


_LONG = 4  # letters of a city that is told from an acronym by them


def _is_place(text: str) -> bool:
    """Whether the gazetteer has it: "ST. LOUIS", "Kampala, Uganda", never "PORT"."""
    from kg.gazetteer import load_gazetteer  # reads tables, which few texts need

    gazetteer = load_gazetteer()
    first, *_ = re.split(r", ", text)
    name = first.title() if first.isupper() else first
    return any(
        word in table
        for word in {first, name, name.replace("St. ", "Saint "), name.replace("'S", "'s")}
        for table in (gazetteer.cities, gazetteer.capitals, gazetteer.names)
    )
