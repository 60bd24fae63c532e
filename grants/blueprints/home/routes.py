"""What needs me now: where every member of staff lands."""

from typing import Any

from flask import Blueprint, render_template

from grants import clock
from grants.blueprints.home.waiting import waiting
from grants.domain.calendar import to_london
from grants.web.access import access

door = Blueprint("home", __name__, url_prefix="/home")


@door.get("")
@access("staff")
def staff() -> Any:
    """My own list, what is due first on top, each line one click from doing it."""
    found = waiting()
    today = to_london(clock.now()).date()
    return render_template("home/staff.html", tasks=found.tasks, more=found.more, today=today)
