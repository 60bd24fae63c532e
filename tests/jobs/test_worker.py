"""The worker does each job, again if need be, and never lets two finish one."""

from datetime import timedelta

import pytest
from jinja2 import ChoiceLoader, DictLoader, FunctionLoader
from sqlalchemy import select

from grants import clock
from grants.integrations.mail import MailUnknown, Sent
from grants.jobs import worker
from grants.jobs.mail import deliver_message
from grants.models import Job, Message
from grants.work import work_for
from tests.conftest import NOW


def send_a_mail(house, world):
    with work_for(house, world.actor(world.officer)) as work:
        work.mail("test", to="somebody@group.example", data={"name": "Łucja"}, key="one")


@pytest.fixture
def letter_template(app):
    words = "Subject: Hello {{ name }}\n\nDear {{ name }},\n"
    app.jinja_env.loader = ChoiceLoader([DictLoader({"emails/test.txt": words}), app.jinja_env.loader])


class Mailbox:
    """Plays the mail server: answers as told, and keeps what arrived."""

    def __init__(self, *answers):
        self.answers, self.arrived = list(answers), []

    def send(self, mail):
        self.arrived.append(mail)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return Sent(reference="250 ok")


def test_a_message_is_delivered_once(app, house, world, letter_template):
    box = app.extensions["grants_mail"] = Mailbox()
    send_a_mail(house, world)
    send_a_mail(house, world)
    assert worker.run_due_jobs(app) == 1
    assert [mail.subject for mail in box.arrived] == ["Hello Łucja"]
    assert world.one(select(Message)).status == "sent"


def test_an_unknown_result_is_sent_once_more_with_the_same_id_then_shown_as_unknown(app, house, world, letter_template):
    box = app.extensions["grants_mail"] = Mailbox(MailUnknown("lost"), MailUnknown("lost"))
    send_a_mail(house, world)
    for day in range(4):
        with clock.at(NOW + timedelta(days=day)):
            worker.run_due_jobs(app)
    assert len(box.arrived) == 2
    assert len({mail.message_id for mail in box.arrived}) == 1
    assert world.one(select(Message)).status == "unknown"


def test_a_worker_held_up_before_it_sends_finds_that_another_has_sent(app, house, world):
    box = app.extensions["grants_mail"] = Mailbox()
    send_a_mail(house, world)
    message, workers = world.one(select(Message)), ["another"]

    def the_words(_):
        """Filling in the words takes the first worker so long that another does the job meanwhile."""
        if workers.pop() == "another":
            workers.append("nobody else")
            with app.app_context():
                deliver_message(message.id)
        return "Subject: Hello\n\nDear {{ name }},\n"

    app.jinja_env.loader = ChoiceLoader([FunctionLoader(the_words), app.jinja_env.loader])
    with app.app_context():
        deliver_message(message.id)
    assert len(box.arrived) == 1
    assert world.one(select(Message)).status == "sent"


def test_a_job_whose_worker_died_is_taken_over_and_the_dead_one_cannot_finish_it(app, house, world, letter_template):
    send_a_mail(house, world)
    with app.app_context():
        dead = worker.claim()
        assert worker.claim() is None
    with clock.at(NOW + worker.LEASE + timedelta(seconds=1)), app.app_context():
        taken = worker.claim()
        assert taken.id == dead.id and taken.lease != dead.lease
        worker.finish(dead)
        assert world.one(select(Job.state)) == "running"
        worker.finish(taken)
        assert world.one(select(Job.state)) == "done"


def test_a_job_that_keeps_failing_is_stuck_after_eight_tries_and_health_says_so(app, house, world, visitor):
    with work_for(house, world.actor(world.officer)) as work:
        work.send("nobody_knows_this", "key", thing=1)
    for day in range(12):
        with clock.at(NOW + timedelta(days=day)):
            worker.run_due_jobs(app)
    job = world.one(select(Job))
    assert (job.state, job.attempts) == ("stuck", 8)
    assert visitor.client.get("/health").status_code == 503


def test_a_rolled_back_work_leaves_no_job(app, house, world):
    with pytest.raises(ZeroDivisionError), work_for(house, world.actor(world.officer)) as work:
        work.send("deliver_message", "key", message_id=1)
        raise ZeroDivisionError
    assert world.read(select(Job)) == []
