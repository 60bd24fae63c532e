"""The forms of payment."""

from datetime import date, datetime, time

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from grants.domain.calendar import london_moment
from grants.domain.identifiers import phone, phone_shown
from grants.web.choices import Radios
from grants.web.forms import DayBox, Form, VersionedForm, whole

REGISTER = "register"


class PrepareForm(Form):
    """Instalments ticked for one pay day."""

    instalments = SelectMultipleField(coerce=whole, validate_choice=False)
    pay_on = DateField(
        widget=HiddenInput(), validators=[InputRequired(_("Open the page again: its pay day is missing"))]
    )


class RunForm(VersionedForm):
    """One button about a run as it was seen."""


class CancelForm(VersionedForm):
    """Take a run back, with the reason."""

    reason = TextAreaField(
        _("Why is this run cancelled?"),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why this run is cancelled")), Length(max=1000)],
    )


class RefuseForm(VersionedForm):
    """Refuse bank details, with the reason the organisation is given."""

    reason = TextAreaField(
        _("Why can’t these details be used?"),
        description=_("The organisation is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why these details can’t be used")), Length(max=1000)],
    )


class StatusForm(Form):
    """The file the finance system sends back."""

    file = FileField(
        _("Status file (CSV)"),
        widget=GovFileInput(),
        validators=[FileRequired(_("Choose the status file"))],
    )


class VerifyForm(VersionedForm):
    """What the person who called back found."""

    call_back_number = RadioField(_("Which number did you call?"), widget=Radios(), validate_choice=False)
    register_number = StringField(
        _("Number from a public register"),
        description=_(
            "Only if we held no number: take it from the charity or company register, never from the request."
        ),
        widget=GovTextInput(),
    )
    call_back_person = StringField(
        _("Whom did you speak to?"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the name of the person you spoke to")), Length(max=200)],
    )
    call_back_on = DayBox(
        _("On which day?"),
        description=_("For example, 21/11/2026"),
        format="%d/%m/%Y",
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the day you called, like 21/11/2026"))],
    )
    call_back_time = TimeField(
        _("At what time?"),
        description=_("For example, 10:30"),
        format="%H:%M",
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the time you called, like 10:30"))],
    )
    name_check = RadioField(
        _("What did the bank say about the account name?"),
        widget=Radios(),
        choices=[
            SelectChoice("match", _("It matches")),
            SelectChoice("close", _("It is a close match")),
            SelectChoice("no_match", _("It does not match")),
            SelectChoice("unable", _("The bank could not check it")),
        ],
        validators=[InputRequired(_("Choose what the bank said"))],
    )
    statement_seen = BooleanField(
        _("I have looked at a bank statement of the last three months in the organisation’s name"),
        widget=GovCheckboxInput(),
    )
    supplier_number = StringField(
        _("Supplier number in the finance system"), widget=GovTextInput(), validators=[Length(max=40)]
    )

    def offer(self, numbers: tuple[str, ...]) -> "VerifyForm":
        """The numbers that may be called: those held already, or one from a public register."""
        self.call_back_number.choices = [
            *(SelectChoice(number, phone_shown(number)) for number in numbers),
            SelectChoice(REGISTER, str(_("Another number, from a public register"))),
        ]
        return self

    @property
    def from_register(self) -> bool:
        return bool(self.call_back_number.data == REGISTER)

    @property
    def number_called(self) -> str:
        chosen = self.register_number if self.from_register else self.call_back_number
        return str(chosen.data or "")

    def validate_call_back_number(self, field: RadioField) -> None:
        if not field.data:
            raise ValidationError(str(_("Choose the number you called")))

    def validate_register_number(self, field: StringField) -> None:
        if self.from_register:
            field.data = phone(field.data or "")

    @property
    def called_at(self) -> datetime:
        """The moment of the call; refused where London's clocks never show it or show it twice."""
        return london_moment(self.call_back_on.data or date.min, self.call_back_time.data or time(0))
