"""The forms of the scoring room. Those with a field per criterion are built from the round."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from grants.domain.text import clean
from grants.models import Criterion
from grants.web.case import words
from grants.web.choices import Checkboxes, Radios
from grants.web.forms import Form, VersionedForm, whole


def cleaned(text: str | None) -> str:
    """Text as it is kept."""
    return clean(text or "")


def number(text: str | None) -> int | None:
    """A whole number, or nothing; what makes no sense is nothing and the rules ask for it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def criterion_fields(criteria: Iterable[Criterion]) -> dict[str, Any]:
    """For each criterion its points, one band a line, and the reason."""
    fields: dict[str, Any] = {}
    for each in criteria:
        bands = [SelectChoice(str(points), f"{points}: {words(band)}") for points, band in enumerate(each.bands)]
        fields[f"points-{each.key}"] = RadioField(_("Score"), widget=Radios(), choices=bands, validate_choice=False)
        fields[f"reason-{each.key}"] = TextAreaField(_("Reason"), widget=GovCharacterCount(), filters=[cleaned])
    return fields


def scoring_form(criteria: Iterable[Criterion]) -> type[VersionedForm]:
    """The form of one assessor's scores."""
    return _after_the_criteria(
        "ScoringForm",
        criteria,
        lambda: {
            "comment": TextAreaField(_("Anything else (optional)"), widget=GovTextArea(), filters=[cleaned]),
            "submit": SubmitField(_("Submit these scores"), widget=GovSubmitInput()),
        },
    )


def moderation_form(criteria: Iterable[Criterion]) -> type[VersionedForm]:
    """The form of the agreed scores."""
    return _after_the_criteria(
        "ModerationForm",
        criteria,
        lambda: {
            "reason": TextAreaField(_("How were the scores agreed?"), widget=GovTextArea(), filters=[cleaned]),
            "submit": SubmitField(_("Agree these scores"), widget=GovSubmitInput()),
        },
    )


def _after_the_criteria(
    name: str, criteria: Iterable[Criterion], rest: Callable[[], dict[str, Any]]
) -> type[VersionedForm]:
    """Fields stand in the order in which they are made, and what is wrong is listed in that order."""
    return type(name, (VersionedForm,), {**criterion_fields(criteria), **rest()})


def given_points(values: Mapping[str, str | None], criteria: Iterable[Criterion]) -> dict[str, int | None]:
    """Points by criterion, of those that were sent."""
    return {each.key: number(values[f"points-{each.key}"]) for each in criteria if f"points-{each.key}" in values}


def given_reasons(values: Mapping[str, str | None], criteria: Iterable[Criterion]) -> dict[str, str]:
    """Reasons by criterion, of those that were sent."""
    return {each.key: cleaned(values[f"reason-{each.key}"]) for each in criteria if f"reason-{each.key}" in values}


class InterestsForm(Form):
    """Nothing to declare, or these organisations and why."""

    nothing = BooleanField(_("I have no interest in any of these organisations"), widget=GovCheckboxInput())
    organisations = SelectMultipleField(
        _("I have an interest in"), widget=Checkboxes(), choices=[], coerce=whole, validate_choice=False
    )
    detail = TextAreaField(_("What is your interest?"), widget=GovTextArea(), filters=[cleaned])
    submit = SubmitField(_("Declare"), widget=GovSubmitInput())


class ChooseForm(Form):
    """Who scores an application."""

    people = SelectMultipleField(
        _("Who could score it"), widget=Checkboxes(), choices=[], coerce=whole, validate_choice=False
    )
    submit = SubmitField(_("Ask these people"), widget=GovSubmitInput())


class FairShareForm(Form):
    """Ask those with the least to do."""


class ReleaseForm(Form):
    """Take an application back from an assessor."""

    reason = StringField(_("Why will they not score it?"), widget=GovTextInput(), filters=[cleaned])
    submit = SubmitField(_("Take it back"), widget=GovSubmitInput())
