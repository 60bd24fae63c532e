"""How messages name an answer, and the messages most types share."""

from grants.questions.question import CHOOSING, Question


def noun(question: Question) -> str:
    """How an answer is called in the middle of a sentence."""
    if question.name is not None:
        return question.name.en
    label = question.label.en
    return f"your answer to “{label}”" if label.endswith("?") else label[:1].lower() + label[1:]


def subject(question: Question) -> str:
    words = noun(question)
    return words[:1].upper() + words[1:]


def missing(question: Question) -> str:
    words = noun(question)
    if question.type in (*CHOOSING, "yes_no"):
        return f"Select {words}"
    if question.type == "declaration":
        return f"Tick the box to confirm: {question.label.en}"
    if question.type == "file":
        return f"Upload {words}"
    return f"Add at least one row to {words}" if question.is_table else f"Enter {words}"
