"""What an applicant does in a browser: looks, registers, invites, answers, signs, sends."""

from typing import Any

from tests.browser.window import PASSWORD, Window

FUND = "s02_voluntary_sector_support"
ORGANISATION = "Riverside Neighbours"
SENTENCE = "Forty neighbours told us that they have nowhere warm to go on weekday afternoons."
BUDGET = (("Staff", "Sessional host, 12 hours a week", "18000.00"), ("Premises", "Hall hire", "7500.50"))
LAST_COST = "4499.50"


def look_round(window: Window) -> None:
    """The public pages, up to the answer that this body can apply."""
    window.go("/")
    window.go("/funds")
    window.press("Voluntary sector support grants")
    window.see("£3,000", "Closes", "14 December 2026", "Need and evidence")
    window.picture("01-fund")
    window.press("Read every question")
    window.see("What will you spend the grant on?")
    check_eligibility(window, careless=True)


def check_eligibility(window: Window, *, careless: bool = False) -> None:
    """Find out whether this body can apply; a careless person first sends the page empty."""
    window.go(f"/funds/{FUND}")
    window.press("Check you can apply")
    if careless:
        window.press("Continue")
        window.see("There is a problem")
    window.choose(
        "What kind of organisation are you?",
        "A group with a constitution and at least 3 people in charge, not registered",
    )
    window.choose("Will the people who benefit live in the county?", "Yes")
    window.choose("already done or paid for?", "No")
    window.choose("Do you have a bank account", "Yes, and at least 2 unrelated people are needed to move money")
    window.picture("02-eligibility")
    window.press("Continue")
    window.see("You can apply")


def follow_mail(window: Window, address: str, subject: str) -> None:
    """Open the link in a message of the demonstration's mailbox."""
    window.site.work_off()
    window.go(f"/demo/mail?to={address}")
    window.press(subject)
    with window.page.expect_navigation():
        window.page.locator(".app-card a").first.click()
    window.arrived()


def register(window: Window, address: str, name: str) -> None:
    """An account, by the link that is sent."""
    window.go("/register")
    window.fill("Email address", address)
    window.press("Send the link")
    follow_mail(window, address, "account")
    window.fill("Your full name", name)
    window.fill("Password", PASSWORD)
    window.press("Make my account")


def add_organisation(window: Window) -> str:
    """The organisation, told once; its reference."""
    window.go("/organisations/new")
    window.press("Save")
    window.see("There is a problem")
    for label, text in (
        ("Name of your organisation", ORGANISATION),
        ("Address line 1", "The Old School, Mill Street"),
        ("Town or city", "Worcester"),
        ("Postcode", "WR1 2NP"),
        ("Email address", "office@riverside.example"),
        ("Phone number", "01632 960 155"),
    ):
        window.fill(label, text)
    window.page.get_by_label("What kind of organisation is it?").select_option(value="unincorporated")
    window.press("Save")
    window.see(ORGANISATION)
    return window.page.url.rsplit("/", 1)[-1]


def invite(window: Window, organisation: str, *, name: str, address: str, part: str) -> None:
    """Ask a colleague to join."""
    window.go(f"/organisations/{organisation}/people/invite")
    window.fill("Their name", name)
    window.fill("Their email address", address)
    window.page.get_by_label(part).check()
    window.press("Send the invitation")


def join(window: Window, address: str, name: str) -> None:
    """The colleague follows the link and makes an account."""
    follow_mail(window, address, ORGANISATION)
    window.fill("Your full name", name)
    window.fill("Password", PASSWORD)
    window.press("Make my account and join")


def start(window: Window) -> str:
    """Begin the application; its reference."""
    window.go(f"/funds/{FUND}/autumn/apply")
    window.press("Start")
    window.see("Your application")
    window.picture("03-task-list")
    return window.page.url.rsplit("/", 1)[-1]


def answer_work(window: Window, reference: str) -> None:
    """Words and dates; too many words are refused with every word kept."""
    window.go(f"/applications/{reference}/sections/project")
    window.fill("What is your project called?", "Warm afternoons")
    long = "word " * 101
    window.fill("Describe your project in a few sentences", long)
    window.date("When will you start?", 1, 3, 2027)
    window.date("When will you finish?", 28, 2, 2028)
    window.press("Save and continue")
    window.see("There is a problem", "100 words")
    assert window.page.get_by_label("Describe your project in a few sentences").input_value().split() == long.split()
    window.fill("Describe your project in a few sentences", "Two warm afternoons a week with soup and company.")
    save(window)


