"""The forms of deciding."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovDateInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from grants.domain.money import parse_pounds
from grants.web.choices import Radios
from grants.web.forms import DayField, Form, NumberField, VersionedForm


class Pounds:
    """Checks that a text is a sum of money, and says what to do where it is not."""

    def __call__(self, _form: Any, field: Any) -> None:
        try:
            parse_pounds(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PanelForm(VersionedForm):
    """When the panel met on this item, who chaired, how many sat, and the minute."""

    met_on = DayField(
        _("When did the panel meet?"),
        format="%d %m %Y",
        widget=GovDateInput(),
        validators=[InputRequired(_("Enter the date of the meeting"))],
    )
    chair = StringField(
        _("Who chaired this item?"), widget=GovTextInput(), validators=[InputRequired(_("Enter who chaired this item"))]
    )
    present = NumberField(
        _("How many members sat for this item?"),
        description=_("Leave out anyone who left the room."),
        widget=GovTextInput(),
        validators=[InputRequired(_("Enter a whole number of members"))],
    )
    minute = TextAreaField(
        _("Minute"),
        description=_("What the panel said and why, and who left the room for it."),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter what the panel said and why"))],
    )
    send = SubmitField(_("Record and go on"), widget=GovSubmitInput())


class RecommendForm(VersionedForm):
    """How much, why, on which conditions, and what the applicant will read."""

    amount = StringField(
        _("Amount to recommend"),
        description=_("Enter 0 to recommend a no."),
        widget=GovTextInput(),
        validators=[Pounds()],
    )
    reason = TextAreaField(
        _("Reasons"),
        description=_(
            "For the approver and the record. Say why this sum, and why it departs from the ranking if it does."
        ),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter the reasons for this recommendation"))],
    )
    conditions = TextAreaField(
        _("Conditions before the first payment (optional)"),
        description=_("One a line. Nothing is paid until each is met."),
        widget=GovTextArea(),
    )
    special_conditions = TextAreaField(_("Special conditions in the letter (optional)"), widget=GovTextArea())
    send = SubmitField(_("Recommend"), widget=GovSubmitInput())

    @property
    def pence(self) -> int:
        return parse_pounds(self.amount.data or "")

    @property
    def feedback(self) -> dict[str, str]:
        """What was typed for each criterion."""
        fields = {name: field for name, field in self._fields.items() if name.startswith("feedback-")}
        return {name.removeprefix("feedback-"): str(field.data or "") for name, field in fields.items()}


def recommend_form(criteria: Sequence[tuple[str, str]]) -> type[RecommendForm]:
    """The form with a box of feedback for each criterion (key, title)."""
    fields = {f"feedback-{key}": TextAreaField(title, widget=GovTextArea()) for key, title in criteria}
    return type("RecommendCaseForm", (RecommendForm,), fields)


class BatchForm(Form):
    """Everything that is ticked, with one reason."""

    reason = TextAreaField(
        _("Reasons for all that are ticked"),
        widget=GovTextArea(),
        validators=[InputRequired(_("Enter the reasons for these recommendations"))],
    )
    send = SubmitField(_("Recommend all that are ticked"), widget=GovSubmitInput())


CONFIRM = _(
    "I have read the case, the scores and the checks. The council has the power, and I consulted whom it names."
)


class ApproveForm(VersionedForm):
    """Approve, return or refuse, with a note."""

    outcome = RadioField(
        _("Your decision"),
        widget=Radios(),
        choices=[
            SelectChoice("approve", _("Approve")),
            SelectChoice("return", _("Return to the manager for another look")),
            SelectChoice("refuse", _("Refuse: the decision is a no")),
        ],
        validators=[InputRequired(_("Select approve, return or refuse"))],
    )
    note = TextAreaField(
        _("Note"),
        description=_("Needed to return or refuse. If you refuse, the applicant reads it."),
        widget=GovTextArea(),
    )
    confirmed = BooleanField(CONFIRM, widget=GovCheckboxInput())
    send = SubmitField(_("Record my decision"), widget=GovSubmitInput())


class BatchApproveForm(Form):
    """Approve everything that is ticked."""

    note = TextAreaField(_("Note for all that are ticked (optional)"), widget=GovTextArea())
    confirmed = BooleanField(CONFIRM, widget=GovCheckboxInput())
    send = SubmitField(_("Approve all that are ticked"), widget=GovSubmitInput())
