"""What comes round every day is ordered once, however often the worker starts."""

from sqlalchemy import select

from grants.jobs.standing import order_daily_jobs
from grants.jobs.worker import run_due_jobs
from grants.models import Checkpoint, Job


def test_starting_the_worker_twice_orders_each_daily_job_once_and_each_orders_the_next(app, world):
    for _ in range(2):
        with app.app_context():
            order_daily_jobs()
    run_due_jobs(app)
    with app.app_context():
        order_daily_jobs()
    run_due_jobs(app)
    assert len(world.read(select(Checkpoint))) == 1
    kinds = sorted((job.kind, job.state) for job in world.read(select(Job)) if job.kind != "verify_record")
    assert kinds == [
        ("daily_checkpoint", "done"),
        ("daily_checkpoint", "queued"),
        ("find_reminders", "done"),
        ("find_reminders", "queued"),
        ("forget_traces", "done"),
        ("forget_traces", "queued"),
    ]
