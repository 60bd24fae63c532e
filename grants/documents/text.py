"""Makes text printable, once, so that a letter and its HTML twin show the same words."""

from unicodedata import category, normalize

from grants.documents.glyphs import drawable

_HYPHENS = "\u2010\u2011"  # the letter font draws one hyphen for all three
_NO_INK = "\u00ad\u200b\u2060\ufeff"  # hints about where a line may break: nothing to see, nothing lost
_LINE_ENDS = "\x85\u2028\u2029"


class _Control(dict[int, str]):
    """Line ends become one kind, other white space a space; what has no ink goes."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = character
        if character in _NO_INK:
            shown = ""
        elif character in _LINE_ENDS:
            shown = "\n"
        elif category(character) == "Cc" and character != "\n":
            shown = " " if character in "\t\v\f" else ""
        self[code] = shown
        return shown


class _Glyphs(dict[int, str]):
    """What the font lacks is shown by its number, never dropped."""

    def __missing__(self, code: int) -> str:
        shown = _drawn(chr(code))
        self[code] = shown
        return shown


def _drawn(character: str) -> str:
    if ord(character) in drawable() or character == "\n":
        return character
    if character in _HYPHENS:
        return "-"
    if category(character) == "Zs":
        return " "
    parts = normalize("NFD", character)
    if all(ord(part) in drawable() for part in parts):
        return parts
    return f"[U+{ord(character):04X}]"


_control = _Control()
_glyphs = _Glyphs()


def printable(text: str) -> str:
    """The text as the letter font can show it. Doing it twice changes nothing more."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return normalize("NFC", lines.translate(_control)).translate(_glyphs)
