"""The forms about accounts. They check shape only; the room's rules say what is a good password."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from grants.domain.identifiers import email as checked_email
from grants.domain.text import clean, is_lure
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


class EmailForm(Form):
    """Asks for an address to send a link to."""

    email = email_field()


def new_password_field() -> PasswordField:
    return PasswordField(
        _("Password"),
        widget=GovPasswordInput(),
        validators=[DataRequired(_("Enter a password")), Length(max=1000)],
    )


class NewPasswordForm(Form):
    """A new password, typed once: it can be shown while typing."""

    password = new_password_field()


class NewAccountForm(Form):
    """Who somebody is, and how they will sign in."""

    name = StringField(
        _("Your full name"),
        widget=GovTextInput(),
        filters=[lambda text: clean(text).strip() if text else text],
        validators=[
            DataRequired(_("Enter your full name")),
            Length(max=200, message=_("Name must be 200 characters or fewer")),
        ],
    )
    password = new_password_field()

    def validate_name(self, field: StringField) -> None:
        """A name stands in mail to others, so it carries no address of its own."""
        if is_lure(field.data or ""):
            raise ValidationError(_("Name must not have a web address in it"))


class CodeForm(Form):
    """A code from the app, or a recovery code."""

    code = StringField(_("Code"), widget=GovTextInput(), validators=[DataRequired(_("Enter the code")), Length(max=50)])
    next = HiddenField()


class SetUpForm(CodeForm):
    """The first code from an app that has just been given its secret, which travels sealed."""

    sealed = HiddenField()


class ChangePasswordForm(NewPasswordForm):
    """A new password, and proof that the person knows the one they have."""

    current_password = PasswordField(
        _("Current password"),
        widget=GovPasswordInput(),
        validators=[DataRequired(_("Enter your current password")), Length(max=1000)],
    )
