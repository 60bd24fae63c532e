"""Every page of monitoring: the grantee's returns, the officer's review, and the end of an award."""

from grants.blueprints.monitor import calendar, closing, evidence, interrupting, mine, parts, review
from grants.blueprints.monitor.door import door

PAGES = (calendar, closing, evidence, interrupting, mine, parts, review)
__all__ = ["PAGES", "door"]
