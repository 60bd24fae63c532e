"""Numbers and addresses are accepted as people type them and kept in one form."""

from collections.abc import Callable

import pytest

from grants.domain import identifiers
from grants.domain.organisation_ids import RegisterNumbers, organisation_identifier

Normaliser = Callable[[str], str]

GOOD: list[tuple[Normaliser, str, str]] = [
    (identifiers.charity_number, "1164883", "1164883"),
    (identifiers.charity_number, " 206 002 ", "206002"),
    (identifiers.charity_number, "1234567–1", "1234567-1"),
    (identifiers.scottish_charity_number, "sc 042386", "SC042386"),
    (identifiers.northern_ireland_charity_number, "NIC100019", "100019"),
    (identifiers.northern_ireland_charity_number, "ni100019", "100019"),
    (identifiers.northern_ireland_charity_number, "100019", "100019"),
    (identifiers.company_number, "9506232", "09506232"),
    (identifiers.company_number, "sc 123456", "SC123456"),
    (identifiers.company_number, "OC1234", "OC001234"),
    (identifiers.company_number, "R0000123", "R0000123"),
    (identifiers.company_number, "IP12345R", "IP12345R"),
    (identifiers.company_number, "rs007123", "RS007123"),
    (identifiers.company_number, "CE012345", "CE012345"),
    (identifiers.fca_number, "235c", "235C"),
    (identifiers.fca_number, "IP031455", "IP031455"),
    (identifiers.postcode, "sw1a1aa", "SW1A 1AA"),
    (identifiers.postcode, "m1  1ae", "M1 1AE"),
    (identifiers.postcode, "DN551PT", "DN55 1PT"),
    (identifiers.postcode, "cb3 0ap", "CB3 0AP"),
    (identifiers.postcode, "gir 0aa", "GIR 0AA"),
    (identifiers.sort_code, "30-90-70", "309070"),
    (identifiers.sort_code, "30 90 70", "309070"),
    (identifiers.sort_code, "30–90–70", "309070"),
    (identifiers.account_number, "12345668", "12345668"),
    (identifiers.account_number, "1234 567", "01234567"),
    (identifiers.account_number, "123456", "00123456"),
    (identifiers.roll_number, " ab/123456-7 ", "AB/123456-7"),
    (identifiers.gss_code, "e07000008", "E07000008"),
    (identifiers.phone, "01223 715500", "+441223715500"),
    (identifiers.phone, "+44 (0)1223 715500", "+441223715500"),
    (identifiers.phone, "0044 7700 900982", "+447700900982"),
    (identifiers.phone, "(01223) 715-500", "+441223715500"),
    (identifiers.phone, "+48 22 123 45 67", "+48221234567"),
    (identifiers.email, " Anna.O'Neil+grants@Example.ORG ", "anna.o'neil+grants@example.org"),
    (identifiers.email, "anna@bücher.example", "anna@xn--bcher-kva.example"),
]


