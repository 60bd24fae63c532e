"""What the council does in a browser between the receipt and the letter: check, score, recommend, approve, release."""

import re

from tests.browser.window import Window

EVIDENCE = "Seen on the register and in the papers; nothing against it."
REASON = "Clear local evidence and a plan with people and dates."
CRITERIA = ("need", "outcomes", "delivery", "value", "inclusion", "sustainability")


def find_case(officer: Window, reference: str) -> None:
    """From what waits for the officer to the case, which the officer takes."""
    officer.go("/home")
    officer.picture("06-staff-home")
    officer.go("/casework")
    officer.picture("07-worklist")
    officer.press(reference)
    officer.see("Riverside Neighbours", "Warm afternoons")
    officer.press("Take this case")
    officer.see("Give it back")


def check(officer: Window, reference: str) -> None:
    """Record every check, and pass the case on."""
    while True:
        officer.go(f"/casework/{reference}/checks")
        left = officer.page.get_by_role("link", name="Record this check")
        if not left.count():
            break
        officer.leave(left.first)
        officer.choose("What did the check show?", "Pass")
        officer.fill("What did you look at, and what did it show?", EVIDENCE)
        officer.press("Record the check")
    officer.picture("08-checks")
    officer.press("Checks complete")


def choose_assessors(officer: Window, reference: str, *names: str) -> None:
    """Ask these people to score it."""
    officer.go(f"/casework/{reference}/assessors")
    for name in names:
        officer.tick(name)
    officer.press("Ask these people")
    officer.see(*names)


def declare_no_interest(window: Window) -> None:
    """On the page that asks before anything is shown."""
    window.see("Do you have an interest")
    window.tick("I have no interest in any of these organisations")
    window.press("Declare")


def score(assessor: Window, reference: str, *, points: int) -> None:
    """Declare, read, score every criterion and submit. Nothing tells of another assessor."""
    assessor.go("/scoring")
    assessor.press(reference)
    if "interest" in assessor.page.url:
        declare_no_interest(assessor)
    assessor.see("Why is this needed?", "Your scores")
    fill_scores(assessor, points=points)
    assessor.picture(f"09-scoring-{points}")
    assessor.press("Submit these scores")
    assert "Ewa Nowak" not in assessor.words() or "Tom Fletcher" not in assessor.words()


def fill_scores(window: Window, *, points: int) -> None:
    """The same points for each criterion, each with a reason."""
    for key in CRITERIA:
        window.page.locator(f"input[name='points-{key}'][value='{points}']").check()
        window.page.locator(f"textarea[name='reason-{key}']").fill(REASON)


def moderate(manager: Window, reference: str, *, points: int) -> None:
    """The manager sees both, side by side, and writes down what was agreed."""
    manager.go(f"/casework/{reference}/scores")
    if "interest" in manager.page.url:
        declare_no_interest(manager)
        manager.go(f"/casework/{reference}/scores")
    manager.see("Scores side by side", "Tom Fletcher", "Ewa Nowak")
    manager.picture("10-moderation")
    fill_scores(manager, points=points)
    manager.fill("How were the scores agreed?", "Both assessors read it again together.")
    manager.press("Agree these scores")
    manager.see("How the scores were agreed")


def sit(officer: Window, reference: str, *, day: int, month: int, year: int) -> None:
    """The officer keeps the panel's minute; too few members are refused, and nothing typed is lost."""
    officer.go(f"/casework/{reference}/panel")
    officer.date("When did the panel meet?", day, month, year)
    officer.fill("Who chaired this item?", "Dame Olwen Rees")
    officer.fill("How many members sat for this item?", "1")
    officer.fill("Minute", "Agreed with the scores. No one left the room.")
    officer.picture("10-panel")
    officer.press("Record and go on")
    officer.see("There is a problem")
    officer.fill("How many members sat for this item?", "3")
    officer.press("Record and go on")
    officer.see("The panel’s minute is recorded")


def recommend_no(manager: Window, reference: str) -> None:
    """Nothing, with what the applicant will read on each criterion."""
    manager.go(f"/casework/{reference}/decision")
    manager.fill("Amount to recommend", "0")
    manager.fill("Reasons", "Below the line: others showed more need.")
    manager.press("Recommend", exact=True)
    manager.see("Your recommendation is recorded")


def recommend(manager: Window, round_id: int, reference: str) -> None:
    """On the ranking, for what stands above the line."""
    manager.go(f"/rounds/{round_id}/ranking")
    manager.picture("11-ranking")
    manager.page.get_by_label(f"Choose {reference}").check()
    manager.fill("Reasons for all that are ticked", "Strong against every criterion, and within the budget.")
    manager.press("Recommend all that are ticked")
    manager.see("1 of 1 went through")


def approve(approver: Window, organisation: str) -> None:
    """The person the delegation names approves on the page of the case."""
    approver.go("/approvals")
    approver.press(organisation)
    approver.see("What is asked of you, and why you", "head of service up to £50,000")
    approver.picture("12-approval")
    approver.press("Record my decision")
    approver.see("There is a problem")
    approver.choose("Your decision", "Approve")
    approver.page.get_by_label(re.compile("I have read the case")).check()
    approver.press("Record my decision")


def release(manager: Window, round_id: int, *references: str) -> None:
    """Let the applicants know."""
    manager.go(f"/rounds/{round_id}/release")
    manager.see(*references)
    manager.press("Release all that are ticked")
    manager.site.work_off()
