"""What is asked and under which rules: a round pins its form, criteria, letters and delegation by version."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.base import At, Base, Free, Json, Key, On, Pence, Plain, check, one_of
from grants.models.funding import Fund
from grants.models.organisation import Organisation

FORM_KINDS = ("eligibility", "application", "return")
ROUTES = ("competitive", "rolling", "invitation", "direct")
STAGES = ("check", "assess", "moderate", "panel", "recommend", "approve", "release", "accept")
ROUND_STATES = ("draft", "published", "finished")


class FormVersion(Base):
    """One version of a form: canonical JSON and its hash. Never changed once a published round pins it."""

    __tablename__ = "form_version"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    key: Mapped[Plain]
    kind: Mapped[Plain]
    number: Mapped[int]
    definition: Mapped[Json]
    digest: Mapped[Plain]
    created_at: Mapped[At]
    published_at: Mapped[At | None]
    __table_args__ = (UniqueConstraint("fund_id", "key", "number"), one_of("kind", FORM_KINDS))
    frozen_after = "published_at"
    frozen_columns = ("fund_id", "key", "kind", "number", "definition", "digest", "published_at")


class LetterTemplate(Base):
    """One version of a letter's clauses with merge fields. Never changed once a published round pins it."""

    __tablename__ = "letter_template"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    kind: Mapped[Plain]
    number: Mapped[int]
    definition: Mapped[Json]
    digest: Mapped[Plain]
    created_at: Mapped[At]
    published_at: Mapped[At | None]
    __table_args__ = (UniqueConstraint("fund_id", "kind", "number"), one_of("kind", ("award", "decline")))
    frozen_after = "published_at"
    frozen_columns = ("fund_id", "kind", "number", "definition", "digest", "published_at")


class Round(Base):
    """One chance to apply to a fund. `stages` are data; `plan` holds checks, instalments, returns and limits.

    plan = {"tiers", "checks", "instalments", "returns", "indicators", "scoring", "panel", "above_maximum",
    "lot_budgets", "auto_close", "match_percent", "could_move", "return_forms": {form key: form_version id}} in the
    shapes of grants/setup/scheme_award.py and scheme_scoring.py; money in pence; frozen when the round is published.
    """

    __tablename__ = "round"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    key: Mapped[Plain]
    title: Mapped[Json]
    route: Mapped[Plain]
    status: Mapped[Plain] = mapped_column(default="draft")
    stages: Mapped[Json]
    opens_at: Mapped[At]
    closes_at: Mapped[At | None]
    decision_expected_on: Mapped[On | None]
    award_starts_on: Mapped[On | None]
    award_ends_on: Mapped[On | None]
    financial_year: Mapped[Plain]
    min_award: Mapped[Pence | None]
    max_award: Mapped[Pence | None]
    one_live_application: Mapped[bool] = mapped_column(default=True)
    signatory_required: Mapped[bool] = mapped_column(default=True)
    anonymous: Mapped[bool] = mapped_column(default=False)
    assessors_needed: Mapped[int] = mapped_column(default=2)
    eligibility_form_id: Mapped[int | None] = mapped_column(ForeignKey("form_version.id"))
    application_form_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    award_letter_id: Mapped[int] = mapped_column(ForeignKey("letter_template.id"))
    decline_letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter_template.id"))
    plan: Mapped[Json]
    direct_reason: Mapped[Plain | None]
    published_at: Mapped[At | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    status_at: Mapped[At | None]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    scheme_digest: Mapped[Plain]
    last_number: Mapped[int] = mapped_column(default=0)
    fund: Mapped[Fund] = relationship()
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position")
    delegation: Mapped[list["DelegationStep"]] = relationship(order_by="DelegationStep.position")
    application_form: Mapped[FormVersion] = relationship(foreign_keys=[application_form_id])
    eligibility_form: Mapped[FormVersion | None] = relationship(foreign_keys=[eligibility_form_id])
    __table_args__ = (
        UniqueConstraint("fund_id", "key"),
        one_of("route", ROUTES),
        one_of("status", ROUND_STATES),
        check("published_facts", "status = 'draft' OR published_at IS NOT NULL"),
        check("closes_after_opening", "closes_at IS NULL OR closes_at > opens_at"),
        check("limits_in_order", "min_award IS NULL OR max_award IS NULL OR min_award <= max_award"),
        check("direct_has_reason", "route <> 'direct' OR direct_reason IS NOT NULL"),
    )
    frozen_after = "published_at"
    frozen_columns = (
        "fund_id",
        "key",
        "route",
        "stages",
        "min_award",
        "max_award",
        "anonymous",
        "application_form_id",
        "eligibility_form_id",
        "award_letter_id",
        "decline_letter_id",
        "plan",
        "published_at",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("fund", self.fund_id)


class Window(Base):
    """An assessment window of a rolling round: an application falls into the next one."""

    __tablename__ = "window"
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[int]
    closes_at: Mapped[At]
    decision_expected_on: Mapped[On | None]
    __table_args__ = (UniqueConstraint("round_id", "number"),)


class Criterion(Base):
    """What an application is scored against: a weight, bands with descriptors, and a minimum if there is one."""

    __tablename__ = "criterion"
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    key: Mapped[Plain]
    position: Mapped[int]
    title: Mapped[Json]
    guidance: Mapped[Json]
    weight: Mapped[int]
    minimum: Mapped[int | None]
    bands: Mapped[Json]
    __table_args__ = (
        UniqueConstraint("round_id", "key"),
        check("weight_in_range", "weight BETWEEN 1 AND 100"),
    )
    frozen_with = ("round_id", "round", "published_at")


class DelegationStep(Base):
    """Who approves up to which sum (any sum when none is named): one different person for each of `roles`.

    The first row whose `up_to` is enough governs. `consult` names roles to be asked, without an approval of their own.
    """

    __tablename__ = "delegation_step"
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    up_to: Mapped[Pence | None]
    roles: Mapped[Json]
    consult: Mapped[Json]
    source: Mapped[Plain]
    __table_args__ = (UniqueConstraint("round_id", "position"),)
    frozen_with = ("round_id", "round", "published_at")


class Invitation(Base):
    """An organisation asked to apply, with the reason and, for a direct award, the sum and the approver."""

    __tablename__ = "invitation"
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[Free]
    amount: Mapped[Pence | None]
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[At]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[At | None]
    withdrawn_at: Mapped[At | None]
    organisation: Mapped[Organisation] = relationship()
    round: Mapped[Round] = relationship()
    __table_args__ = (
        UniqueConstraint("round_id", "organisation_id"),
        check("approver_differs", "approved_by IS NULL OR approved_by <> invited_by"),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("fund", self.round.fund_id)


class Extension(Base):
    """More time for one organisation in one round, given with a reason."""

    __tablename__ = "extension"
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    until: Mapped[At]
    reason: Mapped[Free]
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[At]


class SchemeLoad(Base):
    """A scheme file as it was loaded: the same content twice changes nothing."""

    __tablename__ = "scheme_load"
    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    digest: Mapped[Plain]
    number: Mapped[int]
    loaded_at: Mapped[At]
    __table_args__ = (UniqueConstraint("fund_id", "number"),)
