"""Admin: the policy, the open reviews, what is stuck and the way to the record, for administrators and the owner."""

from __future__ import annotations

from bot.views import blocks, home_parts
from bot.views.home import HomeTab
from bot.views.open_reviews import lines
from bot.views.readiness_page import readiness_part
from bot.views.text import Block
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit
from models.request import ExceptionRequest


async def policy(visit: Visit) -> list[Block]:
    """The version in force, and the ways from it."""
    proposals = await visit.services.records.open_policy_changes()
    return home_parts.administration(visit.services.desk.policies.current_version, bool(proposals))


async def reviews(visit: Visit) -> list[Block]:
    """All open reviews that they may see, whoever they wait on."""
    none = [blocks.small("No review is open: of the policy, of the audit trail, or of a proposal.")]
    return [blocks.header("Open reviews"), *(lines(visit.reviews) or none)]


async def stuck(visit: Visit) -> list[Block]:
    """What is past its time, of what they may see."""
    found = [one for one in visit.requests if _is_stuck(one, visit) and visit.may_see(one)]
    return home_parts.stuck(found, visit.services.desk.policies.of)


def _is_stuck(request: ExceptionRequest, visit: Visit) -> bool:
    """Its decision or one of its holds is past its time."""
    if request.stage is not None and not request.is_paused and request.deadline <= visit.at:
        return True
    return any(hold.due_at is not None and hold.due_at <= visit.at for hold in request.open_holds)


async def readiness(visit: Visit) -> list[Block]:
    """How ready everything was found last, and the way to look at it; nothing is looked at for it here."""
    found = visit.services.inspector.last
    return readiness_part(
        found.checks if found is not None else None, found.at if found is not None else None
    )


TAB = Tab(
    key=HomeTab.ADMIN, is_for=lambda visit: visit.administers, parts=(policy, readiness, reviews, stuck)
)
