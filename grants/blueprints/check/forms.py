"""The forms of the checks room. They check shape; the room's rules check the rest."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCharacterCount, GovSubmitInput
from wtforms import HiddenField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants.domain.text import clean
from grants.web.choices import Radios
from grants.web.forms import Form, VersionedForm

OUTCOMES = (
    SelectChoice("pass", _("Pass")),
    SelectChoice("concern", _("Concern: it can go on, and those who decide must weigh it")),
    SelectChoice("fail", _("Fail")),
    SelectChoice("not_applicable", _("Does not apply to this organisation")),
)


def cleaned(text: str | None) -> str:
    """Text as it is kept."""
    return clean(text or "")


class CheckForm(VersionedForm):
    """What one check showed. Its version is how often the check had been recorded when the page was shown."""

    outcome = RadioField(_("What did the check show?"), widget=Radios(), choices=list(OUTCOMES), validate_choice=False)
    evidence = TextAreaField(
        _("What did you look at, and what did it show?"), widget=GovCharacterCount(), filters=[cleaned]
    )
    submit = SubmitField(_("Record the check"), widget=GovSubmitInput())


class ReuseForm(Form):
    """Use an earlier pass again."""

    check_id = HiddenField()


class CompleteForm(VersionedForm):
    """The checks are complete."""


class StopForm(VersionedForm):
    """Propose to stop the application under a published rule."""

    rule = RadioField(_("Which published rule does it not meet?"), widget=Radios(), choices=[], validate_choice=False)
    reason = TextAreaField(_("Why not? The applicant reads these words"), widget=GovCharacterCount(), filters=[cleaned])
    submit = SubmitField(_("Propose to stop it"), widget=GovSubmitInput())


class AnswerForm(VersionedForm):
    """Agree to stop the application, or not; the button says which."""
