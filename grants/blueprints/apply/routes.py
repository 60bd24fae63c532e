"""Every address of this door; its pages are in the files beside this one."""

from grants.blueprints.apply import applications, files, home, organisations, sections, sending
from grants.blueprints.apply.door import door

PAGES = (home, organisations, applications, sections, files, sending)
__all__ = ["PAGES", "door"]
