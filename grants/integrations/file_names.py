"""The names people give their files: what may be shown, and what is refused because it hides something."""

import re
import unicodedata

from grants.domain.text import clean

_LONGEST_SHOWN = 100
_TURNS_TEXT_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
# Kinds that run or open others, refused also when a harmless ending stands behind them.
_RUNS = frozenset(
    {
        "exe", "dll", "scr", "bat", "cmd", "msi", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar",
        "lnk", "pif", "reg", "sh", "php", "py", "pl", "html", "htm", "xhtml", "svg", "swf",
        "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "zip", "rar", "7z", "iso", "img", "cab", "gz", "tar",
    }
)  # fmt: skip


def extension_of(filename: str) -> str:
    """The ending in lower case, or an empty one."""
    return filename.rpartition(".")[2].strip().lower() if "." in filename else ""


def problem_with_name(filename: str) -> str:
    """Why a file of this name is not taken, or nothing."""
    if not filename.strip() or re.search(r"[\0-\x1f\x7f]", filename):
        return "The file name has characters that cannot be used. Rename the file and try again"
    if _TURNS_TEXT_ROUND.search(filename):
        return "The file name has hidden characters that change how it reads. Rename the file and try again"
    if re.search(r"[/\\]", filename) or filename.strip() in (".", ".."):
        return "The file name must not include a folder. Rename the file and try again"
    inner = {part.strip().lower() for part in filename.split(".")[1:-1]}
    if inner & _RUNS:
        return "The file name has two endings, and one is of a kind we cannot take. Rename the file and try again"
    return ""


def safe_display_name(filename: str) -> str:
    """A name fit to show and to send in a header: one short line that reads the way it is stored."""
    last = re.sub('[<>:"|?*;\\s]+', " ", re.split(r"[/\\]", clean(filename))[-1])
    seen = "".join(symbol for symbol in last if unicodedata.category(symbol) not in ("Cc", "Cf", "Co", "Cn"))
    name = " ".join(seen.split()).strip(". ")
    if len(name) <= _LONGEST_SHOWN:
        return name or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:_LONGEST_SHOWN]
    return f"{stem[: _LONGEST_SHOWN - len(ending) - 1].rstrip()}.{ending}"
