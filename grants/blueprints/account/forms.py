"""The forms about accounts. They check shape only; the room's rules say what is a good password."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from grants.domain.identifiers import email as checked_email
from grants.web.forms import Form


class EmailAddress:
    """Refuses what is not an e-mail address, in the words of the domain's own check."""

    def __call__(self, form: Form, field: StringField) -> None:
        try:
            field.data = checked_email(field.data or "")
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


def email_field() -> StringField:
    return StringField(
        _("Email address"),
        widget=GovTextInput(),
        validators=[DataRequired(_("Enter your email address")), EmailAddress()],
    )


class SignInForm(Form):
    """Email and password; anything that could be an address is tried, so that the answer tells nothing."""

    email = StringField(
        _("Email address"),
        widget=GovTextInput(),
        validators=[DataRequired(_("Enter your email address")), Length(max=320)],
    )
    password = PasswordField(
        _("Password"),
        widget=GovPasswordInput(),
        validators=[DataRequired(_("Enter your password")), Length(max=1000)],
    )
    next = HiddenField()
