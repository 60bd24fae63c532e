"""`flask jobs`: the worker, forever or once."""

import signal

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from grants.jobs.standing import order_daily_jobs
from grants.jobs.worker import run_due_jobs, run_forever


@click.group("jobs")
def command() -> None:
    """Jobs: work, run."""


@command.command()
@with_appcontext
def work() -> None:
    """Do jobs as they come due, until stopped. A job under way is finished first."""
    stopped: list[int] = []
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda number, _: stopped.append(number))
    order_daily_jobs()
    run_forever(_app(), stop=lambda: bool(stopped))


@command.command()
@with_appcontext
def run() -> None:
    """Do every job that is due now, then stop."""
    order_daily_jobs()
    click.echo(f"{run_due_jobs(_app())} jobs done")


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
