"""What each kind of event is called on the pages of a case and of the record."""

WORDS = {
    "submit": "Application received",
    "check_recorded": "Check recorded",
    "check_reused": "Earlier check used again",
    "pass_checks": "Checks complete",
    "stop_proposed": "Proposed to stop as ineligible",
    "stop_refused": "Proposal to stop not agreed",
    "stop_as_ineligible": "Stopped as ineligible",
    "case_taken": "Case taken on",
    "case_given_back": "Case given back",
    "assessor_chosen": "Assessor chosen",
    "assessor_released": "Assessor released",
    "submit_scores": "Scores submitted",
    "withdraw_scores": "Scores withdrawn",
    "record_panel": "Panel’s view recorded",
    "scores_agree": "Scores close enough: average kept",
    "scores_differ": "Scores too far apart: a manager agrees them",
    "agree_scores": "Scores agreed",
    "score_again": "Scored again, as an assessor stepped back",
    "interest_after_scoring": "An assessor declared an interest after scoring",
    "recommend": "Recommended",
    "approve": "Approved",
    "release": "Decision released",
    "withdraw": "Withdrawn by the applicant",
    "create_application": "Application begun",
    "sign": "Declaration signed",
    "approve_step": "Approved, one step of several",
    "return_recommendation": "Sent back to recommend again",
    "refuse": "Refused",
    "release_award": "Decision released: award",
    "release_decline": "Decision released: no award",
    "award_offered": "Award offered",
    "meet_condition": "Condition met",
    "letter_issued": "Letter issued",
    "accept_first": "First person accepted",
    "accept_offer": "Second person accepted",
    "lapse_offer": "Offer lapsed",
    "start_award": "Award begun with its first payment",
    "suspend_award": "Award suspended",
    "resume_award": "Award goes on",
    "resume_unpaid": "Award goes on, nothing paid yet",
    "notice_given": "Notice given that the award ends early",
    "notice_withdrawn": "Notice withdrawn: the award goes on",
    "end_award": "Award ended early",
    "close_award": "Award closed",
    "run_prepared": "Payment run prepared",
    "run_checked": "Payment run checked by a third person",
    "release_run": "Payment run released",
    "cancel_run": "Payment run cancelled",
    "settle_run": "Payment run settled",
    "payment_file_made": "Payment file made for finance",
    "payment_prepared": "Payment prepared",
    "release_payment": "Payment released",
    "confirm_payment": "Payment confirmed by finance",
    "bounce_payment": "Payment came back",
    "cancel_payment": "Payment cancelled",
    "verify_account": "Bank details verified",
    "refuse_account": "Bank details refused",
    "submit_return": "Return sent",
    "resubmit_return": "Return sent again",
    "query_return": "Question about the return",
    "return_declared": "Second person declared the return",
    "accept_return": "Return accepted",
    "cancel_return": "Return no longer asked for",
    "recovery_agreed": "Money to come back agreed",
    "invoice_recovery": "Recovery invoiced",
    "receive_recovery": "Recovered money received",
    "write_off_recovery": "Money to come back written off",
}
REFUSED = "_refused"


def event_words(kind: str) -> str:
    """`approve_refused` is "Tried and refused: Approved"."""
    if kind.endswith(REFUSED) and kind not in WORDS:
        return f"Tried and refused: {event_words(kind.removesuffix(REFUSED)).lower()}"
    return WORDS.get(kind) or kind.replace("_", " ").capitalize()


def role_words(role: str) -> str:
    """The role somebody acted in, in words; nothing for the system."""
    return "" if role in ("", "system") else role.replace("_", " ")
