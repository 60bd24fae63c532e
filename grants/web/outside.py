"""The outside world this application was given: where files are kept, how mail leaves, who scans."""

from typing import cast

from flask import Flask, current_app

from config import Settings
from grants.integrations.antivirus import Scanner, open_scanner
from grants.integrations.files import FileStore, open_store
from grants.integrations.mail import MailSender, open_mail


def init_outside(app: Flask, settings: Settings) -> None:
    """Open what the settings name. A wrong address is found now, not by the first applicant."""
    app.extensions["grants_files"] = open_store(settings.files_url)
    app.extensions["grants_mail"] = open_mail(settings.mail_url)
    app.extensions["grants_scanner"] = open_scanner(settings.clamd_url)


def files() -> FileStore:
    """Where bytes are kept."""
    return cast(FileStore, current_app.extensions["grants_files"])


def mail_sender() -> MailSender:
    """How mail leaves."""
    return cast(MailSender, current_app.extensions["grants_mail"])


def scanner() -> Scanner | None:
    """Who scans uploads; None when that was said on purpose."""
    return cast("Scanner | None", current_app.extensions["grants_scanner"])
