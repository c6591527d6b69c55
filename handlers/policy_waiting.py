"""What waits about the policy itself: proposals for administrators and the yearly review for its owner; it only reads.

Who may answer is asked of the acts themselves: an answer without words fails for its words alone.
"""

from __future__ import annotations

from dataclasses import replace

from bot.services import Services
from bot.views.open_reviews import Listed, unknown
from bot.views.policy_listed import care_listed, change_listed
from models.lifecycle.outcome import Scene
from models.oversight import policy_caring, policy_changing
from models.oversight.policy_care_acts import ReviewPolicy
from models.oversight.policy_change_acts import RejectPolicyChange
from models.people import Person, Register
from models.refusals import Refusal, Why

#: They see it and cannot answer it: it is their own, or that of one who counts as one person with them.
_ONLY_SEE = (Why.OWN_POLICY_CHANGE, Why.ONE_WITH_PROPOSER)


async def open_policy_changes(person: Person, services: Services) -> list[Listed]:
    """The proposals that nobody has answered, for administrators; those that they can answer with buttons."""
    found = await services.records.open_policy_changes()
    if not found:
        return []
    policies, names = services.desk.policies, services.directory.names()
    register = await services.directory.register(policies.current.administrators)
    since = min(change.opened_at for change in found)
    register = replace(register, delegations=await services.records.delegations(since))
    scene = _scene(register, services)
    shown, is_unsure = [], False
    for change in found:
        refused = policy_changing.answer(
            RejectPolicyChange(change=change.number, words=""), change, person, scene
        )
        why = refused.why if isinstance(refused, Refusal) else Why.FAULTS
        is_unsure = is_unsure or why is Why.GROUP_UNKNOWN
        if why is Why.FAULTS or why in _ONLY_SEE:
            shown.append(
                change_listed(
                    change,
                    policies.version(change.base),
                    names,
                    is_overtaken=change.base != policies.current_version,
                    can_answer=why is Why.FAULTS,
                )
            )
    return [*shown, *([unknown("Proposals to change the policy")] if is_unsure else [])]


async def open_policy_cares(person: Person, services: Services) -> list[Listed]:
    """The policy's yearly review while it is asked for, for whoever can make it and whoever was told of it."""
    care = await services.records.open_policy_care()
    if care is None:
        return []
    policy = services.desk.policies.current
    register = await services.directory.register(policy_caring.consulted(policy))
    scene = _scene(register, services)
    refused = policy_caring.review(
        ReviewPolicy(care=care.number, verdict=None, words=""), care, person, scene
    )
    why = refused.why if isinstance(refused, Refusal) else Why.FAULTS
    if why is Why.FAULTS or person.id in care.recipients:
        return [care_listed(care, policy, services.directory.names(), can_review=why is Why.FAULTS)]
    return [unknown("Yearly review of the policy")] if why is Why.GROUP_UNKNOWN else []


def _scene(register: Register, services: Services) -> Scene:
    policies = services.desk.policies
    return Scene(
        workspace="",
        at=services.clock.now(),
        policy=policies.current,
        policy_version=policies.current_version,
        register=register,
    )
