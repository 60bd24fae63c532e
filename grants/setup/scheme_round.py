"""One chance to apply, with everything that governs it: a round is complete in itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from grants.questions.form import Form
from grants.questions.record import Record
from grants.questions.text import Text
from grants.setup.scheme_award import Check, DelegationStep, Instalment, Return
from grants.setup.scheme_forms import form_from, forms_from
from grants.setup.scheme_letter import Decline, Letter
from grants.setup.scheme_reading import every, moment, one
from grants.setup.scheme_round_parts import AboveMaximum, AutoClose, Invitation, LotBudget, Window
from grants.setup.scheme_scoring import Criterion, Panel, Scoring
from grants.setup.scheme_words import APPROVER_ROLES, ROUTES


@dataclass(frozen=True)
class Round:
    key: str
    title: Text
    route: str
    stages: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    decision_expected_on: date | None
    award_starts_on: date | None
    award_ends_on: date | None
    financial_year: str
    application: Form | None
    letter: Letter | None
    decline: Decline | None
    could_move: Text | None = None
    minimum: int | None = None
    maximum: int | None = None
    live_applications: int = 1
    signatory_required: bool = True
    anonymous: bool = False
    consortium: bool = False
    match_percent: int | None = None
    direct_reason: Text | None = None
    direct_approver: str = ""
    eligibility: Form | None = None
    criteria: tuple[Criterion, ...] = ()
    scoring: Scoring = field(default_factory=Scoring)
    panel: Panel | None = None
    checks: tuple[Check, ...] = ()
    delegation: tuple[DelegationStep, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    returns: tuple[Return, ...] = ()
    return_forms: tuple[Form, ...] = ()
    windows: tuple[Window, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    above_maximum: tuple[AboveMaximum, ...] = ()
    lot_budgets: tuple[LotBudget, ...] = ()
    auto_close: AutoClose | None = None

    @property
    def one_live_application(self) -> bool:
        return self.live_applications == 1

    @classmethod
    def read(cls, record: Record) -> Self:
        this = cls(
            key=record.words("key", required=True),
            title=record.must_text("title"),
            route=record.one_of("route", ROUTES),
            stages=record.list_of_words("stages"),
            opens_at=moment(record, "opens", required=True),
            closes_at=moment(record, "closes"),
            decision_expected_on=record.day("decision_expected_on"),
            award_starts_on=record.day("award_starts_on", required=True),
            award_ends_on=record.day("award_ends_on", required=True),
            financial_year=record.words("financial_year", required=True),
            application=form_from(record, "application", required=True),
            letter=one(record, "letter", Letter, required=True),
            decline=one(record, "decline", Decline),
            could_move=record.text("could_move"),
            minimum=record.pounds("minimum"),
            maximum=record.pounds("maximum"),
            live_applications=record.number("live_applications") or 1,
            signatory_required=record.yes("signatory_required", default=True),
            anonymous=record.yes("anonymous"),
            consortium=record.yes("consortium"),
            match_percent=record.number("match_percent"),
            direct_reason=record.text("direct_reason"),
            direct_approver=record.one_of("direct_approver", APPROVER_ROLES, default=""),
            eligibility=form_from(record, "eligibility"),
            criteria=every(record, "criteria", Criterion),
            scoring=one(record, "scoring", Scoring) or Scoring(),
            panel=one(record, "panel", Panel),
            checks=every(record, "check", Check),
            delegation=every(record, "delegation", DelegationStep),
            instalments=every(record, "instalment", Instalment),
            returns=every(record, "return", Return),
            return_forms=forms_from(record, "return_form"),
            windows=every(record, "window", Window),
            invitations=every(record, "invitation", Invitation),
            above_maximum=every(record, "above_maximum", AboveMaximum),
            lot_budgets=every(record, "lot_budget", LotBudget),
            auto_close=one(record, "auto_close", AutoClose),
        )
        record.done()
        return this
