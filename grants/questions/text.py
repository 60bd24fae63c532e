"""Words a person reads, in one language or several; English is always there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """`Text("Hello", (("uk", "Вітаємо"),))`; falls back to English where a language is missing."""

    en: str
    others: tuple[tuple[str, str], ...] = ()

    def in_language(self, language: str) -> str:
        return dict(self.others).get(language, self.en)

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en", *(code for code, _ in self.others))

    def __str__(self) -> str:
        return self.en

    def to_dict(self) -> str | dict[str, str]:
        return {"en": self.en, **dict(self.others)} if self.others else self.en


def text_from(value: object) -> Text | None:
    """None when the value is neither words nor a table of words with English among them."""
    if isinstance(value, str) and value.strip():
        return Text(value.strip())
    if not isinstance(value, Mapping) or not all(isinstance(words, str) for words in value.values()):
        return None
    by_language = {str(code): words.strip() for code, words in value.items() if words.strip()}
    english = by_language.pop("en", "")
    return Text(english, tuple(sorted(by_language.items()))) if english else None
