"""An application, from first draft to decision."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.answering import Response
from grants.models.asking import STAGES, Invitation, Round, Window
from grants.models.base import At, Base, Free, FreeJson, Key, On, Pence, Plain, check, one_of
from grants.models.funding import Fund, Lot
from grants.models.organisation import Organisation

APPLICATION_STATES = (
    "draft",
    "checking",
    "assessing",
    "moderating",
    "panel",
    "recommending",
    "approving",
    "decided",
    "awarded",
    "declined",
    "withdrawn",
    "ineligible",
)
SHOWN_STATES = ("draft", "received", "awarded", "declined", "withdrawn", "ineligible")
STATE_OF_STAGE = {
    "check": "checking",
    "assess": "assessing",
    "moderate": "moderating",
    "panel": "panel",
    "recommend": "recommending",
    "approve": "approving",
    "release": "decided",
}
ENDED_STATES = ("declined", "withdrawn", "ineligible")


class Application(Base):
    """One organisation's request in one round. `status` is internal; `shown_status` changes only at release.

    The typed columns after `requested` are written from the form's `binds` tags at submit, for lists and rules.
    """

    __tablename__ = "application"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), unique=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    status: Mapped[Plain] = mapped_column(default="draft")
    shown_status: Mapped[Plain] = mapped_column(default="draft")
    one_live: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[Free | None]
    summary: Mapped[Free | None]
    requested: Mapped[Pence | None]
    viable_minimum: Mapped[Pence | None]
    starts_on: Mapped[On | None]
    ends_on: Mapped[On | None]
    area_code: Mapped[Plain | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[At]
    eligibility: Mapped[FreeJson | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[At | None]
    signed_digest: Mapped[Plain | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[At | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    score: Mapped[int | None]
    rank_score: Mapped[int] = mapped_column(default=-1)
    fund: Mapped[Fund] = relationship()
    round: Mapped[Round] = relationship()
    window: Mapped[Window | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    lot: Mapped[Lot | None] = relationship()
    response: Mapped[Response] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    __table_args__ = (
        one_of("status", APPLICATION_STATES),
        one_of("shown_status", SHOWN_STATES),
        check("draft_or_submitted", "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL"),
        check("submitted_facts", "submitted_at IS NULL OR (submitted_by IS NOT NULL AND requested IS NOT NULL)"),
        check("score_in_range", "score IS NULL OR score BETWEEN 0 AND 10000"),
        Index("ix_application_round_score", "round_id", "status", "rank_score", "id"),
        Index("ix_application_round_submitted", "round_id", "status", "submitted_at", "id"),
        Index("ix_application_fund_status", "fund_id", "status", "submitted_at", "id"),
        Index("ix_application_submitted", "submitted_at", "id"),
        Index(
            "uq_application_one_live",
            "organisation_id",
            "round_id",
            unique=True,
            sqlite_where=text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
            postgresql_where=text("one_live AND status NOT IN ('declined', 'withdrawn', 'ineligible')"),
        ),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.id)

    def state_after(self, stage: str) -> str:
        """The state of the next stage this round has after `stage` (which it may lack); its first if that is empty."""
        order = [each for each in self.round.stages if each in STATE_OF_STAGE]
        if stage in order:
            return STATE_OF_STAGE[order[order.index(stage) + 1]]
        later = STAGES[STAGES.index(stage) + 1 :] if stage else STAGES
        return STATE_OF_STAGE[next(each for each in order if each in later)]
