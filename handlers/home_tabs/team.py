"""Team: what the colleagues in somebody's groups filed or are asked to decide, as far as they may see it."""

from __future__ import annotations

from bot.views import home_parts
from bot.views.home import HomeTab
from bot.views.text import Block
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit
from handlers.home_tabs.waiting import whole
from models.request import ExceptionRequest
from models.turns import turn_of


async def colleagues(visit: Visit) -> list[Block]:
    """What is open among their colleagues, the nearest deadline first; their own requests stand in another tab."""
    found = [one for one in visit.requests if _is_of_team(one, visit) and visit.may_see(one)]
    return home_parts.team(found, visit.services.desk.policies.of, is_whole=visit.is_whole)


def _is_of_team(request: ExceptionRequest, visit: Visit) -> bool:
    if request.filed_by == visit.person.id:
        return False
    if visit.register.includes(visit.groups, request.filed_by):
        return True
    return not set(visit.groups).isdisjoint(turn_of(visit.services.desk.policies.of(request), request))


TAB = Tab(key=HomeTab.TEAM, is_for=lambda visit: bool(visit.groups), parts=(whole, colleagues))
