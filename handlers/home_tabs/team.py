"""Team: what the colleagues in somebody's groups filed or are asked to decide, as far as they may see it."""

from __future__ import annotations

from bot.finder import Place
from bot.views import home_parts
from bot.views.home import HomeTab
from bot.views.text import Block
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit
from handlers.home_tabs.waiting import whole
from models.finding import Standing, Wanted, Whose


async def colleagues(visit: Visit) -> list[Block]:
    """What is open among their colleagues, the newest first; their own requests stand in another tab."""
    finder, of = visit.services.finder, visit.services.desk.policies.of
    wanted = Wanted(whose=Whose.TEAM, standing=Standing.OPEN)
    page = await finder.page(visit.person, wanted, Place(), home_parts.SHOWN)
    is_whole = visit.is_whole and page.is_whole
    return home_parts.team(page.requests, of, page.total, is_whole=is_whole)


TAB = Tab(key=HomeTab.TEAM, is_for=lambda visit: bool(visit.groups), parts=(whole, colleagues))
