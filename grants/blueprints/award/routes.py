"""Every address of this door; its pages are in the files beside this one."""

from grants.blueprints.award import bank, letters, offers, releasing
from grants.blueprints.award.door import door

PAGES = (bank, letters, offers, releasing)
__all__ = ["PAGES", "door"]
