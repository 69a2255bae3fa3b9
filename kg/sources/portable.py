"""PDF: the text layer in reading order, without what every page repeats at its edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

from kg.sources.drafts import Broken, Draft, Piece, draft_of_pieces
from kg.sources.files import (
    MAX_CHARACTERS,
    MAX_FILE,
    UnreadableError,
    foreign,
    optional,
    read_limited,
)
from kg.sources.metadata import Metadata, full_date, made_on, told_by

_MAX_PAGES = 2_000


def read_pdf(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The paragraphs of a PDF. A scan without text, or a file with a password, is unreadable."""
    data = read_limited(stream, limit=MAX_FILE)
    pdfium = optional("pypdfium2", "PDF files")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableError(*_reason(error)) from error
    with foreign("damaged PDF"):
        try:
            pages = _pages(document, pdfium.raw)
            metadata, guess = _metadata(document.get_metadata_dict())
        finally:
            document.close()
    lines = [line for page in _without_edges(pages) for line in _in_order(page)]
    if not lines:
        raise UnreadableError("no text in the PDF", "a scan must go through OCR first")
    yield draft_of_pieces(_paragraphs(lines), metadata, guess=guess)


def _reason(error: Exception) -> tuple[str, str]:
    if "password" in str(error).lower():
        return "encrypted PDF", "save it without password"
    return "damaged PDF", "it cannot be opened"


class Line(NamedTuple):
    """A row of characters on a page, with its place in points; y grows upwards."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of its letters."""
        return max(self.top - self.bottom, 1.0)


def _pages(document: Any, raw: Any) -> list[list[Line]]:
    if len(document) > _MAX_PAGES:
        raise UnreadableError("too long", f"more than {_MAX_PAGES:,} pages")
    pages = []
    budget = MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        budget -= text_page.count_chars()
        if budget < 0:
            raise UnreadableError("too long", f"more than {MAX_CHARACTERS:,} characters")
        pages.append(list(_lines(text_page, number, raw)))
        text_page.close()
        page.close()
    return pages


# --- characters to lines ---


class Character(NamedTuple):
    """A character and its box; what the library adds between words has none."""

    text: str
    box: tuple[float, float, float, float] | None


def _lines(text_page: Any, number: int, raw: Any) -> Iterator[Line]:
    """Lines in the order of the file, parted where a gap shows that they are two."""
    run: list[Character] = []
    before: tuple[float, float, float, float] | None = None
    for character in _characters(text_page, raw):
        box = character.box
        if character.text in "\r\n" or (box and before and _is_apart(before, box)):
            yield from _line(run, number)
            run, before = [], None
        run.append(character)
        before = box or before
    yield from _line(run, number)


_BREAK = "\x02\ufffe"  # how the library writes a hyphen that it takes for a broken word's


def _characters(text_page: Any, raw: Any) -> Iterator[Character]:
    rectangle = raw.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        text = "\u00ad" if text and text in _BREAK else text
        box = None
        if text.strip() and raw.FPDFText_GetLooseCharBox(text_page, index, rectangle):
            box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if text:
            yield Character(text, box)


def _is_apart(
    before: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> bool:
    height = max(before[3] - before[1], box[3] - box[1], 1.0)
    return (
        box[0] - before[2] > 2 * height  # another column
        or before[0] - box[2] > 2 * height
        or abs(box[1] - before[1]) > height
    )


def _line(run: Sequence[Character], number: int) -> Iterator[Line]:
    boxes = [character.box for character in run if character.box]
    text = " ".join("".join(character.text for character in run).split())
    if text and boxes and not _LEADER.search(text):
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        yield Line(text, number, min(lefts), min(bottoms), max(rights), max(tops))


_LEADER = re.compile(r"(?:\. ?){6}")  # from a heading to its page, in a table of contents

# --- lines to pages ---

_EDGE = 3  # lines at the top and at the bottom that may be a header or footer


def _without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what recurs at their edges, and without the numbers of pages."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_shape(line) for line in edge})
    often = max(2, len(pages) / 3)  # left and right pages may have headers of their own
    result = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            line for line in edge
            if _PAGE_NUMBER.fullmatch(line.text) or counts[_shape(line)] >= often
        }  # fmt: skip
        result.append([line for line in page if line not in dropped])
    return result


def _edges(page: Sequence[Line]) -> list[Line]:
    lines = sorted(page, key=lambda line: -line.bottom)
    return lines[:_EDGE] + lines[_EDGE:][-_EDGE:]


