"""The forms of monitoring."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovTextArea, GovTextInput
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.web.forms import DayBox, Form, VersionedForm


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


class SuspendForm(VersionedForm):
    """Why an award is suspended."""

    reason = TextAreaField(
        _("Why is this award suspended?"),
        description=_("The grantee is sent these words. Say what would put it right."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why this award is suspended")), Length(max=1000)],
    )


class ResumeForm(VersionedForm):
    """Why a suspended award goes on."""

    reason = TextAreaField(
        _("Why does this award go on?"),
        description=_("The grantee is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why this award goes on")), Length(max=1000)],
    )


class NoticeForm(VersionedForm):
    """When an award ends early, and why."""

    reason = TextAreaField(
        _("Why does this award end early?"),
        description=_("The grantee is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why this award ends early")), Length(max=1000)],
    )
    last_on = DayBox(
        _("What is its last day?"),
        description=_("For example, 28/2/2027"),
        format="%d/%m/%Y",
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the last day, like 28/2/2027"))],
    )
    short_why = TextAreaField(
        _("Why is the notice shorter than three months?"),
        description=_("Only if it is. This is for the record; the grantee is not sent it."),
        widget=GovTextArea(),
        validators=[Length(max=1000)],
    )


class WithdrawForm(VersionedForm):
    """Why a notice is withdrawn."""

    reason = TextAreaField(
        _("Why does this award go on after all?"),
        description=_("The grantee is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why the award goes on")), Length(max=1000)],
    )


class WriteOffForm(VersionedForm):
    """Why money that was to come back is given up."""

    reason = TextAreaField(
        _("Why will it never come back?"),
        description=_("This is for the record; the grantee is told only that nothing more is asked."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why it will never come back")), Length(max=1000)],
    )


class CancelReturnForm(VersionedForm):
    """Why a return is no longer asked for."""

    reason = TextAreaField(
        _("Why is this return no longer asked for?"),
        description=_("The grantee is sent these words."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter why this return is no longer asked for")), Length(max=1000)],
    )


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

    received_on = DayBox(
        _("When did the money come in?"),
        description=_("For example, 21/11/2026"),
        format="%d/%m/%Y",
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the day the money came in, like 21/11/2026"))],
    )
    finance_reference = StringField(
        _("Reference of the receipt in the finance system"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the reference of the receipt")), Length(max=60)],
    )
