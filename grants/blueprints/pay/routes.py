"""Every page of payment: runs, bank details, status files and the payments of one case."""

from grants.blueprints.pay import bank, case, runs, status
from grants.blueprints.pay.door import door

__all__ = ["bank", "case", "door", "runs", "status"]
