"""A visit: who has opened App Home, and what is known of them and of what waits, read once for all tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.services import Services
from bot.turns import OnOne
from bot.views.open_reviews import Listed
from bot.views.text import Block
from handlers.open_reviews import open_reviews
from models.delegation import Delegation
from models.oversight.reporting import may_read
from models.people import Person, Register
from models.policy import Policy
from models.request import ExceptionRequest
from models.roles import report_readers
from models.visibility import refusal_of_viewer, viewers


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who looks, when, and what they are in; `register` knows the groups of all that is open."""

    person: Person
    services: Services
    at: datetime
    register: Register
    delegations: tuple[Delegation, ...]
    #: What waits on anybody, the nearest due first, as many as a page could need.
    requests: tuple[ExceptionRequest, ...]
    waits: OnOne
    reviews: tuple[Listed, ...]
    #: The pictures of the figures that hang now.
    pictures: Sequence[Block] = ()

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.services.desk.policies.current

    @property
    def is_whole(self) -> bool:
        """Slack has told of every group that counts."""
        return self.waits.is_whole and not self.register.unknown

    @property
    def reads_reports(self) -> bool:
        """They may see the key figures."""
        return may_read(self.person, self.policy, self.register, self.at)

    @property
    def administers(self) -> bool:
        """They are an administrator of the policy, or its owner."""
        named = (*self.policy.administrators, self.policy.owner)
        known = set(named) - set(self.register.gaps(named, self.at))
        return self.register.includes(known, self.person.id)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that they are in, of those that count for anything."""
        return tuple(name for name, group in self.register.groups.items() if self.person.id in group.members)

    def may_see(self, request: ExceptionRequest) -> bool:
        """Whether they may read a request."""
        policy = self.services.desk.policies.of(request)
        return refusal_of_viewer(self.person, request, policy, self.register, self.at) is None


async def visited(person: Person, services: Services, pictures: Sequence[Block]) -> Visit:
    """All that is read for somebody who opens their Home."""
    of, policy, at = services.desk.policies.of, services.desk.policies.current, services.clock.now()
    waits = await services.turns.of(person)
    requests = await services.turns.nearest()
    groups = {*waits.register.groups, *report_readers(policy), *policy.administrators, policy.owner}
    groups |= {name for request in requests for name in viewers(of(request), request)}
    delegations = await services.records.delegations(at)
    register = replace(await services.directory.register(groups), delegations=delegations)
    return Visit(
        person=person,
        services=services,
        at=at,
        register=register,
        delegations=delegations,
        requests=requests,
        waits=waits,
        reviews=tuple(await open_reviews(person, services)),
        pictures=pictures,
    )
