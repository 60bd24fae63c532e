"""The council's rules of paying: pay days, what an instalment waits for, what looks unusual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from grants.domain.calendar import (
    add_working_days,
    london_moment,
    long_date,
    previous_working_day,
    to_london,
)

MOST_PAYMENTS = 500  # in one run; its reference numbers are counted in this many
HOLD_WORKING_DAYS = 10  # after changed bank details are checked; a council may lengthen it
NAME_CHECKS = ("match", "close", "no_match", "unable")
SUBJECTIVE = "GRANTS"  # the subjective code the invoice interface expects for every grant
# Gates of a scheme that are met by a condition of the award, with evidence: what each waits for, in words.
SHOWN_BY_CONDITION = {
    "plan_accepted": "the delivery plan to be accepted",
    "subsidy_given": "the subsidy confirmation to be given",
    "match_secured": "the match funding to be secured",
    "evidence": "evidence of the work done",
}


@dataclass(frozen=True)
class PayCalendar:
    """When finance pays. Source: the finance system's weekly run; `moved` holds days finance has moved itself."""

    weekday: int = 3  # Thursday
    cut_off_working_days: int = 2  # before the pay day: Tuesday
    cut_off: time = time(12)
    moved: Mapping[date, date] = field(default_factory=dict)


CALENDAR = PayCalendar()


@dataclass(frozen=True)
class PayDay:
    pay_on: date
    cut_off: datetime


def pay_day_of_week(day: date, calendar: PayCalendar = CALENDAR) -> PayDay:
    """The pay day in the week of `day`: on a bank holiday finance pays on the working day before."""
    usual = day - timedelta(days=day.weekday()) + timedelta(days=calendar.weekday)
    pay_on = calendar.moved.get(usual, previous_working_day(usual))
    last_day = add_working_days(pay_on, -calendar.cut_off_working_days)
    return PayDay(pay_on=pay_on, cut_off=london_moment(last_day, calendar.cut_off))


def next_pay_day(now: datetime, calendar: PayCalendar = CALENDAR) -> PayDay:
    """The first pay day whose cut-off has not passed."""
    day = to_london(now).date()
    while (found := pay_day_of_week(day, calendar)).cut_off < now:
        day += timedelta(days=7)
    return found


def first_pay_day_on_or_after(day: date, now: datetime, calendar: PayCalendar = CALENDAR) -> PayDay:
    """The first pay day that can still be met and is not before `day`."""
    found = next_pay_day(now, calendar)
    while found.pay_on < day:
        found = pay_day_of_week(found.pay_on + timedelta(days=7), calendar)
    return found


def hold_until(today: date) -> datetime:
    """Payments to a changed account wait ten working days, so that a false change has time to come out."""
    return london_moment(add_working_days(today, HOLD_WORKING_DAYS), time(0))


NO_MORE = "nothing: the award has ended, and no more is paid"


@dataclass(frozen=True)
class Facts:
    """What is known about an instalment, its award and its organisation at one moment."""

    award_status: str
    account: str  # verified, proposed or none
    hold_until: datetime | None
    supplier_number: str
    returns: Mapping[int, str]
    conditions: int
    unmet_conditions: Sequence[tuple[int, str]]
    stopped: bool
    overdue: Sequence[tuple[str, date]]
    closed_years: Sequence[str]


def waits_for(gates: Sequence[str], facts: Facts, *, due_on: date, pay_on: date, now: datetime) -> list[str]:
    """Everything that keeps an instalment from being paid on `pay_on`, in words; nothing when it is ready.

    Signed, bank, stops, overdue returns and the open year hold for every instalment, whatever its own gates say.
    """
    found = _award(facts.award_status)
    if NO_MORE in found:
        return found
    found += _bank(facts, now)
    for gate in gates:
        found += _gate(gate, facts)
    found += [f"condition {position} to be met: {_short(text)}" for position, text in facts.unmet_conditions]
    if facts.stopped:
        found.append("the stop on this organisation to be lifted")
    found += [f"the overdue return {reference}, due {long_date(due)}" for reference, due in facts.overdue]
    found += [f"finance to open {year} again" for year in facts.closed_years]
    if due_on > pay_on:
        found.append(f"its date, {long_date(due_on)}")
    return list(dict.fromkeys(found))


def _award(status: str) -> list[str]:
    if status in ("accepted", "active"):
        return []
    waits = {"offered": "two people to accept the offer", "suspended": "the award to go on again"}
    return [waits.get(status, NO_MORE)]


def _bank(facts: Facts, now: datetime) -> list[str]:
    if facts.account == "none":
        return ["bank details from the organisation"]
    if facts.account == "proposed":
        return ["its bank details to be checked"]
    found = [] if facts.supplier_number else ["a supplier number from the finance system"]
    if facts.hold_until is not None and facts.hold_until > now:
        found.append(f"the hold on its new bank details to end on {long_date(to_london(facts.hold_until).date())}")
    return found


def _gate(gate: str, facts: Facts) -> list[str]:
    name, _, number = gate.partition(":")
    if name == "return":
        return _return(int(number), facts.returns.get(int(number), "none"))
    if name in SHOWN_BY_CONDITION and not facts.conditions:
        return [SHOWN_BY_CONDITION[name]]
    return []  # signed, bank and conditions are asked of every instalment


def _return(number: int, status: str) -> list[str]:
    if status == "accepted":
        return []
    now = {"submitted": "it is being looked at", "queried": "we have asked about it", "due": "it is not in yet"}
    return [f"return {number} to be accepted ({now.get(status, 'there is none')})"]


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class PayeeHistory:
    """What was paid to an organisation before."""

    account_number: int  # which version of its bank details this payment goes to
    paid_to_this_account: bool
    earlier: Sequence[int]  # pence of each earlier payment


def unusual(pence: int, history: PayeeHistory) -> list[str]:
    """What a releaser should look at twice."""
    if not history.earlier:
        found = ["First payment"]
    else:
        usual = sorted(history.earlier)[len(history.earlier) // 2]
        found = ["More than twice the usual"] if pence > 2 * usual else []
    if history.account_number > 1 and not history.paid_to_this_account:
        found.append("Changed account")
    return found


@dataclass(frozen=True)
class StatusFact:
    """What the finance system says became of one payment."""

    reference: str
    paid: bool
    on: date
    finance_reference: str
    reason: str
    pence: int


def held_number_faults(*, number: str, held: Sequence[str]) -> list[tuple[str, str]]:
    """Never call back on a number that came with the change itself."""
    if number not in held:
        return [("call_back_number", "Choose a number that we already held")]
    return []


def account_check_faults(*, name_check: str, statement_seen: bool, has_evidence: bool) -> list[tuple[str, str]]:
    """What must be true of the name check and the evidence before an account is verified."""
    found: list[tuple[str, str]] = []
    if name_check == "no_match":
        found.append(("name_check", "An account in another name can’t be verified. Refuse it, and say why"))
    if not statement_seen:
        found.append(("statement_seen", "Look at a bank statement in the organisation’s name, then tick the box"))
    if name_check == "unable" and not has_evidence:
        found.append(("name_check", "Where the bank could not check the name, a statement must be on file"))
    return found


def cut_off_of(pay_on: date, calendar: PayCalendar = CALENDAR) -> datetime:
    """The last moment a run for this pay day may be released."""
    return london_moment(add_working_days(pay_on, -calendar.cut_off_working_days), calendar.cut_off)
