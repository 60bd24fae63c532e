"""The file store as rooms see it, who must not know where files are kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from grants.integrations.files import FileMissing, FileStore


@dataclass(frozen=True)
class KeptObjects:
    """Reads what is kept; what is missing is None, so that it can be reported instead of stopping the work."""

    store: FileStore

    def read(self, key: str) -> bytes | None:
        """The bytes under this key."""
        try:
            return self.store.get(key)
        except FileMissing:
            return None

    def names(self, prefix: str) -> Iterable[str]:
        """Every key below this folder."""
        return self.store.keys(prefix)