@pytest.mark.feature("33")
@pytest.mark.parametrize(("normalise", "typed", "kept"), GOOD)
def test_it_is_accepted_as_typed_and_kept_in_one_form(normalise: Normaliser, typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(("normalise", "typed", "kept"), GOOD)
def test_what_is_kept_stays_the_same_when_given_again(normalise: Normaliser, typed: str, kept: str) -> None:
    assert normalise(normalise(typed)) == kept


BAD: list[tuple[Normaliser, str, str]] = [
    (identifiers.charity_number, "12345", "6 or 7 numbers"),
    (identifiers.charity_number, "SC042386", "6 or 7 numbers"),
    (identifiers.charity_number, "000000", "6 or 7 numbers"),
    (identifiers.charity_number, "1164883-0", "6 or 7 numbers"),
    (identifiers.charity_number, "١١٦٤٨٨٣", "6 or 7 numbers"),
    (identifiers.scottish_charity_number, "042386", "SC and 6 numbers"),
    (identifiers.northern_ireland_charity_number, "200019", "starting with 1"),
    (identifiers.company_number, "00000000", "8 characters"),
    (identifiers.company_number, "0", "8 characters"),
    (identifiers.company_number, "1234567", "is an example"),
    (identifiers.company_number, "12345678", "is an example"),
    (identifiers.company_number, "XX123456", "8 characters"),
    (identifiers.company_number, "123456789", "8 characters"),
    (identifiers.fca_number, "no", "Mutuals Public Register"),
    (identifiers.fca_number, "IP000000", "Mutuals Public Register"),
    (identifiers.postcode, "QB1 1AA", "full UK postcode"),
    (identifiers.postcode, "CB3 0CP", "full UK postcode"),
    (identifiers.postcode, "CB3", "full UK postcode"),
    (identifiers.postcode, "", "full UK postcode"),
    (identifiers.sort_code, "30907", "6 numbers"),
    (identifiers.sort_code, "00-00-00", "6 numbers"),
    (identifiers.account_number, "12345", "6, 7 or 8 numbers"),
    (identifiers.account_number, "00000000", "6, 7 or 8 numbers"),
    (identifiers.account_number, "1234567890", "Ask your bank"),
    (identifiers.roll_number, "A" * 19, "18 or fewer"),
    (identifiers.gss_code, "E0700008", "a letter and 8 numbers"),
    (identifiers.gss_code, "CB3 0AP", "a letter and 8 numbers"),
    (identifiers.phone, "12345", "phone number"),
    (identifiers.phone, "01223 715500 ext 4", "phone number"),
    (identifiers.phone, "+44 0000 000000", "phone number"),
    (identifiers.email, "anna.example.org", "correct format"),
    (identifiers.email, "anna@localhost", "correct format"),
    (identifiers.email, "anna@@example.org", "correct format"),
    (identifiers.email, "anna..b@example.org", "correct format"),
    (identifiers.email, "anna b@example.org", "correct format"),
    (identifiers.email, "anna@example..org", "correct format"),
    (identifiers.email, "anna@example.org\nBcc: b@example.org", "correct format"),
    (identifiers.email, "@example.org", "correct format"),
    (identifiers.email, f"{'a' * 65}@example.org", "correct format"),
    (identifiers.email, "anna@192.0.2.1", "correct format"),
]


@pytest.mark.parametrize(("normalise", "typed", "message"), BAD)
def test_what_cannot_be_right_is_refused(normalise: Normaliser, typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        normalise(typed)


def test_a_sort_code_is_shown_in_pairs() -> None:
    assert identifiers.shown_sort_code("309070") == "30-90-70"


@pytest.mark.parametrize(
    ("numbers", "identifier"),
    [
        (RegisterNumbers(charity="1164883", company="9506232"), "GB-CHC-1164883"),
        (RegisterNumbers(charity="1164883-2"), "GB-CHC-1164883"),
        (RegisterNumbers(scottish_charity="SC042386"), "GB-SC-SC042386"),
        (RegisterNumbers(northern_ireland_charity="NIC100019"), "GB-NIC-100019"),
        (RegisterNumbers(company="9506232", society="235C"), "GB-COH-09506232"),
        (RegisterNumbers(society="IP031455"), "GB-MPR-IP031455"),
        (RegisterNumbers(school="125554"), "GB-EDU-125554"),
        (RegisterNumbers(provider="10000346"), "GB-UKPRN-10000346"),
        (RegisterNumbers(), "360G-county-O_17_a"),
    ],
)
def test_the_public_identifier_is_of_the_first_register(numbers: RegisterNumbers, identifier: str) -> None:
    assert organisation_identifier(numbers, publisher="county", own_reference="O/17 a") == identifier


def test_a_body_on_no_register_needs_our_own_reference() -> None:
    with pytest.raises(ValueError, match="our own reference"):
        organisation_identifier(RegisterNumbers(), publisher="county", own_reference="")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+441684560002", "01684 560002"),
        ("+447700900982", "07700 900982"),
        ("+442079460000", "020 7946 0000"),
        ("+441214960000", "0121 496 0000"),
        ("+441144960000", "0114 496 0000"),
        ("+443034440000", "0303 444 0000"),
        ("+33142345678", "+33142345678"),
    ],
)
def test_a_number_is_shown_as_people_here_write_it(stored, shown):
    assert identifiers.phone_shown(stored) == shown
    assert identifiers.phone(shown) == stored
