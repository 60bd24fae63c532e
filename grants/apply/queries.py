"""Reads of an application: its form, its answers, how far it is, and until when it can be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants.actor import Actor
from grants.apply.rules import amount_problems, closing_moment, match_problems
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import NotFound
from grants.models import Answer, Application, Extension, FormVersion, Invitation, Person, Response, Round
from grants.questions.answers import Problem, bound, check, sealed
from grants.questions.form import Form, Section
from grants.questions.limits import total_of
from grants.scope import scoped

MOST_FORMS = 300
_forms: dict[str, Form] = {}


def form_of(version: FormVersion) -> Form:
    """A form version, parsed once: its digest says that it is the same."""
    if version.digest not in _forms:
        if len(_forms) >= MOST_FORMS:
            _forms.clear()
        _forms[version.digest] = Form.parse(version.definition)
    return _forms[version.digest]


def with_form() -> tuple[Any, ...]:
    """Load what reading an application always needs, in one statement: its round, its fund and its form."""
    round_ = joinedload(Application.round)
    form = round_.joinedload(Round.application_form)
    return (
        round_.joinedload(Round.fund),
        form.defer(FormVersion.definition) if _forms else form,
        joinedload(Application.response),
        joinedload(Application.organisation),
        joinedload(Application.invitation),
    )


@dataclass(frozen=True)
class Draft:
    """An application with its form and the answers as they are now."""

    application: Application
    form: Form
    rows: Mapping[str, Answer]
    closes_at: datetime | None
    invited: int | None = None

    @property
    def answers(self) -> dict[str, Any]:
        return {key: row.value for key, row in self.rows.items() if row.value is not None}

    @property
    def versions(self) -> dict[str, int]:
        return {key: row.version for key, row in self.rows.items()}

    @property
    def digest(self) -> str:
        """The hash of what would be sent now: what a signatory signs."""
        return content_digest(sealed(self.form, self.answers))

    @property
    def signed(self) -> bool:
        """Somebody signed exactly these answers."""
        return self.application.signed_at is not None and self.application.signed_digest == self.digest

    @property
    def signature_void(self) -> bool:
        """Somebody signed, and the answers have changed since."""
        return self.application.signed_at is not None and not self.signed

    @property
    def problems(self) -> list[Problem]:
        """Everything that stops these answers from being sent: the form's rules and the round's."""
        return check(self.form, self.answers) + self._round_problems()

    def _round_problems(self) -> list[Problem]:
        round_, values = self.application.round, bound(self.form, self.answers)
        field = {each.binds: each.key for each in self.form.questions if each.binds}
        amount, match = field.get("amount_requested", ""), field.get("match", "")
        found = amount_problems(
            values.get("amount_requested"),
            field=amount,
            minimum=round_.min_award,
            maximum=round_.max_award,
            invited=self.invited,
        ) + match_problems(
            match=total_of(values.get("match"), "amount"),
            requested=values.get("amount_requested"),
            percent=round_.plan.get("match_percent"),
            field=match or amount,
        )
        return [Problem(self._section_of(key), key, key, message) for key, message in found]

    def _section_of(self, key: str) -> str:
        section = self.form.section_of(key)
        return section.key if section else ""


def content_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical bytes of the answers."""
    return sha256_hex(canonical_bytes(dict(content)))


def application_in_scope(session: Session, actor: Actor, reference: str) -> Application:
    """The application, or NotFound."""
    found: Application | None = session.scalars(
        scoped(actor, Application).where(Application.reference == reference).options(*with_form())
    ).one_or_none()
    if found is None:
        raise NotFound("application")
    return found


def draft_of(session: Session, application: Application) -> Draft:
    """The answers of an application as they are now."""
    rows = session.scalars(select(Answer).where(Answer.response_id == application.response_id))
    invitation = application.invitation
    return Draft(
        application=application,
        form=form_of_response(session, application.response),
        rows={row.question: row for row in rows},
        closes_at=closes_for(session, application.round, application.organisation_id),
        invited=invitation.amount if invitation is not None else None,
    )


def form_of_response(session: Session, response: Response) -> Form:
    """The form a response answers: the version it began with."""
    return form_of(session.get_one(FormVersion, response.form_version_id))


def section_of(session: Session, application: Application, key: str) -> Section:
    """A section of the application's form, or NotFound."""
    section = form_of_response(session, application.response).section(key)
    if section is None:
        raise NotFound("section")
    return section


def closes_for(session: Session, round_: Round, organisation_id: int) -> datetime | None:
    """Until when this organisation can send, with any extension it was given."""
    return closing_moment(round_.closes_at, extension_until(session, round_.id, organisation_id))


def extension_until(session: Session, round_id: int, organisation_id: int) -> datetime | None:
    """The latest extension given to an organisation in a round."""
    return session.scalars(
        select(Extension.until)
        .where(Extension.round_id == round_id, Extension.organisation_id == organisation_id)
        .order_by(Extension.until.desc())
        .limit(1)
    ).one_or_none()


def live_invitation(session: Session, round_id: int, organisation_id: int, *, direct: bool) -> Invitation | None:
    """The invitation an organisation may use; a direct award's only once a second person has agreed to it."""
    query = select(Invitation).where(
        Invitation.round_id == round_id,
        Invitation.organisation_id == organisation_id,
        Invitation.withdrawn_at.is_(None),
    )
    if direct:
        query = query.where(Invitation.approved_at.is_not(None))
    return session.scalars(query).one_or_none()


def last_saved(session: Session, response_id: int) -> tuple[str, datetime] | None:
    """Who last saved an answer, and when."""
    row = session.execute(
        select(Person.name, Answer.answered_at)
        .join(Person, Person.id == Answer.answered_by)
        .where(Answer.response_id == response_id)
        .order_by(Answer.answered_at.desc(), Answer.id.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None
