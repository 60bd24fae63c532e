"""Every question of an application on paper, so that a group can talk it over before it starts."""

from grants.apply.funds import FundOnShow, RoundOnShow
from grants.documents.blocks import Block, Bullets, Document, Facts, Heading, Paragraph
from grants.domain.calendar import long_moment
from grants.questions.conditions import When
from grants.questions.form import Form, Section
from grants.questions.question import Question
from grants.web.request import settings

ANSWERED_BY = {
    "money": "An amount in pounds",
    "integer": "A whole number",
    "date": "A date",
    "yes_no": "Yes or no",
    "declaration": "A box to tick",
    "address": "An address with its postcode",
    "file": "A file to upload",
    "email": "An email address",
    "phone": "A phone number",
    "postcode": "A postcode",
}


def question_paper(fund: FundOnShow, round_: RoundOnShow, form: Form, *, language: str) -> Document:
    """The paper: dates, then each section with its questions, limits and choices."""
    council = settings()
    blocks: list[Block] = [
        Heading(1, form.title.in_language(language)),
        Paragraph(
            "These are all the questions we ask. You answer them online, save as you go and come back when you like. "
            "You can’t send us this paper."
        ),
        Facts(_facts(fund, round_)),
    ]
    for number, section in enumerate(form.sections, start=1):
        blocks += _section(form, section, number, language)
    blocks += [
        Heading(2, "If you need help"),
        Paragraph(f"Call us on {council.council_phone} or write to {council.council_email}. "
                  "We can fill the form in with you by phone, and find an interpreter."),
    ]  # fmt: skip
    return Document(
        title=f"Questions: {fund.title}",
        subject=f"Every question of the application to {fund.title}",
        author=council.council_name,
        blocks=tuple(blocks),
        footer=council.council_name,
    )


def _facts(fund: FundOnShow, round_: RoundOnShow) -> tuple[tuple[str, str], ...]:
    rows = [("Fund", fund.title), ("Round", round_.title), ("Opens", long_moment(round_.opens_at))]
    rows += [("Closes", long_moment(round_.closes_at) if round_.closes_at else "Open all year")]
    return tuple(rows)


def _section(form: Form, section: Section, number: int, language: str) -> list[Block]:
    blocks: list[Block] = [Heading(2, f"{number}. {section.title.in_language(language)}")]
    if section.help:
        blocks.append(Paragraph(section.help.in_language(language)))
    if section.when:
        blocks.append(Paragraph(_condition(form, section.when, language)))
    for place, question in enumerate(section.questions, start=1):
        blocks += _question(form, question, f"{number}.{place}", language)
    return blocks


def _question(form: Form, question: Question, number: str, language: str) -> list[Block]:
    said = [question.help.in_language(language)] if question.help else []
    if question.when:
        said.append(_condition(form, question.when, language))
    limits = limits_in_words(question)
    if limits:
        said.append(limits)
    choices: list[Block] = []
    if question.is_table:
        said.append("A table with a row for each, and in each row:")
        choices = [Bullets(tuple(column.label.in_language(language) for column in question.table_columns))]
    elif question.options:
        choices = [Bullets(tuple(option.label.in_language(language) for option in question.options))]
    told: list[Block] = [Paragraph(words, stays_with_next=True) for words in said[:-1]]
    told += [Paragraph(words) for words in said[-1:]]
    return [Heading(3, f"{number} {question.label.in_language(language)}"), *told, *choices]


def limits_in_words(question: Question) -> str:
    """What kind of answer and how long, in one line."""
    said = [] if question.required else ["Optional"]
    if question.words:
        said.append(f"Up to {question.words} words")
    if question.type in ANSWERED_BY:
        said.append(ANSWERED_BY[question.type])
    if question.type == "choice":
        said.append("Choose one")
    if question.type == "choices":
        said.append("Choose all that apply")
    return ". ".join(said) + "." if said else ""


def _condition(form: Form, whens: tuple[When, ...], language: str) -> str:
    return "Asked only if " + " and ".join(_when(form, when, language) for when in whens) + "."


def _when(form: Form, when: When, language: str) -> str:
    on = form.question(when.question)
    label = on.label.in_language(language) if on else when.question
    values = when.value if isinstance(when.value, tuple) else (str(when.value),)
    options = [on.option(value) if on else None for value in values]
    answers = [o.label.in_language(language) if o else v for o, v in zip(options, values, strict=True)]
    told = {"is_not": "is not", "over": "is over", "under": "is under"}.get(when.test, "is")
    return f"your answer to “{label}” {told} {' or '.join(answers)}"
