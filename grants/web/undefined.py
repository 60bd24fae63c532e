"""What a template does with a name nobody gave it: silent for the public, loud for us."""

from __future__ import annotations

from jinja2 import ChainableUndefined, UndefinedError


class LoudUndefined(ChainableUndefined):
    """Components may ask whether an option was given; printing a name that was not is a mistake of ours."""

    def __str__(self) -> str:
        name = self._undefined_name if self._undefined_name is not None else "something"
        raise UndefinedError(self._undefined_message or f"{name} is undefined")

    __html__ = __str__
