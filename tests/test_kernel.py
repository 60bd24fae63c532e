"""The ground every room stands on."""


def test_the_world_is_made_on_both_engines(world):
    assert world.one.__self__ is world
    assert world.actor(world.officer).holds("officer")


def test_health_is_right_on_a_fresh_database(visitor):
    assert visitor.client.get("/health").json["migrations"] == {"ok": True}