def answer_people(window: Window, reference: str) -> None:
    """Numbers, districts that must add up, and a question that appears with an answer."""
    window.go(f"/applications/{reference}/sections/people")
    window.fill("Why is this needed?", SENTENCE)
    window.fill("How many different people will you support?", "120")
    fill_row(window, "districts_reached", 0, {"number": "120"}, chosen={"area": "Worcester"})
    window.fill("How will you reach people who are often left out?", SENTENCE)
    window.choose("Must the place where you work stay confidential?", "No")
    window.choose("Will you work with children", "Yes")
    window.press("Save and continue")
    window.fill("How do you keep them safe?", "Our policy was reviewed in May; Joy is our named lead.")
    save(window)


def answer_delivery(window: Window, reference: str) -> None:
    """Outcomes, two rows of them."""
    window.go(f"/applications/{reference}/sections/delivery")
    window.fill("What will you do, and when?", SENTENCE)
    outcome = {"outcome": "People feel less alone", "indicator": "Short survey", "target": "80", "unit": "people"}
    fill_row(window, "outcomes_planned", 0, outcome)
    window.fill("What happens when the grant ends?", SENTENCE)
    save(window)


def answer_money(window: Window, reference: str) -> None:
    """Money, and a budget that is refused until it adds up."""
    window.go(f"/applications/{reference}/sections/money")
    window.fill("How much are you asking us for?", "30,000")
    window.choose("Do you need to be paid in advance?", "Yes")
    window.choose("Can you recover the VAT", "No, we pay VAT and can’t recover it")
    window.choose("Have you had other public money", "No")
    for number, (kind, words, pounds) in enumerate(BUDGET):
        add_row(window, "budget", number)
        fill_row(window, "budget", number, {"description": words, "amount": pounds}, chosen={"category": kind})
    window.press("Save and continue")
    window.see("There is a problem", "Left to explain")
    window.picture("04-money-with-an-error")
    window.fill("Why do you need to be paid in advance?", "We could not pay wages until we are paid.")
    add_row(window, "budget", len(BUDGET))
    last_row = {"description": "Food and materials", "amount": LAST_COST}
    fill_row(window, "budget", len(BUDGET), last_row, chosen={"category": "Activities"})
    save(window)


def save(window: Window) -> None:
    """Save a section and go on: the next page opens, and nothing is wrong with this one."""
    before = window.page.url.partition("#")[0]
    window.press("Save and continue", within=window.page.locator(".govuk-button-group"))
    after = window.page.url.partition("#")[0]
    assert after != before, f"{before} was not saved:\n{window.words()[:3000]}"


def add_row(window: Window, question: str, number: int) -> None:
    """Make sure that there is a row with that number."""
    if not window.page.locator(f"#{question}-{number}-amount").count():
        window.leave(window.page.locator(f"button[name=row][value='add:{question}']"))


def fill_row(
    window: Window, question: str, number: int, typed: dict[str, str], *, chosen: dict[str, str] | None = None
) -> None:
    """One row of a table."""
    for column, text in typed.items():
        window.page.locator(f"#{question}-{number}-{column}").fill(text)
    for column, option in (chosen or {}).items():
        box: Any = window.page.locator(f"#{question}-{number}-{column}")
        label = box.locator("option", has_text=option).first.inner_text()
        box.select_option(label=label)


def finish_answers(window: Window, reference: str, paper: bytes | None) -> None:
    """A file, choices and the declaration."""
    window.go(f"/applications/{reference}/sections/finish")
    if paper is not None:
        window.press("Add a file")
        window.send_file("Add a file", "Our rules.pdf", paper, "application/pdf")
        window.press("Upload")
        window.see("Our rules.pdf")
        window.press("Back to the questions")
    window.choose("Did you use artificial intelligence", "No")
    window.tick("What we have told you is true")
    save(window)


def answer_everything(window: Window, reference: str, *, paper: bytes | None) -> None:
    """Every section."""
    answer_work(window, reference)
    answer_people(window, reference)
    answer_delivery(window, reference)
    answer_money(window, reference)
    finish_answers(window, reference, paper)


def sign(window: Window, reference: str) -> None:
    """The signatory reads and signs."""
    window.go(f"/applications/{reference}/sign")
    window.tick("I agree to this declaration")
    window.press("Sign")
    window.see("Signed")


def send(window: Window, reference: str) -> str:
    """Check the answers and submit; the words of the receipt."""
    window.go(f"/applications/{reference}/check")
    window.picture("05-check-answers")
    window.press("Submit")
    window.see("Application received", reference)
    return window.words()
