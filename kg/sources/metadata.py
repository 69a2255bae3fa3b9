"""Where a text comes from and when it was published, by its fields, its lines, its file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document beside its text, and who told it; "" for what is not."""

    title: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    published: str = ""
    title_from: str = ""
    source_from: str = ""
    url_from: str = ""
    author_from: str = ""
    published_from: str = ""

    def with_defaults(self, other: Metadata) -> Metadata:
        """Fill what is missing, each with its provenance."""
        tellers = {name: self if getattr(self, name) else other for name in _TOLD}
        return Metadata(
            **{name: getattr(teller, name) for name, teller in tellers.items()},
            **{f"{name}_from": getattr(m, f"{name}_from") for name, m in tellers.items()},
        )


_TOLD = ("title", "source", "url", "author", "published")


def told_by(origin: str, **told: str) -> Metadata:
    """What one place tells: the front matter, the dateline, the file's name.

    >>> told_by("byline", author="Ada Holm", title="").author_from
    'byline'
    """
    return Metadata(**told, **{f"{name}_from": origin for name, value in told.items() if value})


def read_fields(fields: dict[str, object], *, origin: str) -> Metadata:
    """Metadata from named fields, such as front matter; names as common tools write them."""
    found = {_FIELDS[key.lower()]: _plain(value) for key, value in reversed(fields.items())
             if key.lower() in _FIELDS}  # fmt: skip
    published = full_date(found.pop("published", ""))
    return told_by(origin, published=published, **found)


_FIELDS = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("source", "publisher", "site", "sitename", "outlet", "agency", "source_name",
         "source_domain", "domain"), "source"),
    **dict.fromkeys(("url", "link", "canonical", "permalink"), "url"),
    **dict.fromkeys(("author", "authors", "byline", "creator"), "author"),
    **dict.fromkeys(
        ("date", "published", "publish_date", "date_publish", "pubdate", "date_published",
         "timestamp", "datetime", "pub_date", "created_at",
         "published_at", "publishedat", "publication_date", "datepublished", "seendate"),
        "published",
    ),
}  # fmt: skip


def _plain(value: object) -> str:
    """One line for a scalar, a thing with a name, or a list of these; "" for what is deeper."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_plain(v) for v in value if not isinstance(v, list))))
    if isinstance(value, dict):
        value = value.get("name")
    if value is None or isinstance(value, dict | list):
        return ""
    return " ".join(str(value).split())


def made_on(day: str, *, origin: str) -> Metadata:
    """The day on which a file was made: a guess at when its text was published."""
    return told_by(origin, published=day)


def site_of(url: str) -> str:
    """The host that a page is from, or "".

    >>> site_of("https://www.vell.example/a?b"), site_of("Vell Gazette")
    ('vell.example', '')
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # "http://[" is no address
        return ""
    return host.removeprefix("www.")


def date_in_name(name: str) -> str:
    """The date that a file's name carries, as `2025-11-26-call.txt` does.

    >>> date_in_name("call_20251126.txt"), date_in_name("000_1f62ecd72cbb3885.txt")
    ('2025-11-26', '')
    """
    match = re.search(r"(?<![0-9a-f])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![0-9a-f])", name, re.I)
    return full_date(f"{match[1]}-{match[3]}-{match[4]}") if match else ""


def full_date(text: str) -> str:
    """ISO 8601 for words that name a day of a year, with the time if they give it; else "".

    Which number is the month in 03/04/2025 nobody can say, so it names no day.

    >>> full_date("Wed, 26 Nov 2025 10:30:00 +0000"), full_date("26/11/2025"), full_date("Friday")
    ('2025-11-26T10:30:00+00:00', '2025-11-26', '')
    """
    text = " ".join(text.split())
    text = re.sub(r"^(\d{4})(\d\d)(\d\d)(?=T\d|$)", r"\1-\2-\3", text)
    text = re.sub(r"T(\d\d)(\d\d)(\d\d)(?=Z|[+-]|$)", r"T\1:\2:\3", text)
    if zoned := re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?([+-]\d\d):?(\d\d)", text
    ):
        day, hour, zone, minutes = zoned.groups()
        try:
            return datetime.fromisoformat(f"{day}T{hour}{zone}:{minutes}").isoformat()
        except ValueError:  # a thirteenth month
            return ""
    if not 6 <= len(text) <= 60 or not re.search(r"\d{4}", text):
        return ""
    from kg.times import normalise  # not for those who only import the package

    value = normalise(text)
    if value and re.match(r"\d{4}-\d\d-\d\d", value.value):
        return value.value
    return _parse_date(text)


# Since 1970, as programs write it, or thousandths of them: from 2001 on.
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")


def _parse_date(text: str) -> str:
    """Other notations, by a library that knows many: slashes, mail and feed dates."""
    if _SECONDS.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return moment.isoformat().removesuffix("T00:00:00+00:00")
    if text.isdigit():
        return ""
    slashes = re.match(r"(\d\d?)[/.](\d\d?)[/.]\d{4}", text)
    if slashes and int(slashes[1]) <= 12 and int(slashes[2]) <= 12:
        return ""
    import dateparser  # slow to import, and seldom needed

    order = "DMY" if slashes and int(slashes[1]) > 12 else "MDY"
    settings = {"STRICT_PARSING": True, "DATE_ORDER": order}
    found = dateparser.parse(text, languages=["en"], settings=settings)
    if found is None:
        return ""
    return str(found.isoformat() if re.search(r"\d:\d\d", text) else found.date().isoformat())
