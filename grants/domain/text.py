"""Text as people type it, made safe to keep, to search, to sort, to count and to export."""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NO_DECOMPOSITION = str.maketrans(
    {
        "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "&": " and ",
        "'": None, "’": None, "‘": None, "ʼ": None, "ʹ": None, "′": None, "`": None, "´": None, "‛": None,
    }
)  # fmt: skip
# Exactly what \s matches in a browser, so that the page and the server count the same words.
_SPACE = re.compile("[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f"
# A web address, or a sign that turns the writing around: what a name in somebody's mail is abused for.
_LURE = re.compile("://|\\bwww\\.|[\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)
_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")


def clean(text: str) -> str:
    """What is stored: one way of writing each letter and line end, no controls but tab and newline."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    lines = _NEWLINES.sub("\n", text)
    return unicodedata.normalize("NFC", "".join(symbol for symbol in lines if _is_kept(symbol)))


def _is_kept(symbol: str) -> bool:
    return symbol in "\n\t" or unicodedata.category(symbol) not in ("Cc", "Cs")


def is_lure(text: str) -> bool:
    """Whether a name carries a web address or turned writing: names stand in mail that the council sends."""
    return _LURE.search(text) is not None


def fold(text: str) -> str:
    """What is searched: Łódź = lodz, St John's = st johns; case and punctuation do not matter."""
    return " ".join("".join(_folded(symbol) for symbol in _plain_letters(text)).split())


def _plain_letters(text: str) -> str:
    # Twice, because a decomposed sign can hold a capital or a letter that has a plain form of its own.
    for _ in range(2):
        text = text.casefold().translate(_NO_DECOMPOSITION)
        text = unicodedata.normalize("NFKD", text)
    return text.casefold().translate(_NO_DECOMPOSITION)


def _folded(symbol: str) -> str:
    if unicodedata.combining(symbol):
        return ""
    # Vowel signs of Indic scripts are marks that belong inside their word.
    kept = symbol.isalnum() or unicodedata.category(symbol)[0] == "M"
    return symbol if kept else " "


def sort_key(text: str) -> str:
    """What lists are sorted by: folded, with numbers in order (Centre 2 before Centre 10)."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), fold(text))


def word_count(text: str) -> int:
    """A word is a run of characters with no white space in it, as a browser's `\\s` defines white space."""
    return len([word for word in _SPACE.split(text) if word])


def csv_cell(text: str) -> str:
    """Text that no spreadsheet will run as a formula, also behind spaces or signs that are not seen."""
    if text[:1] in _FORMULA and text:
        return f"'{text}"
    seen = text.lstrip(_UNSEEN + " \t\r\n\0\v\f\xa0\u3000").lstrip()
    return f"'{text}" if seen and seen[0] in _FORMULA else text


def slug(text: str, fallback: str = "document") -> str:
    """For file names and addresses: lower-case letters, figures and dashes."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return "-".join(words) or fallback
