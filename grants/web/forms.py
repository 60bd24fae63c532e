"""The form every door builds on: a token against forgery, a key against repeats, the version that was seen."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, PasswordField
from wtforms.widgets import HiddenInput

from grants.crypto import new_key_name
from grants.domain.text import clean

MOST_FIGURES = 18
AS_SENT = (HiddenField, PasswordField)
NEVER_SHOWN = 0


def whole(text: str | int) -> int:
    """A whole number that a column can hold, for `get(…, type=whole)` and `coerce=whole`; ValueError otherwise."""
    text = str(text)
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES):
        raise ValueError("not a number of anything")
    return int(text)


class Form(FlaskForm):
    """A form whose repeat has one effect: `key` is minted when the page is shown. What people type arrives clean."""

    key = HiddenField(default=new_key_name)

    def process(self, *args: Any, **values: Any) -> None:
        super().process(*args, **values)
        for field in self:
            if isinstance(field.data, str) and not isinstance(field, AS_SENT):
                field.data = clean(field.data)


class VersionField(IntegerField):
    """The version that the page showed. One that is no number is of no page of ours: it is always stale."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = whole(valuelist[0])
        except ValueError:
            self.data = NEVER_SHOWN


class VersionedForm(Form):
    """A form about one thing as it was when the page was shown; a changed thing is refused as stale."""

    version = VersionField()

    def seen(self, thing: Any) -> "VersionedForm":
        """Remember the version that the page shows."""
        self.version.data = thing.version
        return self


class NumberField(IntegerField):
    """A whole number in one box."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as problem:
            raise ValueError(_("Enter a whole number, like 4")) from problem


class DayField(DateField):
    """A date in three boxes. All empty is no date; anything else must be a real one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        # The widget shows three boxes whatever was sent.
        self.raw_data = [*valuelist, "", "", ""][:3]
        if not any(value.strip() for value in valuelist):
            return
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as problem:
            raise ValueError(_("Enter a real date, like 27 3 2027")) from problem
