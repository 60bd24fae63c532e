"""Short cuts for tests that save answers."""

from datetime import datetime, timedelta

from grants.models import Application
from tests.client import Visitor


def project(draft: Application) -> str:
    return f"/applications/{draft.reference}/sections/project"


def autosave(browser: Visitor, draft: Application, *, section: str = "project", **fields: str):
    data = {"csrf_token": browser.token(), "autosave": "1", **fields}
    return browser.client.post(f"/applications/{draft.reference}/autosave/{section}", data=data)


def changed(moment: datetime, **by: int) -> datetime:
    return moment + timedelta(**by)
