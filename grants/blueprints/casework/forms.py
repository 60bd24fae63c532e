"""The one thing an officer changes on the case page: who owns it."""

from grants.web.forms import Form


class OwnerForm(Form):
    """Take the case on, or give it back; the address says which."""
