"""The system answers to its own names only, so that no link it makes leads to somebody else's."""

import pytest


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "a b"])
def test_it_answers_to_its_own_names_only(app, host):
    refused = app.test_client().get("/", headers={"Host": host})
    assert (refused.status_code, "evil" in refused.text) == (400, False)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000"])
def test_its_own_names_reach_it(app, host):
    assert app.test_client().get("/", headers={"Host": host}).status_code == 200
