"""The payments of one case."""

from typing import Any

from flask import render_template

from grants import clock
from grants.actor import CASEWORK
from grants.blueprints.pay.door import door
from grants.pay.queries import case_payments
from grants.web.access import access
from grants.web.case import case_header
from grants.web.request import actor, db


@door.get("/casework/<reference>/payments")
@access(*CASEWORK, "finance")
def case(reference: str) -> Any:
    """Every instalment of the award: what it waits for, and what was paid."""
    page = case_payments(db(), actor(), reference, clock.now())
    return render_template("pay/case.html", page=page, case=case_header(reference, "Payments"))
