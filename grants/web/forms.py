"""The form every door builds on: a token against forgery, a key against repeats, the version that was seen."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.widgets import HiddenInput

from grants.crypto import new_key_name


class Form(FlaskForm):
    """A form whose repeat has one effect: `key` is minted when the page is shown."""

    key = HiddenField(default=new_key_name)


class VersionedForm(Form):
    """A form about one thing as it was when the page was shown; a changed thing is refused as stale."""

    version = IntegerField(widget=HiddenInput())

    def seen(self, thing: Any) -> "VersionedForm":
        """Remember the version that the page shows."""
        self.version.data = thing.version
        return self
