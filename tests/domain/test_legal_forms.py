"""Every legal form has a name people know and something that proves it."""

import pytest

from grants.domain.legal_forms import PROOFS, LegalForm, Register, can_apply, label


def test_every_form_has_its_own_label() -> None:
    assert set(PROOFS) == set(LegalForm)
    assert len({label(form) for form in LegalForm}) == len(LegalForm)


@pytest.mark.parametrize("form", [LegalForm.INDIVIDUAL, LegalForm.BUSINESS, LegalForm.POLITICAL_BODY])
def test_people_businesses_and_parties_cannot_apply(form: LegalForm) -> None:
    assert not can_apply(form)


def test_every_form_that_can_apply_is_proved_by_a_number_a_paper_or_being_a_council() -> None:
    unproved = {form for form, proof in PROOFS.items() if not (proof.numbers or proof.documents)}
    unproved = {form for form in unproved if can_apply(form)}
    assert unproved == {LegalForm.LOCAL_COUNCIL}


def test_a_charitable_company_needs_both_numbers_and_a_small_group_three_people() -> None:
    assert PROOFS[LegalForm.CHARITABLE_COMPANY].numbers == (Register.CHARITY, Register.COMPANY)
    assert PROOFS[LegalForm.CIO].numbers == (Register.CHARITY,)
    assert PROOFS[LegalForm.UNINCORPORATED].committee == 3
    assert PROOFS[LegalForm.UNINCORPORATED].numbers == ()
