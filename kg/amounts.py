"""Amounts: numbers in words and figures, money, percentages, counts with a unit."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from functools import lru_cache

from kg.model import Value

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SCALES = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_GROUPS = {"half": Decimal("0.5"), "couple": Decimal(2), "pair": Decimal(2)}

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join((*sorted(_SMALL, key=len, reverse=True), *_SCALES))

# A number as it stands in running text: "1,200", "2.5 million", "twenty-five", "a dozen"; after a
# hundred, a thousand or a million comes an "and", but "two and three" are two numbers.
NUMBER_PATTERN = (
    rf"(?:(?:{_FIGURES})(?:[ -](?:hundred|thousand|million|billion|trillion)\b)?"
    rf"|(?:(?:a|half a) )?(?:{_WORD})\b(?:(?:[ -]|(?<=red|and|ion) and )(?:{_WORD})\b){{0,9}}"
    r"|a (?:couple|pair)(?: of)?)"
)


def read_number(text: str) -> Decimal | None:
    """The number that words or figures stand for, or None.

    >>> [read_number(words) for words in ("1,200", "2.5 million", "two hundred and six")]
    [Decimal('1200'), Decimal('2500000.0'), Decimal('206')]
    >>> read_number("several") is None
    True
    """
    words = [w for w in re.split(r"[\s-]+", text.strip().lower()) if w not in ("and", "of", "")]
    words = [w for i, w in enumerate(words) if w not in ("a", "an") or i == len(words) - 1]
    return _sum(words) if words else None


def _sum(words: list[str]) -> Decimal | None:
    total, group = Decimal(0), Decimal(0)
    for word in words:
        if word in _SCALES or word in _GROUPS:
            group = (group or Decimal(1)) * (_GROUPS.get(word) or _SCALES[word])
        elif (number := _plain_number(word)) is not None:
            group += number
        else:
            return None
        if _SCALES.get(word, 0) > 100:
            total, group = total + group, Decimal(0)
    return total + group


def _plain_number(word: str) -> Decimal | None:
    if word in ("a", "an"):
        return Decimal(1)
    if word in _SMALL:
        return Decimal(_SMALL[word])
    return Decimal(word.replace(",", "")) if re.fullmatch(_FIGURES, word) else None


@lru_cache(8_000)
def read_amount(text: str) -> Value | None:
    """The amount that a phrase names: Money, Percent, Quantity or Number; None for any other.

    Words that soften it ("about", "more than") are passed over. A unit is an ISO 4217 code, "%",
    or the counted noun as it stands.

    >>> read_amount("about $2.5 billion")
    Value(text='about $2.5 billion', type='Money', value='2500000000', unit='USD')
    >>> read_amount("40 fighter jets")
    Value(text='40 fighter jets', type='Quantity', value='40', unit='fighter jets')
    """
    phrase = _OR_SO.sub("", _SOFTENER.sub("", " ".join(text.split())))
    for read in (_read_money, _read_percent, _read_quantity):
        if found := read(phrase):
            kind, number, unit = found
            return Value(text, kind, _decimal(number), unit)
    return None


_SOFTENER = re.compile(
    r"^(?:(?:about|around|almost|nearly|roughly|approximately|some|over|under|only|just|up to|"
    r"at least|at most|more than|less than|fewer than|as (?:many|much|few|little) as|"
    r"an estimated|an additional|a total of|a further|another|the|its|their) )+(?=\S)",
    re.IGNORECASE,
)


_OR_SO = re.compile(r" or (?:more|so|fewer|less)\b")


def _decimal(number: Decimal) -> str:
    """Plain notation without trailing zeros.

    >>> _decimal(Decimal("2500000.0")), _decimal(Decimal("0.10"))
    ('2500000', '0.1')
    """
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


CURRENCY_SIGNS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "R$": "BRL", "$": "USD", "£": "GBP", "€": "EUR",
    "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₴": "UAH",
}  # fmt: skip
_CURRENCIES = {
    r"(?:us |u\.s\. |american )?dollars?": "USD", r"australian dollars?": "AUD",
    r"canadian dollars?": "CAD", r"hong kong dollars?": "HKD", r"new zealand dollars?": "NZD",
    r"taiwan dollars?": "TWD", r"euros?": "EUR", r"(?:british )?pounds?(?: sterling)?": "GBP",
    r"(?:japanese )?yen": "JPY", r"(?:chinese )?(?:yuan|renminbi)": "CNY",
    r"(?:indian )?rupees?": "INR", r"(?:russian )?roubles?|(?:russian )?rubles?": "RUB",
    r"(?:south korean )?won": "KRW", r"swiss francs?": "CHF", r"(?:turkish )?(?:lira|liras)": "TRY",
    r"(?:israeli )?shekels?": "ILS", r"(?:ukrainian )?hryvnias?": "UAH",
    r"(?:swedish )?kron(?:a|or)": "SEK",
}  # fmt: skip
_CODES = (
    "USD EUR GBP JPY CNY AUD CAD CHF INR RUB KRW TRY BRL MXN ZAR SEK NOK DKK PLN HKD SGD NZD TWD "
    "ILS UAH SAR AED THB IDR"
).split()


def _read_money(phrase: str) -> tuple[str, Decimal, str] | None:
    if match := _symbol_money().fullmatch(phrase):
        symbol, number = match["symbol"].upper(), _scaled(match["number"], match["scale"])
        code = match["code"] or CURRENCY_SIGNS.get(symbol, symbol)
        return None if number is None else ("Money", number, code.upper())
    if match := _MONEY_IN_WORDS.fullmatch(phrase):
        number = read_number(match["number"])
        if number is not None:
            return "Money", number, _currency(match["currency"].lower())
    return None


@functools.cache
def _symbol_money() -> re.Pattern[str]:
    symbols = "|".join(re.escape(s) for s in sorted(CURRENCY_SIGNS, key=len, reverse=True))
    codes = "|".join(_CODES)
    scale = "|".join((*_SCALES, *sorted(_SHORT_SCALES, key=len, reverse=True)))
    return re.compile(
        rf"(?P<symbol>{symbols}|{codes}) ?(?P<number>{_FIGURES})(?:[ -]?(?P<scale>{scale}))?"
        rf"(?: ?\(?(?P<code>{codes})\)?)?",
        re.IGNORECASE,
    )


_MONEY_IN_WORDS = re.compile(
    rf"(?P<number>{NUMBER_PATTERN})[ -](?P<currency>{'|'.join(_CURRENCIES)}|{'|'.join(_CODES)})",
    re.IGNORECASE,
)


def _scaled(number: str, scale: str | None) -> Decimal | None:
    value = read_number(number)
    factor = (_SCALES | _SHORT_SCALES).get((scale or "").lower(), 1)
    return None if value is None else value * factor


def _currency(words: str) -> str:
    codes = (code for name, code in _CURRENCIES.items() if re.fullmatch(name, words))
    return next(codes, words.upper())


def _read_percent(phrase: str) -> tuple[str, Decimal, str] | None:
    match = _PERCENT.fullmatch(phrase)
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    return "Percent", -number if match["sign"] in ("-", "−") else number, "%"


_PERCENT = re.compile(
    rf"(?P<sign>[-−+])?(?P<number>{NUMBER_PATTERN})(?: ?%|[ -]per ?cent(?:age points?)?|[ -]pct)"
    r"(?: of .*)?",
    re.IGNORECASE,
)


def _read_quantity(phrase: str) -> tuple[str, Decimal, str] | None:
    match = _QUANTITY.fullmatch(phrase)
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    unit = match["unit"] or ""
    return "Quantity" if unit else "Number", number, unit


_QUANTITY = re.compile(
    rf"(?P<number>{NUMBER_PATTERN})"
    r"(?:[ -](?:of (?:the )?)?(?P<unit>(?!(?:and|to|or) |thirds?|fifths?)[^\W\d].*))?",
    re.IGNORECASE,
)
