"""The forms of awards."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, FileField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from grants.award.commands.accept_offer import DECLARATION
from grants.domain.identifiers import account_number, roll_number, sort_code
from grants.web.forms import Form


class Reads:
    """Checks a text with a reader of `grants.domain`, and shows what the reader says is wrong."""

    def __init__(self, read: Callable[[str], str], *, optional: bool = False) -> None:
        self.read, self.optional = read, optional

    def __call__(self, _form: Any, field: Any) -> None:
        if self.optional and not (field.data or "").strip():
            return
        try:
            self.read(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ReleaseForm(Form):
    """Release everything that is ticked."""

    send = SubmitField(_("Release all that are ticked"), widget=GovSubmitInput())


class AcceptForm(Form):
    """A name and the declaration."""

    name = StringField(
        _("Your full name"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter your full name")), Length(max=100)],
    )
    declared = BooleanField(_(DECLARATION), widget=GovCheckboxInput())
    send = SubmitField(_("Accept this grant"), widget=GovSubmitInput())


class BankForm(Form):
    """An account in the organisation's name."""

    account_name = StringField(
        _("Name on the account"),
        description=_("As your bank statement shows it. It must be your organisation’s account, not a person’s."),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the name on the account")), Length(max=70)],
    )
    sort_code = StringField(
        _("Sort code"),
        description=_("6 numbers, like 30-90-70"),
        widget=GovTextInput(),
        validators=[Reads(sort_code)],
    )
    account_number = StringField(
        _("Account number"),
        description=_("6 to 8 numbers"),
        widget=GovTextInput(),
        validators=[Reads(account_number)],
    )
    roll_number = StringField(
        _("Building society roll number (optional)"),
        description=_("You find it on your card or passbook, if your account has one."),
        widget=GovTextInput(),
        validators=[Reads(roll_number, optional=True)],
    )
    statement = FileField(
        _("A bank statement of the last three months"),
        description=_("It must show the name, sort code and account number. You may black out the payments."),
        widget=GovFileInput(),
    )
    send = SubmitField(_("Send these bank details"), widget=GovSubmitInput())


class CheckForm(Form):
    """What is printed on a letter."""

    reference = StringField(_("Reference on the letter"), widget=GovTextInput())
    code = StringField(_("Code on the letter"), description=_("8 letters and numbers"), widget=GovTextInput())
    send = SubmitField(_("Check this letter"), widget=GovSubmitInput())


class EvidenceForm(Form):
    """What an officer saw."""

    evidence = TextAreaField(
        _("What you saw that shows it is met"),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter what you saw that shows it is met"))],
    )
    send = SubmitField(_("This condition is met"), widget=GovSubmitInput())
