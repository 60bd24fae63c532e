"""The strip above every page of a case."""

import pytest
from flask import g

from grants.domain.errors import NotFound
from grants.web.case import case_header


@pytest.fixture
def header(app, world):
    def build(person, reference, current="Application"):
        with app.test_request_context():
            g.actor = world.actor(person)
            return case_header(reference, current)

    return build


def test_the_header_says_what_matters(world, header):
    application = world.an_application("checking")
    shown = header(world.officer, application.reference)
    assert shown["reference"] == application.reference
    assert shown["name"] == "Malvern Friends"
    assert shown["tag"] == {"text": "Checking", "colour": "blue"}
    assert {"label": "Requested", "value": "£10,000"} in shown["facts"]
    assert {"label": "Owner", "value": "Nobody yet"} in shown["facts"]


def test_an_applicant_from_elsewhere_learns_nothing(world, header):
    application = world.an_application("checking")
    stranger = world.a_member(world.an_organisation("Others"), "lead")
    with pytest.raises(NotFound):
        header(stranger, application.reference)


def test_finance_has_no_case_before_there_is_an_award(world, header):
    application = world.an_application("checking")
    with pytest.raises(NotFound):
        header(world.finance1, application.reference)


def test_other_live_funding_is_flagged(world, header):
    application = world.an_application("checking")
    assert header(world.officer, application.reference)["flags"] == []
    world.an_application("assessing")
    assert header(world.officer, application.reference)["flags"] == [{"text": "Other funding", "colour": "orange"}]
