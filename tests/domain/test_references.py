"""A slip in saying or typing a reference is noticed."""

import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.references import CHECK_LETTERS, Reference, make_reference, parse_reference

REFERENCES = [
    make_reference("WG", 2026, 17),
    make_reference("VCSE", 2027, 99_999),
    make_reference("SPORTS", 2031, 1_234_567),
    make_reference("IOU", 2026, 1),
]


def test_a_reference_looks_as_our_letters_say() -> None:
    assert make_reference("WG", 2026, 17) == "WG-2026-00017-K"


@pytest.mark.parametrize(
    "typed", ["WG-2026-00017-K", "wg 2026 00017 k", "wg2026ooo17k", " WG–2026–000I7–K ", "wg.2026.000l7.k"]
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_reference(typed) == Reference(prefix="WG", year=2026, number=17)


@given(
    st.text(string.ascii_uppercase, min_size=2, max_size=6),
    st.integers(min_value=1000, max_value=9999),
    st.integers(min_value=1, max_value=9_999_999),
)
def test_every_reference_reads_back(prefix: str, year: int, number: int) -> None:
    text = make_reference(prefix, year, number)
    assert parse_reference(text) == Reference(prefix, year, number)
    assert str(parse_reference(text)) == text


@pytest.mark.parametrize("reference", REFERENCES)
def test_any_one_wrong_figure_or_letter_is_noticed(reference: str) -> None:
    for place, right in enumerate(reference):
        for wrong in _others(right, place == len(reference) - 1):
            with pytest.raises(ValueError, match="reference"):
                parse_reference(reference[:place] + wrong + reference[place + 1 :])


@pytest.mark.parametrize("reference", REFERENCES)
def test_any_two_swapped_figures_or_letters_are_noticed(reference: str) -> None:
    places = [place for place, symbol in enumerate(reference[:-1]) if symbol != "-"]
    for one, other in combinations(places, 2):
        swapped = list(reference)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        typed = "".join(swapped)
        if _heard(typed) != _heard(reference):
            with pytest.raises(ValueError, match="reference"):
                parse_reference(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "WG-2026-00017",
        "WG-2026-17-K",
        "2026-00017-K",
        "WG-2026-00017-7",
        "W" * 500,
        "WG-２０２６-00017-K",
    ],
)
def test_what_is_not_a_reference_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="like WG-2026-00017-K"):
        parse_reference(typed)


@pytest.mark.parametrize(
    ("prefix", "year", "number"), [("W", 2026, 1), ("wg", 2026, 1), ("WG", 26, 1), ("WG", 2026, 0)]
)
def test_a_reference_of_another_shape_is_not_made(prefix: str, year: int, number: int) -> None:
    with pytest.raises(ValueError, match="A reference"):
        make_reference(prefix, year, number)


def test_the_check_letters_leave_out_those_that_look_like_others() -> None:
    assert len(set(CHECK_LETTERS)) == 23
    assert not set(CHECK_LETTERS) & set("IOU")


def _others(right: str, is_check_letter: bool) -> set[str]:
    if right == "-":
        return set()
    pool = set(string.digits) if right.isdigit() else set(string.ascii_uppercase)
    # In a prefix these pairs count as one letter: such a fund does not exist.
    alike = set() if is_check_letter else {pair for pair in ("IL", "OQ", "UV") if right in pair}
    return pool - {right} - set("".join(alike))


def _heard(reference: str) -> str:
    return reference.replace("-", "").translate(str.maketrans("IOU", "LQV"))
