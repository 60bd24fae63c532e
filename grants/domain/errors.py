"""The ways the system says no: the doors turn each into one kind of page."""

from collections.abc import Sequence


class DomainError(Exception):
    """Something a person asked for that the council's rules do not allow now."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """Not there, or not this person's to know of: the two must look the same (404)."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(f"We could not find that {what}.")


class NotPermitted(DomainError):
    """This person may see it but may not do this (403)."""


class WrongState(DomainError):
    """The right person at the wrong moment (409). The message says what to do next."""


class Stale(DomainError):
    """Somebody changed it since the page was opened (409). Carries what is stored now, to show both."""

    def __init__(self, message: str, *, stored: object = None) -> None:
        super().__init__(message)
        self.stored = stored


class RulesBroken(DomainError):
    """One or more answers cannot stand. Each problem names the field it belongs to."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = tuple(problems)
