"""Repairs of characters and spacing, so that the parser sees the text that the writer meant.

Quotation marks become straight ones, apostrophes too: one form for the rules that read them.
"""

from __future__ import annotations

import re
import unicodedata


def repair(text: str) -> str:
    """Mend characters, then spacing; line ends stay where they are.

    >>> print(repair("The ﬁrm said ,“We don’t know,but we hope.”"))
    The firm said, "We don't know, but we hope."
    """
    parts = _ADDRESS.split(repair_characters(text))
    return "".join(
        part if _ADDRESS.fullmatch(part) else _repair_spacing(part) for part in parts
    ).strip()


# Addresses are left alone: a comma in one is followed by no space.
_ADDRESS = re.compile(r"((?<!\S)\S*(?:://|www\.|\w@\w)\S*)")


def _repair_spacing(text: str) -> str:
    for pattern, replacement in _SPACING:
        text = pattern.sub(replacement, text)
    return text


def repair_characters(text: str) -> str:
    """One form for each character: NFC, straight quotes, plain spaces, no ligatures or controls."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text.translate(CHARACTERS))
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", text))


_NO_WORD = re.compile(r"\S{500,}")  # base64 and the like


CHARACTERS: dict[int, str] = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **{c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFB00, 0xFB07))},
        **dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000", " "),
        **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
        **dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"),
        "‐": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
    }
)

# Control characters, soft hyphens, zero-width characters, directions, byte-order and damage marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
)

_SPACING = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"''", '"'),
        (r" {2,}", " "),
        (r"(?<=\w) +([,;:!?])(?= |$|['\"])", r"\1"),
        (r"(?<=\w) +\.(?= |$)", "."),
        # "unknown,but", never "1,000"
        (r"(?<=[a-z\")])([,;])(?=[A-Za-z]|\"\w)", r"\1 "),
        # "said.The", never "U.S.Army", "Amazon.com" or the words of an address
        (r"(?<![.\w-])([A-Za-z][a-z]{2,}[.?!])(?=[A-Z][a-z]*[ ,])", r"\1 "),
    )
)
