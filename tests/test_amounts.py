import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amounts import read_amount, read_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("7", 7),
        ("1,200", 1200),
        ("2.5 million", 2_500_000),
        ("twenty-five", 25),
        ("one hundred and six thousand", 106_000),
        ("a hundred", 100),
        ("half a million", 500_000),
        ("two dozen", 24),
        ("a couple of", 2),
    ],
)
def test_numbers_in_words_and_figures(words, number):
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("phrase", "kind", "value", "unit"),
    [
        ("$2.5bn", "Money", "2500000000", "USD"),
        ("about US$20 million", "Money", "20000000", "USD"),
        ("NZ$5", "Money", "5", "NZD"),
        ("€1,250.50", "Money", "1250.5", "EUR"),
        ("three million euros", "Money", "3000000", "EUR"),
        ("$99 (CAD)", "Money", "99", "CAD"),
        ("3.5%", "Percent", "3.5", "%"),
        ("-2 percent", "Percent", "-2", "%"),
        ("twelve per cent of voters", "Percent", "12", "%"),
        ("more than 400 sheep", "Quantity", "400", "sheep"),
        ("two dozen fishing boats", "Quantity", "24", "fishing boats"),
        ("sixty thousand", "Number", "60000", ""),
        ("30 or more ships", "Quantity", "30", "ships"),
    ],
)
def test_amounts_have_a_type_a_decimal_and_a_unit(phrase, kind, value, unit):
    amount = read_amount(phrase)

    assert (amount.text, amount.type, amount.value, amount.unit) == (phrase, kind, value, unit)


@pytest.mark.parametrize(
    "phrase",
    ["several boats", "a farmer", "won", "the dollar", "two-thirds", "400 to 300",
     "two or three ships", "two and three ships", ""],
)  # fmt: skip
def test_what_says_no_number_is_no_amount(phrase):
    assert read_amount(phrase) is None


@given(st.integers(0, 10**15))
def test_figures_with_and_without_commas_are_the_same_number(number):
    assert read_number(f"{number:,}") == read_number(str(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text):
    read_amount(text)
    read_number(text)
