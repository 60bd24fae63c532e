"""Every address of this door; its pages are in the files beside this one."""

from grants.blueprints.account import kept, signing_in
from grants.blueprints.account.door import door

PAGES = (signing_in, kept)
__all__ = ["PAGES", "door"]
