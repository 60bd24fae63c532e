"""Small forms, letters and a plan that use every kind of question a room must bear."""

from typing import Any

from grants.models import FormVersion


def text(words: str) -> dict[str, str]:
    return {"en": words}


APPLICATION: dict[str, Any] = {
    "key": "application",
    "title": text("Apply to the test fund"),
    "sections": [
        {
            "key": "project",
            "title": text("Your project"),
            "questions": [
                {"key": "title", "type": "text", "label": text("Project name"), "binds": "title"},
                {
                    "key": "need",
                    "type": "long_text",
                    "label": text("Why is it needed?"),
                    "words": 50,
                    "criterion": "need",
                },
                {"key": "young", "type": "yes_no", "label": text("Do you work with children?")},
                {
                    "key": "safeguarding",
                    "type": "long_text",
                    "label": text("How do you keep them safe?"),
                    "words": 50,
                    "when": {"question": "young", "is": "yes"},
                },
            ],
        },
        {
            "key": "money",
            "title": text("Money"),
            "questions": [
                {
                    "key": "amount",
                    "type": "money",
                    "label": text("How much do you ask for?"),
                    "binds": "amount_requested",
                },
                {
                    "key": "budget",
                    "type": "budget",
                    "label": text("What will it be spent on?"),
                    "adds_up_to": "amount",
                },
            ],
        },
    ],
}

ANSWERS: dict[str, Any] = {
    "title": "Warm rooms",
    "need": "Many people here cannot heat their homes.",
    "young": "no",
    "amount": 1_000_000,
    "budget": [
        {"category": "staff", "description": "Host", "amount": 600_000},
        {"category": "premises", "description": "Room", "amount": 400_000},
    ],
}

ELIGIBILITY: dict[str, Any] = {
    "key": "eligibility",
    "title": text("Check you can apply"),
    "sections": [
        {
            "key": "who",
            "title": text("Who you are"),
            "questions": [{"key": "voluntary", "type": "yes_no", "label": text("Are you a voluntary group?")}],
        }
    ],
}

RETURN: dict[str, Any] = {
    "key": "return",
    "title": text("Tell us how it is going"),
    "sections": [
        {
            "key": "progress",
            "title": text("Progress"),
            "questions": [
                {"key": "story", "type": "long_text", "label": text("What happened?"), "words": 200},
                {"key": "people", "type": "integer", "label": text("How many people came?")},
            ],
        }
    ],
}

AWARD_LETTER: dict[str, Any] = {
    "accept_within_days": 28,
    "accepted": "online",
    "clauses": [
        {
            "key": "offer",
            "heading": text("Our offer"),
            "text": text("We offer {organisation} a grant of {amount} ({amount_in_words}) under {scheme}."),
            "covers": ["parties", "amount", "scheme"],
        },
        {
            "key": "accept",
            "heading": text("How to accept"),
            "text": text("Two people must accept by {accept_by}."),
            "covers": ["accept_by", "signatures"],
        },
    ],
}

DECLINE_LETTER: dict[str, Any] = {
    "appeal_working_days": 10,
    "clauses": [
        {
            "key": "no",
            "heading": text("Our decision"),
            "text": text("We can't fund {reference}. {feedback} You can appeal by {appeal_by}."),
            "covers": [],
        }
    ],
}


def plan(return_form: FormVersion) -> dict[str, Any]:
    """Two instalments, the second after return 1; one return and a final one; two checks."""
    gates = ["signed", "bank"]
    return {
        "tiers": [{"key": "light", "title": text("Light"), "over": 0, "up_to": None}],
        "checks": [
            {
                "key": "constitution",
                "title": text("Governing document"),
                "guidance": text("Signed, dated and in the applicant's name."),
                "mandatory": True,
                "tiers": [],
                "expires_months": 12,
                "before": "assess",
            },
            {
                "key": "accounts",
                "title": text("Accounts"),
                "guidance": text("The latest, not overdue."),
                "mandatory": False,
                "tiers": [],
                "expires_months": 12,
                "before": "recommend",
            },
        ],
        "instalments": [
            {"number": 1, "title": text("First half"), "gates": gates, "percent": 50, "amount": None, "due_on": None,
             "days_after_start": 0, "tiers": [], "in_arrears": False, "retention": False},
            {"number": 2, "title": text("Second half"), "gates": [*gates, "return:1"], "percent": 50, "amount": None,
             "due_on": None, "days_after_start": 180, "tiers": [], "in_arrears": False, "retention": False},
        ],
        "returns": [
            {"number": 1, "title": text("Six-month return"), "form": "return", "from_month": 0, "to_month": 6,
             "due_days_after": 28, "tiers": [], "final": False, "declared_by_two": False},
            {"number": 2, "title": text("End return"), "form": "return", "from_month": 6, "to_month": 12,
             "due_days_after": 28, "tiers": [], "final": True, "declared_by_two": False},
        ],
        "indicators": [
            {"key": "people", "title": text("People helped"), "unit": "people", "kind": "target", "target": 100,
             "assumed": False, "by_district": True, "split_by": [], "unit_cost": None, "unit_cost_source": "",
             "counts": "", "note": None},
        ],
        "scoring": {"assessors": 2, "pass_mark": 60, "variance_points": 15, "variance_bands": 2, "reason_words": 150,
                    "tie_break": ["need"]},
        "panel": None,
        "above_maximum": [],
        "lot_budgets": [],
        "auto_close": None,
        "match_percent": None,
        "could_move": None,
        "return_forms": {"return": return_form.id},
    }  # fmt: skip
