"""The jobs that come round every day: the worker makes sure at its start that today's are ordered."""

from grants import clock
from grants.domain.calendar import to_london
from grants.jobs.checkpoint import ask_for_checkpoint
from grants.jobs.desk import system_working
from grants.jobs.forgetting import ask_for_forgetting


def order_daily_jobs() -> None:
    """Today's reminders, checkpoint and clearing, each done once however often; each orders tomorrow's itself."""
    today = to_london(clock.now()).date()
    with system_working() as work:
        work.send("find_reminders", f"find_reminders:{today}")
        ask_for_checkpoint(work, today)
        ask_for_forgetting(work, today)
