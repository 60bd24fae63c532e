"""The forms of monitoring."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovTextArea, GovTextInput
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.web.forms import Form, VersionedForm


class PartForm(Form):
    """The token of a page whose boxes are a return's own."""


class SendForm(VersionedForm):
    """One button about a return, a recovery or an award as it was seen."""


class EvidenceForm(Form):
    """One file."""

    file = FileField(_("Add a file"), widget=GovFileInput(), validators=[FileRequired(_("Select a file"))])


class QueryForm(VersionedForm):
    """A question about one part of a return."""

    part = SelectField(_("Which part?"), widget=GovSelect(), validate_choice=False)
    question = TextAreaField(
        _("What do you need to know?"),
        description=_("The grantee is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter what you need to know")), Length(max=2000)],
    )

    def offer(self, parts: list[tuple[str, str]]) -> "QueryForm":
        self.part.choices = [SelectChoice(key, title) for key, title in parts]
        return self


class AgreeForm(Form):
    """How the sum that comes back was agreed."""

    reason = TextAreaField(
        _("How was this agreed?"),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter how this was agreed")), Length(max=1000)],
    )


class InvoiceForm(VersionedForm):
    """The finance system's invoice."""

    invoice_number = StringField(
        _("Invoice number"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the invoice number")), Length(max=40)],
    )


class ReceiveForm(VersionedForm):
    """The receipt of the money."""

    received_on = DateField(
        _("When did the money come in?"),
        description=_("For example, 21/11/2026"),
        format=["%d/%m/%Y", "%Y-%m-%d"],
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the day the money came in, like 21/11/2026"))],
    )
    finance_reference = StringField(
        _("Reference of the receipt in the finance system"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the reference of the receipt")), Length(max=60)],
    )