def _shape(line: Line) -> tuple[str, int]:
    """The words and their height on the page: a title is not the header that repeats it."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom)


_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:page )?(?:\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[ivxl]{1,6})[-–— ]*", re.IGNORECASE
)

_MANY = 2_000  # lines on a page that is a drawing and not a text


def _in_order(lines: Sequence[Line], depth: int = 50) -> list[Line]:
    """Columns one after the other; else from the top to the bottom.

    The page is cut where a white strip crosses it: upright if a text stands on either side, else
    across, where the strip is broadest.
    """
    if len(lines) > _MANY:
        return list(lines)
    for left, right in _cuts([(line.left, line.right, line) for line in lines]):
        if _is_column(left) and _is_column(right):
            return _in_order(left, depth - 1) + _in_order(right, depth - 1)
    above, below = next(_cuts([(-line.top, -line.bottom, line) for line in lines]), ([], []))
    if depth and (_is_column(above) or _is_column(below)):
        return _in_order(above, depth - 1) + _in_order(below, depth - 1)
    return sorted(lines, key=lambda line: (-round(line.bottom), line.left))


def _cuts(spans: list[tuple[float, float, Line]]) -> Iterator[tuple[list[Line], list[Line]]]:
    """What lies on either side of each gap, the broadest gap first, of equals the middle one."""
    spans = sorted(spans, key=lambda span: span[:2])
    gaps, reach = [], float("inf")
    for index, (start, end, _) in enumerate(spans):
        if start > reach:
            gaps.append((-round(start - reach), abs(index - len(spans) // 2), index))
        reach = end if index == 0 else max(reach, end)
    for *_, index in sorted(gaps):
        yield [line for *_, line in spans[:index]], [line for *_, line in spans[index:]]


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether these are lines of a text, and not the bullets or numbers beside one."""
    lengths = sorted(len(line.text) for line in lines)
    return len(lines) >= 3 and lengths[len(lines) // 2] >= 15


# --- lines to paragraphs ---


def _paragraphs(lines: Sequence[Line]) -> Iterator[Piece]:
    words = {word.lower() for line in lines for word in re.findall(r"\w[\w-]*\w", line.text)}
    margins = _margins(lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        if _is_row(before, line):
            text = f"{text} {line.text}"
        elif _continues(before, line, margins):
            text = _join(text, line.text, words)
        else:
            yield _piece(text)
            text = line.text
    yield _piece(text)


def _piece(text: str) -> Piece:
    text = text.replace("\u00ad", "-" if text.endswith("\u00ad") else "")
    bullet = re.match(r"[•‣◦▪●]\s*", text)
    return Piece("list", text[bullet.end() :]) if bullet else Piece("paragraph", text)


def _margins(lines: Iterable[Line]) -> dict[tuple[int, int, int], float]:
    """How far right the lines of each page that begin alike reach, by their beginning."""
    margins: dict[tuple[int, int, int], float] = {}
    for line in lines:
        key = _margin_key(line)
        margins[key] = max(margins.get(key, 0.0), line.right)
    return margins


def _margin_key(line: Line) -> tuple[int, int, int]:
    return line.page, round(line.left / 50), round(line.height)


def _is_row(before: Line, line: Line) -> bool:
    return (
        before.page == line.page
        and abs(before.bottom - line.bottom) < 0.4 * line.height
        and line.left >= before.right
    )


def _continues(before: Line, line: Line, margins: dict[tuple[int, int, int], float]) -> bool:
    ended = re.search(r"[.!?:][\"'”’)\]]*$", before.text) is not None
    if re.match(r"[•‣◦▪●]", line.text):
        return False
    if before.page != line.page or line.bottom > before.bottom:  # another page or column
        return not ended and (line.text[0].islower() or before.text.endswith(("-", "\u00ad", ",")))
    if abs(before.height - line.height) > 0.15 * line.height:
        return False
    if before.bottom - line.bottom > 1.9 * line.height:
        return False
    is_short = before.right < margins[_margin_key(before)] - 6 * line.height
    is_indented = line.left - before.left > 0.7 * line.height
    return not (ended and (is_short or is_indented)) and not (is_short and line.text[0].isupper())


def _join(text: str, line: str, words: set[str]) -> str:
    """Two lines as one; a hyphen goes unless the text has the word with it elsewhere."""
    match = re.search(r"([^\W\d_]+)[-\u00ad]$", text)
    if not match or not line[0].islower():
        return f"{text} {line}" if not re.search(r"\w-$", text) else text + line
    following = re.match(r"\w*", line)
    rest = following[0] if following else ""
    keep = text[-1] == "-" and f"{match[1]}-{rest}".lower() in words
    return (f"{text[:-1]}-" if keep else text[:-1]) + line


def _metadata(told: dict[str, str]) -> tuple[Metadata, Metadata]:
    title = " ".join(told.get("Title", "").split())
    if len(title.split()) < 3 or re.search(r"\.\w{2,5}$|^Microsoft ", title):
        title = ""  # the name of a file
    day = re.match(r"D:(\d{8})", told.get("CreationDate", ""))
    created = full_date(day[1]) if day else ""
    author = " ".join(told.get("Author", "").split())
    return told_by("file properties", title=title, author=author), made_on(
        created, origin="file properties"
    )
