"""Which tab of App Home each person chose last, as far as this process knows; the view that they see knows it too.

It is a hint and no state: what it forgets with the process costs a click.
"""

from __future__ import annotations

from bot.views.home import HomeTab

#: The most people that are remembered; the one who chose longest ago is forgotten.
MOST = 10_000


class HomeMemory:
    """The tabs of one workspace's people."""

    def __init__(self) -> None:
        self._chosen: dict[str, HomeTab] = {}

    def chosen(self, person_id: str) -> HomeTab | None:
        """The tab that somebody chose last, if they did."""
        return self._chosen.get(person_id)

    def choose(self, person_id: str, tab: HomeTab) -> None:
        """Somebody has chosen a tab."""
        self._chosen.pop(person_id, None)
        self._chosen[person_id] = tab
        if len(self._chosen) > MOST:
            del self._chosen[next(iter(self._chosen))]
