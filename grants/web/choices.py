"""Radios and checkboxes whose question is always read out with them, whatever else a page asks for."""

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput


class Named:
    """Gives the group its question as a legend, also where the page styles the legend, and no empty hint."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        params["fieldset"].setdefault("legend", {}).setdefault("text", field.label.text)
        if not params["hint"].get("text"):
            params.pop("hint")
        return params


class Radios(Named, GovRadioInput):
    """One of several."""


class Checkboxes(Named, GovCheckboxesInput):
    """Any of several."""
