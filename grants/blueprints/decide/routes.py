"""Every address of this door; its pages are in the files beside this one."""

from grants.blueprints.decide import approving, panel_pages, ranking_pages, recommending
from grants.blueprints.decide.door import door

PAGES = (approving, panel_pages, ranking_pages, recommending)
__all__ = ["PAGES", "door"]
