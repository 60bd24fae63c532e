"""The council's people see how far a round is."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from grants import clock
from grants.models import Round


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (timedelta(days=2), timedelta(days=9), "Opening soon"),
        (timedelta(days=-2), timedelta(days=9), "Open"),
        (timedelta(days=-2), None, "Open"),
        (timedelta(days=-9), timedelta(days=-2), "Closed"),
    ],
)
def test_a_published_round_says_whether_it_is_open(world, visitor, opens, closes, said):
    now = clock.now()
    dates = {"opens_at": now + opens, "closes_at": now + closes if closes else None}
    with world.house.database.writing() as session:
        session.execute(update(Round).where(Round.id == world.round.id).values(**dates))
        session.commit()
    officer = visitor.as_(world.officer)
    for path in ("/setup/rounds", f"/setup/rounds/{world.round.id}"):
        page = officer.get(path).get_data(as_text=True)
        assert f">{said}</strong>" in "".join(page.split("\n"))
        assert "Published" not in page
