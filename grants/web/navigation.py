"""The bar under the council's name: the rooms this person may enter, and nothing else."""

from flask import current_app, request, url_for

from grants.web.access import may_come
from grants.web.presentation import NavigationItem
from grants.web.request import actor

# (words, endpoint, path that marks it current); an entry shows when the view exists and the person may come.
STAFF = (
    ("What needs me", "home.staff", "/home"),
    ("Applications", "casework.worklist", "/casework"),
    ("My scoring", "assess.pile", "/scoring"),
    ("Rounds", "decide.rounds", "/rounds"),
    ("Approvals", "decide.approvals", "/approvals"),
    ("Payments", "pay.next_day", "/payments"),
    ("Bank details", "pay.bank_checks", "/bank-checks"),
    ("Returns", "monitor.calendar", "/returns"),
    ("Funds", "report.funds", "/reports"),
    ("Set-up", "setup.list_rounds", "/setup"),
    ("Audit", "audit.find", "/audit"),
    ("People", "admin.people", "/admin"),
)
OUTSIDE = (("Funds", "public.funds", "/funds"), ("Your organisation", "apply.home", "/organisations"))
VISITOR = (("Funds", "public.funds", "/funds"),)


def navigation() -> list[NavigationItem]:
    """The entries for the person now signed in."""
    person = actor()
    entries = STAFF if person.is_staff else OUTSIDE if person.signed_in else VISITOR
    declared = current_app.extensions.get("grants_access", {})
    return [
        NavigationItem(words, url_for(endpoint), current=request.path.startswith(path))
        for words, endpoint, path in entries
        if endpoint in declared and ("public" in declared[endpoint] or may_come(declared[endpoint]))
    ]
