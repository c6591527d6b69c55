"""Waiting on me: what somebody is asked to do, and what is about to be late."""

from __future__ import annotations

from bot.views import home_parts
from bot.views.home import HomeTab
from bot.views.open_reviews import waiting as waiting_reviews
from bot.views.text import Block
from handlers.home_tabs.mine import delegated
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit
from models.deadlines import is_near
from models.request import ExceptionRequest


async def whole(visit: Visit) -> list[Block]:
    """A word where Slack has not told of all groups."""
    return [] if visit.is_whole else home_parts.partial()


async def waiting(visit: Visit) -> list[Block]:
    """What waits on them: reviews and requests."""
    reviews = waiting_reviews(visit.reviews)
    return home_parts.waiting(
        visit.waits.requests, visit.services.desk.policies.of, reviews, is_whole=visit.is_whole
    )


async def near(visit: Visit) -> list[Block]:
    """What is late or about to be, of what they may see and of what waits on others: their own stands above."""
    own = {one.number for one in visit.waits.requests}
    found = [
        one for one in visit.requests if one.number not in own and _is_near(one, visit) and visit.may_see(one)
    ]
    return home_parts.near(found, visit.services.desk.policies.of, is_whole=visit.is_whole)


async def count(visit: Visit) -> str:
    """How much waits on them."""
    number = len(visit.waits.requests) + sum(review.waits for review in visit.reviews)
    return (f"{number:,}" + ("+" if visit.waits.is_more else "")) if number else ""


def _is_near(request: ExceptionRequest, visit: Visit) -> bool:
    return is_near(visit.services.desk.policies.of(request), request, visit.at)


TAB = Tab(
    key=HomeTab.WAITING,
    is_for=lambda visit: True,
    parts=(whole, waiting, near, delegated),
    count=count,
)
