"""A planned round as the columns of its row."""

from typing import Any

from grants.models import Fund
from grants.setup.plain import spelled_out
from grants.setup.scheme import Scheme
from grants.setup.scheme_round import Round as PlannedRound
from grants.setup.steps import form_version, letter_template
from grants.work import Work

AS_PLANNED = (
    "route", "opens_at", "closes_at", "decision_expected_on", "award_starts_on", "award_ends_on", "financial_year",
    "one_live_application", "signatory_required", "anonymous",
)  # fmt: skip
PLAN = (
    "checks", "instalments", "returns", "scoring", "panel", "above_maximum", "lot_budgets", "auto_close",
    "match_percent", "could_move", "consortium", "live_applications", "direct_approver", "invitations",
)  # fmt: skip


def round_columns(work: Work, fund: Fund, scheme: Scheme, planned: PlannedRound) -> dict[str, Any]:
    """Every column the file decides, with forms and letters pinned by version."""
    return {
        **{name: getattr(planned, name) for name in AS_PLANNED},
        **_pinned(work, fund, planned),
        "title": spelled_out(planned.title),
        "stages": list(planned.stages),
        "min_award": planned.minimum,
        "max_award": planned.maximum,
        "assessors_needed": planned.scoring.assessors,
        "direct_reason": planned.direct_reason.en if planned.direct_reason else None,
        "plan": _plan(work, fund, scheme, planned),
        "scheme_digest": scheme.digest(),
    }


def _pinned(work: Work, fund: Fund, planned: PlannedRound) -> dict[str, int | None]:
    if planned.application is None or planned.letter is None:
        raise ValueError("a scheme without an application form or an award letter is refused before it gets here")
    eligibility = form_version(work, fund, "eligibility", planned.eligibility) if planned.eligibility else None
    decline = letter_template(work, fund, "decline", planned.decline) if planned.decline else None
    return {
        "application_form_id": form_version(work, fund, "application", planned.application).id,
        "eligibility_form_id": eligibility.id if eligibility else None,
        "award_letter_id": letter_template(work, fund, "award", planned.letter).id,
        "decline_letter_id": decline.id if decline else None,
    }


def _plan(work: Work, fund: Fund, scheme: Scheme, planned: PlannedRound) -> dict[str, Any]:
    return {
        **{name: spelled_out(getattr(planned, name)) for name in PLAN},
        "tiers": spelled_out(scheme.tiers),
        "indicators": spelled_out(scheme.indicators),
        "capital": spelled_out(scheme.capital),
        "return_forms": {form.key: form_version(work, fund, "return", form).id for form in planned.return_forms},
    }
