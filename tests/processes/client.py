"""One person at a browser, as a program of its own: does what the plan on its first line says, and tells every answer.

It knows nothing of the application but addresses, fields and replies. Each attempt is told before it is made and after,
one line of JSON each, so that whoever reads the lines knows what was on its way when something was killed.
"""

import json
import re
import select
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

AGAIN_AFTER = 0.03
GIVE_UP_AFTER = 60.0


def tell(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def words(page: str) -> str:
    """What the page says, from its main part on."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page).split())[:500]


class Person:
    """Sends requests to one address."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.host, self.port = plan["host"], plan["port"]

    def ask(self, method: str, path: str, who: dict[str, str], fields: dict[str, str] | None = None) -> Any:
        """One attempt: (status, location, text), or None where no whole answer came."""
        line = HTTPConnection(self.host, self.port, timeout=30)
        body = urlencode({"csrf_token": who["token"], **fields}, doseq=True) if fields is not None else None
        headers = {"Cookie": f"grants={who['cookie']}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (HTTPException, OSError):
            return None
        finally:
            line.close()
        return answer.status, answer.headers.get("Location", ""), text

    def send(self, name: str, path: str, who: dict[str, str], fields: dict[str, str], *, again: bool = True) -> Any:
        """Post, and where the answer was cut off post exactly the same again."""
        give_up = time.monotonic() + GIVE_UP_AFTER
        while time.monotonic() < give_up:
            tell(what="sending", name=name, at=time.monotonic())
            found = self.ask("POST", path, who, fields)
            if found is not None:
                at = time.monotonic()
                status, location, text = found
                tell(what="answer", name=name, at=at, status=status, location=location, words=words(text))
                return found
            tell(what="cut", name=name, at=time.monotonic())
            if not again:
                return None
            time.sleep(AGAIN_AFTER)
        raise SystemExit(f"{name}: no answer in {GIVE_UP_AFTER} seconds")


def post(person: Person) -> None:
    """Send each step of the plan in turn."""
    for step in person.plan["steps"]:
        time.sleep(person.plan.get("pause", 0))
        person.send(step["name"], step["path"], step["who"], step["fields"])


def told_to_stop() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def type_on(person: Person) -> None:
    """Keep saving one answer as a tab does, `count` times or until told to stop; look again where it is stale."""
    plan = person.plan
    question, who, seen, number = plan["question"], plan["who"], plan["seen"], 0
    while number < plan["count"] and not told_to_stop():
        number += 1
        value = f"{plan['word']} {number}"
        fields = {"autosave": "1", question: value, f"seen-{question}": seen}
        status, _, text = person.send(value, plan["path"], who, fields)
        if status == 200:
            seen = json.loads(text)["hidden"][f"seen-{question}"]
            tell(what="saved", name=value, version=int(seen))
        elif status == 409:
            _, _, page = person.ask("GET", plan["page"], who)
            seen = re.search(rf'name="seen-{question}"[^>]*value="(\d+)"', page).group(1)  # type: ignore[union-attr]
        time.sleep(plan.get("pause", 0))


def main() -> None:
    person = Person(json.loads(sys.stdin.readline()))
    tell(what="ready")
    sys.stdin.readline()
    {"post": post, "type": type_on}[person.plan["role"]](person)
    tell(what="done")


if __name__ == "__main__":
    main()
