"""May this person do this, to that, now."""

from collections.abc import Sequence

from grants.domain.workflow import Transition
from grants.models.base import Base

TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = ()
