"""Calls of the floor pages, made ready as those of the application are."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.door import Reply, WrongAnswer, answer


def floor_get(app: Flask, path: str, query: Mapping[str, object], token: str) -> Callable[[], Reply]:
    builder = EnvironBuilder(path=path, query_string=urlencode(query), headers={"Cookie": f"token={token}"})
    return _call(app, builder)


def floor_post(app: Flask, path: str, fields: Mapping[str, object], token: str) -> Callable[[], Reply]:
    builder = EnvironBuilder(
        path=path,
        method="POST",
        data=urlencode(fields).encode(),
        content_type="application/x-www-form-urlencoded",
        headers={"Cookie": f"token={token}"},
    )
    return _call(app, builder)


def _call(app: Flask, builder: EnvironBuilder) -> Callable[[], Reply]:
    environ = builder.get_environ()

    def call() -> Reply:
        reply = answer(app, environ)
        if reply.status != 200:
            raise WrongAnswer(f"the floor answered {reply.status}: {reply.body[:200]!r}")
        return reply

    return call
