"""App Home as the samples show it: with every tab, and the parts of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views.home import HomeTab, Label, home
from bot.views.text import Block
from models.policy import Policy


def home_of(policy: Policy, tab: HomeTab, *parts: Sequence[Block], counted: str = "") -> dict[str, Any]:
    """The page of somebody who has chosen a tab; `counted` is what waits on them."""
    labels = [Label(tab=one, count=counted if one is HomeTab.WAITING else "") for one in HomeTab]
    return home(policy=policy, labels=labels, tab=tab, parts=parts, is_chosen=True)
