"""The fixture that counts statements counts what a page asks and nothing else."""

from __future__ import annotations

from sqlalchemy import select

from grants.models import Fund, Person


def test_what_a_block_asks_is_counted_and_what_opens_it_is_not(house, world, statements):
    with statements() as sent, house.database.reading() as session:
        session.scalars(select(Fund)).all()
        session.scalars(select(Person)).all()
    assert len(sent) == 2, sent
    assert "FROM fund" in sent[0].replace("\n", " ")


def test_what_comes_after_the_block_is_not_counted(house, world, statements):
    with statements() as sent:
        pass
    with house.database.reading() as session:
        session.scalars(select(Fund)).all()
    assert len(sent) == 0, sent


def test_a_failure_says_which_statements_they_were(house, world, statements):
    with statements() as sent, house.database.reading() as session:
        session.scalars(select(Fund.key)).all()
    assert str(sent).startswith("1. SELECT fund.")
