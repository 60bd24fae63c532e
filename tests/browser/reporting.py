"""Returns and the end: the grantee reports, the officer asks and accepts, what is left comes back, the award closes."""

from datetime import date

from tests.browser.window import Window

DONE = "We opened every Tuesday and Thursday; thirty-one neighbours came for the first time."


def report(window: Window, reference: str, number: int, *, spent: tuple[str, ...], people: int, left: str) -> None:
    """Fill in every part of a return and send it. Some questions only show when others are answered."""
    address = f"/awards/{reference}/returns/{number}"
    window.go(address)
    window.picture(f"16-return-{number}")
    for _attempt in range(2):
        for part in open_parts(window):
            window.go(address)
            window.press(part, exact=True)
            fill_part(window, spent=spent, people=people, left=left)
        window.go(address)
    assert not open_parts(window), window.words()
    send(window, reference, number)


def open_parts(window: Window) -> list[str]:
    """The parts that are not yet complete."""
    items = window.page.locator(".govuk-task-list__item").all()
    waiting = [each for each in items if not {"Complete", "Completed", "Optional"} & set(each.inner_text().split())]
    return [each.get_by_role("link").inner_text() for each in waiting]


def send(window: Window, reference: str, number: int) -> None:
    """Check and send."""
    window.go(f"/awards/{reference}/returns/{number}/check")
    window.press("Send this return")


def fill_part(window: Window, *, spent: tuple[str, ...], people: int, left: str) -> None:
    """Whatever boxes a part has."""
    page = window.page
    for box, pounds in zip(page.locator("input[name$='-spent']").all(), spent, strict=False):
        box.fill(pounds)
    for note in page.locator("textarea[name$='-note']").all():
        note.fill("We bought less in the summer.")
    for count in page.locator("input[name^='target-']").all():
        whole = "E0" not in str(count.get_attribute("name"))
        worcester = str(count.get_attribute("name")).endswith("E07000237")
        count.fill(str(people) if whole or worcester else "0")
    fill_answers(window, people=people, left=left)
    if page.get_by_role("button", name="Save and continue").count():
        window.press("Save and continue", within=page.locator(".govuk-button-group"))


def fill_answers(window: Window, *, people: int, left: str) -> None:
    """The questions of a section of the return, those that it has."""
    page = window.page
    for long in page.locator("main textarea:not([name$='-note'])").all():
        long.fill(DONE)
    boxes = {
        "new_people": str(people),
        "returning_people": "12",
        "volunteer_hours": "90",
        "unspent_expected": left,
        "new_people_by_district-0-number": str(people),
        "outcomes_so_far-0-indicator": "Short survey",
        "outcomes_so_far-0-target": "80",
        "outcomes_so_far-0-this_period": "31",
        "outcomes_so_far-0-so_far": "31",
        "spending-0-line": "Staff, premises and activities",
        "spending-0-planned": "15000",
        "spending-0-spent": "14000",
    }
    for key, words in boxes.items():
        if page.locator(f"#{key}").count():
            page.locator(f"#{key}").fill(words)
    if page.locator("#new_people_by_district-0-area").count():
        page.locator("#new_people_by_district-0-area").select_option(label="Worcester")
    for legend in ("Did anything happen that put someone at risk?", "Has the person agreed"):
        if page.get_by_role("group", name=legend).count():
            window.choose(legend, "No")
    if page.get_by_label("What we have told you is true").count():
        window.tick("What we have told you is true")


def ask(officer: Window, reference: str, number: int) -> None:
    """The officer queries one part."""
    officer.go("/returns?view=review")
    officer.press(f"{reference}-R{number}")
    officer.picture(f"17-review-{number}")
    officer.page.get_by_label("Which part?").select_option(label="People and progress")
    officer.fill("What do you need to know?", "How many of the thirty-one came back a second time?")
    officer.press("Send the question")
    officer.see("Your question is sent")


def answer(window: Window, reference: str, number: int) -> None:
    """The grantee reads the question, changes that part and sends the return again."""
    window.go(f"/awards/{reference}/returns/{number}")
    window.see("What we asked you", "How many of the thirty-one came back")
    window.leave(window.page.locator(".govuk-task-list__link").first)
    window.page.locator("main textarea").first.fill(DONE + " Twenty of them came back a second time.")
    window.press("Save and continue", within=window.page.locator(".govuk-button-group"))
    send(window, reference, number)


def declare(second: Window, reference: str, number: int) -> None:
    """Another person who signs for the organisation confirms what was sent."""
    second.go(f"/awards/{reference}/returns/{number}")
    second.see("A second person, who leads or signs for the organisation, must confirm it")
    second.press("Read this return and confirm it")
    second.picture(f"17-declare-{number}")
    second.press("Confirm this return")
    second.see("You have confirmed this return.")


def take(officer: Window, reference: str, number: int) -> None:
    """The officer accepts."""
    officer.go(f"/returns/{reference}-R{number}")
    officer.press("Accept this return")
    officer.see("Accepted")


def agree_unspent(officer: Window, finance: Window, reference: str) -> None:
    """What is left is agreed by the officer and invoiced by finance."""
    officer.go(f"/casework/{reference}/close")
    officer.picture("18-close")
    officer.fill("How was this agreed?", "By the final return, with the treasurer by phone.")
    officer.press("Agree that")
    finance.go(f"/casework/{reference}/close")
    finance.fill("Invoice number", "INV-2028-0042")
    finance.press("The invoice is sent")
    finance.see("Invoiced", "INV-2028-0042")


def receive_and_close(officer: Window, finance: Window, reference: str, on: date) -> None:
    """The money comes in, and the award closes."""
    finance.go(f"/casework/{reference}/close")
    finance.fill("When did the money come in?", f"{on:%d/%m/%Y}")
    finance.fill("Reference of the receipt in the finance system", "RC-77120")
    finance.press("The money has come in")
    finance.see("Received", "RC-77120")
    officer.go(f"/casework/{reference}/close")
    officer.press("Close this award")
    officer.see("This award is closed")
