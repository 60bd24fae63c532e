"""The rules of signing in: what a good password is, how long links and waits last, where a person may be sent next."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from grants.account.demo_people import DEMO_DOMAIN

SHORTEST_APPLICANT = 10
SHORTEST_STAFF = 15
LONGEST = 200
LINK_LASTS = {
    "register": timedelta(hours=24),
    "reset": timedelta(hours=1),
    "join": timedelta(days=14),
    "staff": timedelta(days=3),
}
HALF_SIGNED_IN_LASTS = timedelta(minutes=15)
KEPT_LASTS = timedelta(hours=24)
DEVICE_KNOWN_FOR = timedelta(days=180)

# Throttling: a few free tries, then waits that double, never more than a quarter of an hour.
FREE_TRIES = {"password": 5, "code": 5, "link": 3}
FREE_TRIES_ADDRESS = 30
ATTEMPTS_COUNT_FOR = timedelta(hours=24)
ADDRESS_COUNTS_FOR = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

# Words from which people make the passwords that are guessed first. Alone, repeated, joined or with figures and signs
# around them they are refused.
_OBVIOUS = """
password passwort passw pass word welcome letmein login logon admin administrator root user guest master secret
changeme change default test testing temp qwerty qwertyuiop azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qaz wsx edc
iloveyou love you monkey dragon sunshine princess football baseball liverpool arsenal chelsea everton manchester
united city england london britain summer winter spring autumn january february march april may june july august
september october november december monday tuesday wednesday thursday friday saturday sunday council county
severnshire worcester worcestershire grant grants charity funding fund community the and my is this our hello
computer internet office trustno one correct horse battery staple abc abcd abcde abcdef
"""
OBVIOUS = frozenset(_OBVIOUS.split())
_LEET = str.maketrans("013457@$!", "oieastasi")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def as_typed(password: str) -> str:
    """One way of writing each letter, so that a password typed on another keyboard is the same password."""
    return unicodedata.normalize("NFKC", password)


def password_problems(password: str, *, email: str, name: str = "", staff: bool) -> list[str]:
    """What is wrong with a new password, in words for the person choosing it: only that it is easy to guess."""
    shortest = SHORTEST_STAFF if staff else SHORTEST_APPLICANT
    if len(password) < shortest:
        return [f"Password must be {shortest} characters or more. Three random words work well"]
    if len(password) > LONGEST:
        return [f"Password must be {LONGEST} characters or fewer"]
    if is_about(password, email, name):
        return ["Password must not be your name or email address"]
    if is_obvious(password):
        return ["Password is one of the first that others would guess. Choose another"]
    return []


def is_about(password: str, email: str, name: str) -> bool:
    """Whether the password is the person's own address or name, with at most figures and signs around it."""
    letters = _letters(password)
    local, _, domain = email.partition("@")
    own = {_letters(word) for word in (email, local, domain, name)}
    return (bool(letters) and letters in own) or password.casefold() == email.casefold()


def is_obvious(password: str) -> bool:
    """Whether it is made only of obvious words, of one sign repeated, or of a run such as 123456 or qwerty."""
    plain = password.casefold()
    if _is_run(plain) or _repeats(plain):
        return True
    middle = plain.strip("".join(symbol for symbol in plain if not symbol.isalpha()))
    return any(_only_obvious_words(_letters(each)) for each in (plain, middle.translate(_LEET)))


def _letters(text: str) -> str:
    return "".join(symbol for symbol in text.casefold() if symbol.isalpha())


def _repeats(text: str) -> bool:
    """The same short piece over and over: aaaaaaaaaa, abcabcabcabc."""
    return any(text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, 5))


def _is_run(text: str) -> bool:
    """Neighbours on the keyboard, in the alphabet or in counting, all the way along (either way)."""
    steps = {a + b for run in _RUNS for line in (run, run[::-1]) for a, b in pairwise(line)}
    broken = sum(1 for a, b in pairwise(text) if a + b not in steps and a != b)
    return broken <= 2


def _only_obvious_words(letters: str) -> bool:
    if not letters:
        return False
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(letters.startswith(word, end - len(word)) and end - len(word) in reached for word in OBVIOUS):
            reached.add(end)
    return len(letters) in reached


def wait_after(failures: Sequence[datetime], *, free: int, now: datetime) -> timedelta:
    """How long the next try must wait, given the failed ones that count."""
    if len(failures) < free:
        return timedelta(0)
    doubled = min(len(failures) - free, 10)
    ready = max(failures) + min(FIRST_WAIT * (1 << doubled), LONGEST_WAIT)
    return max(ready - now, timedelta(0))


def wait_words(wait: timedelta) -> str:
    """'1 minute', '5 minutes'; always a whole number, rounded up."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def local_path(address: str) -> str:
    """The address if it is a plain path on this site, or an empty string: a link may not send people elsewhere."""
    if not address.startswith("/") or len(address) > 2_000:
        return ""
    if re.search(r"[\\\s\x00-\x1f\x7f]", address) or "//" in address.partition("?")[0]:
        return ""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else address


def needs_second_factor(*, is_staff: bool, email: str, demo: bool) -> bool:
    """Staff prove it twice. Only the made-up people of a demonstration are let off, and only in demonstration mode."""
    return is_staff and not (demo and email.endswith(f"@{DEMO_DOMAIN}"))


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """'Firefox on Windows': enough to recognise one's own device, and no more than that is kept."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " on ".join(part for part in (browser or "A browser", system) if part)
