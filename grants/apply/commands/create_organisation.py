"""Tell us about an organisation, once."""

from collections.abc import Mapping

from grants.apply.organisation_steps import columns, taken_numbers
from grants.apply.rules import organisation_from
from grants.crypto import new_key_name
from grants.domain.errors import NotPermitted, RulesBroken
from grants.domain.references import make_reference
from grants.models import Membership, Organisation
from grants.work import Work


def create_organisation(work: Work, typed: Mapping[str, str]) -> Organisation:
    """A signed-in applicant, at any time. Writes the organisation and makes the person its lead.

    Records `create_organisation`. Refuses names that are none, numbers of the wrong shape, forms of body we can't
    fund, and a number that another organisation here already has.
    """
    if work.actor.is_staff or not work.actor.signed_in:
        raise NotPermitted("Only applicants create organisations.")
    facts, problems = organisation_from(typed)
    problems += taken_numbers(work, facts, but=None)
    if problems:
        raise RulesBroken(problems)
    organisation = work.add(Organisation(reference=new_key_name(), created_at=work.now, **columns(facts)))
    organisation.reference = make_reference("ORG", work.today.year, organisation.id)
    lead = Membership(organisation_id=organisation.id, person_id=work.actor.person_id, role="lead")
    lead.joined_at = lead.created_at = work.now
    work.add(lead)
    work.record("create_organisation", organisation, role="lead", detail={"name": organisation.name})
    return organisation
