"""The forms of set-up."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea, GovTextInput
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from grants.web.forms import Form, VersionedForm


class PublishForm(VersionedForm):
    """One button."""

    publish = SubmitField(_("Publish this round"), widget=GovSubmitInput())


class InvitationForm(Form):
    """Whom to invite, why, and for how much."""

    organisation = StringField(
        _("Reference of the organisation"),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter the reference of the organisation"))],
    )
    amount = StringField(_("Amount offered (optional)"), widget=GovTextInput())
    reason = TextAreaField(
        _("Why this organisation"), widget=GovTextArea(), validators=[InputRequired(_("Enter the reason"))]
    )
    invite = SubmitField(_("Invite"), widget=GovSubmitInput())


class ApproveInvitationForm(Form):
    """One button beside an invitation."""

    agree = SubmitField(_("Agree to this invitation"), widget=GovSubmitInput())
