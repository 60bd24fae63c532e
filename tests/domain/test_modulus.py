"""The modulus check says whether an account number is possible at its sort code."""

import pytest

from grants.domain.modulus import ModulusResult, ModulusTable, read_table

PASS, FAIL, NOT_CHECKABLE = ModulusResult.PASS, ModulusResult.FAIL, ModulusResult.NOT_CHECKABLE
PLAIN_10 = "MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1"
PLAIN_11 = "MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1"
DOUBLE = "DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1"


def table(*rows: str, substitutes: tuple[str, ...] = ()) -> ModulusTable:
    """Made-up rows at sort code 990000, so that nothing here stands for a real bank."""
    return read_table([f"990000 990009 {row}" for row in rows], substitutes)


def check(rows: tuple[str, ...], account: str, code: str = "990000") -> ModulusResult:
    return table(*rows).check(code, account)


@pytest.mark.feature("75")
@pytest.mark.parametrize(
    ("code", "account", "row", "result"),
    [
        ("089999", "66374958", PLAIN_10, PASS), ("089999", "66374959", PLAIN_10, FAIL),
        ("107999", "88837491", PLAIN_11, PASS), ("107999", "88837493", PLAIN_11, FAIL),
        ("202959", "63748472", DOUBLE, PASS), ("202959", "63748473", DOUBLE, FAIL),
        ("499273", "12345678", DOUBLE, PASS), ("499273", "12345679", DOUBLE, FAIL),
    ],
)  # fmt: skip
def test_published_examples_come_out_right(code: str, account: str, row: str, result: ModulusResult) -> None:
    assert read_table([f"{code} {code} {row}"]).check(code, account) == result


def test_a_sort_code_outside_the_table_cannot_be_checked() -> None:
    assert check((PLAIN_10,), "66374959", code="990010") == NOT_CHECKABLE
    assert check((PLAIN_10,), "66374959", code="99-00-09") == FAIL


def test_two_rows_must_both_pass() -> None:
    both = (PLAIN_10, PLAIN_11)
    assert check(both, "66374958") == FAIL
    assert check((PLAIN_10, PLAIN_10), "66374958") == PASS


@pytest.mark.parametrize("pair", [(10, 11), (12, 13), (2, 9)])
def test_either_row_may_pass_in_the_pairs_that_say_so(pair: tuple[int, int]) -> None:
    first, second = pair
    assert check((f"{PLAIN_11} {first}", f"{PLAIN_10} {second}"), "06374950") == PASS
    assert check((f"{PLAIN_10} {first}", f"{PLAIN_11} {second}"), "06374950") == PASS
    assert check((f"{PLAIN_11} {first}", f"{PLAIN_11} {second}"), "06374950") == FAIL


def test_exception_1_adds_27() -> None:
    assert check((DOUBLE,), "12345676") == PASS
    assert check((f"{DOUBLE} 1",), "12345676") == FAIL
    assert check((f"{DOUBLE} 1",), "12345679") == PASS


@pytest.mark.parametrize("account", ["66974950", "66674959"])
def test_exception_3_skips_the_second_row_for_some_accounts(account: str) -> None:
    assert check((PLAIN_10, PLAIN_11), account) == FAIL
    assert check((PLAIN_10, f"{PLAIN_11} 3"), account) == PASS
    assert check((PLAIN_10, f"{PLAIN_11} 3"), "66374958") == FAIL


def test_exception_4_compares_the_remainder_with_the_last_two_figures() -> None:
    row = "MOD11 0 0 0 0 0 0 1 0 0 0 0 0 0 0 4"
    assert check((row,), "50000005") == PASS
    assert check((row,), "50000006") == FAIL
    assert check(("MOD11 0 0 0 0 0 0 5 5 0 0 0 0 0 0 4",), "11000010") == PASS


def test_exception_5_swaps_the_sort_code_and_compares_a_check_figure() -> None:
    row = "MOD11 1 0 0 0 0 0 0 0 0 0 0 0 0 0 5"
    swapped = table(row, substitutes=("990000 400000",))
    assert swapped.check("990000", "00000170") == PASS
    assert swapped.check("990000", "00000180") == FAIL
    assert table(row).check("990000", "00000120") == PASS
    assert table(row, substitutes=("990000 100000",)).check("990000", "00000110") == FAIL


