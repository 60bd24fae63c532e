"""The forms about staff and their roles."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovTextArea, GovTextInput
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from grants.admin.rules import ROLE_WORDS
from grants.domain.identifiers import email as checked_email
from grants.domain.text import clean
from grants.web.choices import Radios
from grants.web.forms import DayField, Form

ALL_FUNDS = "all"


class AddStaffForm(Form):
    """A new member of staff."""

    name = StringField(
        _("Full name"),
        widget=GovTextInput(),
        filters=[lambda text: clean(text).strip() if text else text],
        validators=[DataRequired(_("Enter their full name")), Length(max=200)],
    )
    email = StringField(
        _("Work email address"), widget=GovTextInput(), validators=[DataRequired(_("Enter their email address"))]
    )

    def validate_email(self, field: StringField) -> None:
        try:
            field.data = checked_email(field.data or "")
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class GrantRoleForm(Form):
    """A role, for a fund or all, between two dates."""

    role = RadioField(
        _("Role"),
        widget=Radios(),
        choices=[SelectChoice(role, words) for role, words in ROLE_WORDS.items()],
        validators=[InputRequired(_("Select a role"))],
    )
    fund_id = SelectField(_("Fund"), widget=GovSelect(), choices=[], validators=[InputRequired(_("Select a fund"))])
    starts_on = DayField(
        _("First day"),
        format="%d %m %Y",
        widget=GovDateInput(),
        validators=[DataRequired(_("Enter the first day as a real date, like 27 3 2027"))],
    )
    ends_on = DayField(_("Last day (leave empty if it is not known)"), format="%d %m %Y", widget=GovDateInput())

    @property
    def fund(self) -> int | None:
        """The fund's id; None means all."""
        return None if self.fund_id.data == ALL_FUNDS else int(self.fund_id.data)


class ReasonForm(Form):
    """One step about a person, with its reason."""

    reason = TextAreaField(
        _("Reason"), widget=GovTextArea(), validators=[DataRequired(_("Enter the reason")), Length(max=1000)]
    )
