"""The form every door builds on: a token against forgery, a key against repeats, the version that was seen."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, PasswordField
from wtforms.widgets import HiddenInput

from grants.crypto import new_key_name
from grants.domain.text import clean
from grants.questions.scalars import day, iso_day

MOST_FIGURES = 18
AS_SENT = (HiddenField, PasswordField)
NEVER_SHOWN = 0
# What the form library says by itself, in words that tell what to do.
PLAIN = {
    "Field cannot be longer than %(max)d characters.": "Use %(max)d characters or fewer",
    "Not a valid time value.": "Enter a time, like 10:30",
    "Not a valid choice.": "Select one of the answers in the list",
}


class PlainWords:
    """The form library's own messages, said as ours are."""

    def gettext(self, words: str) -> str:
        return str(_(PLAIN.get(words, words)))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(many if many in PLAIN or number != 1 else one)


def whole(text: str | int) -> int:
    """A whole number that a column can hold, for `get(…, type=whole)` and `coerce=whole`; ValueError otherwise."""
    text = str(text)
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES):
        raise ValueError("not a number of anything")
    return int(text)


class Form(FlaskForm):
    """A form whose repeat has one effect: `key` is minted when the page is shown. What people type arrives clean."""

    key = HiddenField(default=new_key_name)

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> PlainWords:
            return PlainWords()

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


class DayBox(DateField):
    """A date in one box: 21/11/2026, or with the month's name."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not any(value.strip() for value in valuelist):
            return
        try:
            self.data = date.fromisoformat(iso_day(valuelist[0]))
        except ValueError as problem:
            raise ValueError(_("Enter a real date, like 21/11/2026")) from problem


class DayField(DateField):
    """A date in three boxes, the month also by its name. All empty is no date; anything else must be a real one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        # The widget shows three boxes whatever was sent.
        self.raw_data = [*valuelist, "", "", ""][:3]
        if not any(value.strip() for value in valuelist):
            return
        try:
            self.data = date.fromisoformat(day((self.raw_data[0], self.raw_data[1], self.raw_data[2])))
        except ValueError as problem:
            raise ValueError(_("Enter a real date, like 27 3 2027")) from problem