def test_exception_5_compares_the_last_figure_when_doubling() -> None:
    row = "DBLAL 1 0 0 0 0 0 0 0 0 0 0 0 0 0 5"
    swapped = table(row, substitutes=("990000 400000",))
    assert swapped.check("990000", "00000016") == PASS
    assert swapped.check("990000", "00000010") == FAIL
    assert table(row, substitutes=("990000 000001",)).check("990000", "00000010") == PASS


def test_exception_6_lets_foreign_currency_accounts_through() -> None:
    assert check((f"{PLAIN_10} 6",), "46374955") == PASS
    assert check((f"{PLAIN_10} 6",), "46374954") == FAIL
    assert check((f"{PLAIN_10} 6",), "36374955") == FAIL


def test_exception_7_leaves_out_the_front_when_the_seventh_figure_is_9() -> None:
    assert check(("MOD10 1 1 1 1 1 1 1 1 1 0 0 0 0 0 7",), "00500090", code="990001") == FAIL
    assert check(("MOD10 1 1 1 1 1 1 1 1 0 0 0 0 0 0 7",), "00000090", code="990001") == PASS
    assert check(("MOD10 1 1 1 1 1 1 1 1 0 0 0 0 0 0 7",), "00000080", code="990001") == FAIL


def test_exception_8_checks_as_the_clearing_sort_code() -> None:
    assert check(("MOD10 0 0 0 1 0 0 0 0 0 0 0 0 0 9 8",), "00000001") == PASS
    assert check(("MOD10 0 0 0 1 0 0 0 0 0 0 0 0 0 9",), "00000001") == FAIL


def test_exception_10_leaves_out_the_front_only_for_two_kinds_of_account() -> None:
    row = "MOD11 1 1 1 1 1 1 1 1 0 0 0 0 0 0 10"
    assert check((row,), "09000090") == PASS
    assert check((row,), "99000090") == PASS
    assert check((row,), "19000090") == FAIL
    assert check((row,), "09000080") == FAIL


def test_exception_2_uses_its_own_weights_for_euro_accounts() -> None:
    useless = "MOD11 0 0 0 0 0 0 0 0 0 0 0 0 0 1"
    assert check((f"{useless} 2",), "99345694") == PASS
    assert check((f"{useless} 2",), "99345695") == FAIL
    assert check((f"{useless} 2",), "09345690") == PASS
    assert read_table([f"309070 309070 {useless} 2"]).check("309070", "12345677") == PASS
    assert read_table([f"309070 309070 {useless} 2"]).check("309070", "12345668") == FAIL


def test_exception_9_checks_as_the_euro_sort_code() -> None:
    row = "MOD11 1 1 1 1 1 1 0 0 0 0 0 0 0 1"
    assert check((f"{row} 9",), "12345678") == PASS
    assert check((row,), "12345678") == FAIL


@pytest.mark.parametrize(
    ("account", "result"),
    [
        ("00020117", PASS), ("00020110", PASS), ("00020111", PASS), ("00020119", PASS),
        ("00020112", FAIL), ("00020120", FAIL),
    ],
)  # fmt: skip
def test_exception_14_tries_again_without_the_last_figure(account: str, result: ModulusResult) -> None:
    assert check((f"{PLAIN_11} 14",), account) == result


def test_every_bad_line_of_a_table_is_named() -> None:
    weights = PLAIN_10.removeprefix("MOD10")
    lines = ["1 2 MOD10", f"990009 990000 MOD10{weights}", f"990000 990009 MOD9{weights}"]
    lines.append(f"990000 990009 MOD10{weights} 15")
    with pytest.raises(ValueError, match=r"line 1: .*line 2: .*line 3: .*line 4: exception 15 is not known"):
        read_table(lines)
    with pytest.raises(ValueError, match="substitution line 1"):
        read_table([f"990000 990009 {PLAIN_10}"], ["12 34"])
    with pytest.raises(ValueError, match="the table is empty"):
        read_table(["", " "])
