"""The forms of an organisation and its applications. They check shape; the rules are the room's."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants.domain.legal_forms import PROOFS
from grants.web.choices import Radios
from grants.web.forms import Form, VersionedForm

PARTS = (
    SelectChoice("contributor", _("Contributor: fills in applications and returns")),
    SelectChoice("signatory", _("Signatory: signs for the organisation")),
    SelectChoice("viewer", _("Viewer: reads and changes nothing")),
)


class TokenForm(FlaskForm):
    """Only the token: saving a draft twice is no harm, and the Back button must never lose words."""


class OrganisationForm(VersionedForm):
    """What we are told once about an organisation."""

    name = StringField(_("Name of your organisation"), widget=GovTextInput())
    legal_form = SelectField(
        _("What kind of organisation is it?"),
        widget=GovSelect(),
        validate_choice=False,
        choices=[
            SelectChoice("", _("Choose")),
            *(SelectChoice(form.value, proof.label) for form, proof in PROOFS.items()),
        ],
    )
    charity_number = StringField(_("Charity number"), widget=GovTextInput())
    company_number = StringField(_("Company number"), widget=GovTextInput())
    other_number = StringField(_("Society or other register number"), widget=GovTextInput())
    line_1 = StringField(_("Address line 1"), widget=GovTextInput())
    line_2 = StringField(_("Address line 2 (optional)"), widget=GovTextInput())
    town = StringField(_("Town or city"), widget=GovTextInput())
    county = StringField(_("County (optional)"), widget=GovTextInput())
    postcode = StringField(_("Postcode"), widget=GovTextInput())
    email = StringField(_("Email address"), widget=GovTextInput())
    phone = StringField(_("Phone number"), widget=GovTextInput())
    website = StringField(_("Website (optional)"), widget=GovTextInput())
    purpose = TextAreaField(_("What your organisation is for (optional)"), widget=GovTextArea())

    def typed(self) -> dict[str, str]:
        """What was typed, field by field."""
        skip = ("csrf_token", "key", "version")
        return {name: str(value or "") for name, value in self.data.items() if name not in skip}


class InviteForm(Form):
    """Who to ask, and what for."""

    name = StringField(_("Their name"), widget=GovTextInput())
    email = StringField(_("Their email address"), widget=GovTextInput())
    role = RadioField(_("What will they do?"), widget=Radios(), validate_choice=False, choices=list(PARTS))


class LeadForm(Form):
    """Who becomes the lead."""

    membership = RadioField(_("Who will be the lead?"), widget=Radios(), validate_choice=False, coerce=str)

    def validate_membership(self, field: RadioField) -> None:
        if field.data not in {value for value, *_ in field.iter_choices()}:
            raise ValidationError(str(_("Select a colleague who has joined")))


class StartForm(Form):
    """Which organisation applies, and whether to copy answers."""

    organisation = RadioField(_("Which organisation is applying?"), widget=Radios(), validate_choice=False)
    copy_from = RadioField(
        _("Copy answers from an earlier application?"), widget=Radios(), validate_choice=False, default=""
    )


class UploadForm(FlaskForm):
    """One file at a time."""

    file = FileField(_("Choose a file"), widget=GovFileInput())


class DeclarationForm(Form):
    """Agreeing to the declaration over exactly the answers shown."""

    digest = HiddenField()
    agreed = BooleanField(_("I agree to this declaration"), widget=GovCheckboxInput())


class SubmitForm(VersionedForm, DeclarationForm):
    """The same, with the application as it was shown."""


class WithdrawForm(VersionedForm):
    """Why, if they want to say."""

    reason = TextAreaField(_("Why are you withdrawing it? (optional)"), widget=GovTextArea())
