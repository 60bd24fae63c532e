"""Change what is told once about an organisation."""

from collections.abc import Mapping

from grants.apply.organisation_steps import columns, taken_numbers
from grants.apply.policy import can_manage
from grants.apply.rules import organisation_from
from grants.domain.errors import RulesBroken
from grants.models import Organisation
from grants.work import Work


def update_organisation(work: Work, reference: str, version: int, typed: Mapping[str, str]) -> Organisation:
    """The lead, at any time. Rewrites the details; what was sent before keeps the words it was sent with.

    Records `update_organisation` with the names of what changed. Refuses what creating one refuses.
    """
    organisation = work.load(Organisation, reference, version)
    work.freshen()
    role = work.may(can_manage(work.actor, organisation, work.now))
    facts, problems = organisation_from(typed)
    problems += taken_numbers(work, facts, but=organisation.id)
    if problems:
        raise RulesBroken(problems)
    new = columns(facts)
    changed = sorted(name for name, value in new.items() if getattr(organisation, name) != value)
    if changed:
        before = {name: getattr(organisation, name) for name in changed}
        for name in changed:
            setattr(organisation, name, new[name])
        organisation.version += 1
        work.record("update_organisation", organisation, role=role, detail={"before": before}, changed=changed)
    return organisation
