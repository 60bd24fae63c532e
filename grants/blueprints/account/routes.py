"""Every address of this door; its pages are in the files beside this one."""

from grants.blueprints.account import invitations, kept, links, own_account, second_factor, signing_in
from grants.blueprints.account.door import door

PAGES = (signing_in, second_factor, links, invitations, own_account, kept)
__all__ = ["PAGES", "door"]
