"""The few words in which the two engines differ when rows are made in SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """One engine's way to count, to date and to join texts."""

    is_sqlite: bool

    def numbers(self, name: str, upto: int, start: int = 1) -> str:
        """A WITH clause item `name(i)` of the whole numbers from `start` up to `upto`."""
        if self.is_sqlite:
            return f"{name}(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM {name} WHERE i < {upto})"
        return f"{name}(i) AS (SELECT generate_series(CAST({start} AS bigint), {upto}))"

    def moment(self, text: str) -> str:
        """An expression of ISO text as a stored moment."""
        return text if self.is_sqlite else f"CAST({text} AS timestamptz)"

    def day(self, text: str) -> str:
        return text if self.is_sqlite else f"CAST({text} AS date)"

    def joined(self, text: str) -> str:
        """All texts of a group, with commas."""
        return f"group_concat({text}, ',')" if self.is_sqlite else f"string_agg({text}, ',')"

    def texts(self, number: str) -> str:
        return f"CAST({number} AS TEXT)"

    def padded(self, number: str, width: int) -> str:
        """A number below 10^width with leading noughts."""
        return f"substr(CAST({10**width} + {number} AS TEXT), 2)"
