"""Parts of pages that are the same for many people, made once for each language and each set of links."""

from collections.abc import Callable, Hashable

MOST_KEPT = 1_000


class Once:
    """`{% call once("footer", language) %}…{% endcall %}` in a template: the part as it was first made for this key.

    The key names everything the part depends on. What belongs to one session never goes into such a part.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Hashable, ...], str] = {}

    def __call__(self, *key: Hashable, caller: Callable[[], str]) -> str:
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            made = self._made[key] = caller()
        return made
