"""Load a scheme file into the tables."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from grants.models import Criterion, DelegationStep, Fund, FundOwner, Lot, Round, SchemeLoad, Window
from grants.setup.money_steps import write_money
from grants.setup.plain import spelled_out
from grants.setup.round_steps import round_columns
from grants.setup.scheme import Scheme
from grants.setup.scheme_round import Round as PlannedRound
from grants.setup.steps import the_authority
from grants.work import Work

FUND_TERMS = (
    "who_note", "pillar", "moves", "case", "compact", "confidential", "capital", "evaluation", "total_investment",
    "tiers", "indicators", "direct", "goods", "conflicts", "fraud_risks", "grant_not_contract",
)  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What a load did: "new", "changed" or "unchanged", and which published rounds it left alone."""

    key: str
    outcome: str
    untouched_rounds: tuple[str, ...] = ()


def load_scheme(work: Work, scheme: Scheme) -> Loaded:
    """The system or a manager, at any time. The same content again changes nothing.

    A changed file makes new draft versions of forms and letters and rewrites draft rounds; a published round keeps
    everything it pinned. Records `scheme_loaded` on the fund. Refuses a changed sum of an existing allocation.
    """
    digest = scheme.digest()
    fund = work.session.scalars(select(Fund).where(Fund.key == scheme.key).with_for_update()).one_or_none()
    number = _last_load(work, fund) if fund else 0
    if fund and _loaded_digest(work, fund, number) == digest:
        return Loaded(scheme.key, "unchanged")
    fund = _fund(work, fund, scheme)
    event = work.record("scheme_loaded", fund, digest=digest, number=number + 1)
    lots = _lots(work, fund, scheme)
    write_money(work, fund, scheme, lots=lots, event=event)
    untouched = [planned.key for planned in scheme.rounds if not _round(work, fund, scheme, planned)]
    work.add(SchemeLoad(fund_id=fund.id, digest=digest, number=number + 1, loaded_at=work.now))
    return Loaded(scheme.key, "changed" if number else "new", tuple(untouched))


def _last_load(work: Work, fund: Fund) -> int:
    return work.session.scalar(select(func.max(SchemeLoad.number)).where(SchemeLoad.fund_id == fund.id)) or 0


def _loaded_digest(work: Work, fund: Fund, number: int) -> str | None:
    return work.session.scalar(
        select(SchemeLoad.digest).where(SchemeLoad.fund_id == fund.id, SchemeLoad.number == number)
    )


def _fund(work: Work, fund: Fund | None, scheme: Scheme) -> Fund:
    new = fund is None
    fund = fund or Fund(key=scheme.key, created_at=work.now)
    fund.authority_id = the_authority(work, scheme.authority).id
    fund.prefix, fund.department, fund.listed = scheme.prefix, scheme.department, scheme.listed
    fund.legal_power = scheme.legal_power.en
    fund.grant_not_contract = "; ".join(scheme.grant_not_contract.reasons) if scheme.grant_not_contract else ""
    for name in ("title", "summary", "purpose"):
        setattr(fund, name, spelled_out(getattr(scheme, name)))
    fund.who_can_apply = list(scheme.who_can_apply)
    fund.terms = {name: spelled_out(getattr(scheme, name)) for name in FUND_TERMS}
    work.add(fund)
    if new and scheme.owner and scheme.owner.starts_on:
        work.add(FundOwner(fund_id=fund.id, title=scheme.owner.title, starts_on=scheme.owner.starts_on))
    return fund


def _lots(work: Work, fund: Fund, scheme: Scheme) -> dict[str, Lot]:
    known = {lot.key: lot for lot in work.session.scalars(select(Lot).where(Lot.fund_id == fund.id))}
    for position, planned in enumerate(scheme.lots, start=1):
        lot = known.get(planned.key) or Lot(fund_id=fund.id, key=planned.key)
        lot.position, lot.title, lot.kind = position, spelled_out(planned.title), planned.kind
        lot.area_code, lot.target, lot.target_unit = planned.area or None, planned.target, planned.target_unit or None
        lot.reached_before, lot.assumed = planned.reached_before, planned.assumed
        known[planned.key] = work.add(lot)
    return known


def _round(work: Work, fund: Fund, scheme: Scheme, planned: PlannedRound) -> bool:
    """Write a round that is new or still a draft; False for one that was published, which stays as it is."""
    found = work.session.scalars(select(Round).where(Round.fund_id == fund.id, Round.key == planned.key)).one_or_none()
    if found is not None and found.status != "draft":
        return False
    round_ = found or Round(fund_id=fund.id, key=planned.key)
    for name, value in round_columns(work, fund, scheme, planned).items():
        setattr(round_, name, value)
    work.add(round_)
    for kind in (Criterion, DelegationStep, Window):
        work.session.execute(delete(kind).where(kind.round_id == round_.id))
    _parts(work, round_, planned)
    return True


def _parts(work: Work, round_: Round, planned: PlannedRound) -> None:
    for position, criterion in enumerate(planned.criteria, start=1):
        spelled = {name: spelled_out(getattr(criterion, name)) for name in ("title", "guidance", "bands")}
        facts = {"key": criterion.key, "weight": criterion.weight, "minimum": criterion.minimum}
        work.add(Criterion(round_id=round_.id, position=position, **facts, **spelled))
    for position, step in enumerate(planned.delegation, start=1):
        work.add(
            DelegationStep(
                round_id=round_.id,
                position=position,
                up_to=step.up_to,
                roles=list(step.roles),
                consult=list(step.consult),
                source=step.source,
            )
        )
    for window in planned.windows:
        if window.closes_at:
            dates = {"closes_at": window.closes_at, "decision_expected_on": window.decision_expected_on}
            work.add(Window(round_id=round_.id, number=window.number, **dates))
