"""Policy reviews: which of those that are open somebody may see, and which are theirs to conclude."""

from __future__ import annotations

from bot.services import Services
from bot.views.open_reviews import Listed, unknown
from bot.views.policy_review import listed
from models.oversight.policy_reviewing import owners, readers
from models.people import Person, Register
from models.roles import auditors


async def open_policy_reviews(person: Person, services: Services) -> list[Listed]:
    """The open policy reviews that the person may see; those that are theirs to conclude with a button."""
    policy, at = services.desk.policies.current, services.clock.now()
    found = await services.records.open_policy_reviews()
    named = {one: readers(one, policy, auditors(policy)) for one in found}
    register = await services.directory.register(who for could in named.values() for who in could)
    names = services.directory.names()
    seen = [one for one in found if _is_among(named[one], person, register)]
    # What Slack cannot tell just now is not told as if there were nothing.
    is_unsure = len(seen) < len(found) and bool(register.unknown)
    return [
        *(
            listed(one, policy, names, at, is_mine=_is_among(owners(one, policy), person, register))
            for one in seen
        ),
        *([unknown("Policy reviews")] if is_unsure else []),
    ]


def _is_among(could: tuple[str, ...], person: Person, register: Register) -> bool:
    """A guest, a stranger, somebody deactivated and a program are among nobody."""
    is_outside = person.is_bot or person.is_deactivated or person.is_stranger or person.is_guest
    return not is_outside and register.includes(could, person.id)
