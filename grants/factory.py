"""Builds the application in named steps."""

from datetime import timedelta

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, read_settings
from grants.blueprints import doors
from grants.cli import commands
from grants.database import Database
from grants.rooms import register_rooms
from grants.web.access import init_access
from grants.web.errors import init_errors
from grants.web.headers import init_headers
from grants.web.navigation import navigation
from grants.web.outside import init_outside
from grants.web.presentation import PageEnvironment, init_presentation, set_navigation
from grants.web.request import init_request
from grants.web.request_log import init_request_log
from grants.web.session import init_session
from grants.work import House


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application, ready to serve; raises BadSettings or UndeclaredAccess rather than start half right."""
    settings = settings or read_settings()
    app = Flask("grants", root_path=str(ROOT / "grants"), static_folder="static", template_folder=None)
    app.jinja_environment = PageEnvironment
    configure(app, settings)
    house = House(database=Database(settings.database_url), keys=settings.keys)
    init_request(app, house=house, settings=settings)
    init_outside(app, settings)
    init_session(app, secure=settings.secure)
    init_presentation(app, settings)
    set_navigation(app, navigation)
    init_headers(app)
    init_errors(app)
    register_rooms()
    for door in doors():
        app.register_blueprint(door)
    for command in commands():
        app.cli.add_command(command)
    init_access(app)
    init_request_log(app)
    # Only what our own proxies say of the visitor's address is believed: throttling at sign-in counts by it.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings. Tokens live as long as the session; uploads are bounded per route."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        TRUSTED_HOSTS=settings.hosts,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=2_000,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    CSRFProtect(app)
