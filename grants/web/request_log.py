"""One structured line a request: what was asked, by which session, how it went. No names, no answers, no secrets."""

import logging
import sys

import structlog
from flask import Flask, Response, g, request

from grants import clock

log = structlog.get_logger()


def init_request_log(app: Flask) -> None:
    """Log to standard error as JSON, one line a request, with an id that the error pages show too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    app.before_request(note_start)
    app.after_request(write_line)


def note_start() -> None:
    """Remember when the request began."""
    g.started = clock.monotonic()


def write_line(response: Response) -> Response:
    """The endpoint and not the path, since a path may hold a reference somebody typed."""
    if request.endpoint != "static":
        log.info(
            "request",
            request_id=g.get("request_id", "-"),
            method=request.method,
            endpoint=request.endpoint or "none",
            status=response.status_code,
            session=g.get("web_session_id"),
            ms=round((clock.monotonic() - g.get("started", clock.monotonic())) * 1000),
        )
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    return response
