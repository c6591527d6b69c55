"""Judging the people: whom the policy names, two who can decide in each tier, contacts and controls; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models import decidable
from models.checks import Can, Check, Fact, Item, Level, What
from models.faults import nearest
from models.holds import HoldKind
from models.membership import refusal_of_outsider
from models.money import plain
from models.oversight.training import trainees
from models.people import Register
from models.policy import Contact, Policy, Tier
from models.readiness.condition import Condition, Survey
from models.readiness.naming import named, needs_somebody, roles
from models.refusals import Why

#: The holds of the blueprint that the policy names owners for.
HOLDS = (HoldKind.DATA_UNAVAILABLE, HoldKind.CONFLICTING_DATA, HoldKind.REGULATORY)
#: How many people are named of many.
NAMED = 5


def judge_people(condition: Condition) -> Iterator[Check]:
    """Approval authorities, the pairs of each tier, escalation contacts, and the controls (Policy Checklist)."""
    policy, survey = condition.policy, condition.survey
    if policy is None or survey is None or survey.groups is None:
        for item in (Item.AUTHORITIES, Item.TIERS, Item.CONTACTS, Item.TRAINING):
            yield not_looked_at(item, condition)
        if policy is not None:
            yield from _controls(policy, None)
        else:
            yield not_looked_at(Item.GOVERNANCE, condition)
        return
    delegations = condition.kept.delegations if condition.kept is not None else ()
    register = survey.register(condition.at, unable(survey), delegations)
    register = _with_missing(register, policy)
    yield from _authorities(policy, survey, register, condition)
    for tier in policy.tiers:
        yield _tier(tier, policy, register, condition)
    yield from _contacts(policy, register, condition)
    yield from _controls(policy, register)
    yield _training(policy, register, condition)


def judge_names(policy: Policy, survey: Survey, condition: Condition) -> Iterator[Check]:
    """Each group and person that is not there as the policy names them."""
    register = survey.register(condition.at, unable(survey), ())
    yield from _authorities(policy, survey, _with_missing(register, policy), condition)


def _with_missing(register: Register, policy: Policy) -> Register:
    """Those groups known as missing that the policy names and the workspace has not."""
    nowhere = (one for one in named(policy) if one.startswith("@") and one not in register.groups)
    return replace(register, missing=frozenset(nowhere))


def not_looked_at(item: Item, condition: Condition) -> Check:
    """That it could not be looked at, and why."""
    why = condition.unknown.get(item, "")
    return Check(item=item, what=What.NOT_LOOKED_AT, level=Level.AMBER, facts={"why": why})


def unable(survey: Survey) -> frozenset[str]:
    """Those who can have no part in a decision: nobody Slack knows, deactivated, guests, strangers, programs."""
    return frozenset(
        one
        for one, person in survey.people.items()
        if person is None or refusal_of_outsider(person, ()) is not None
    )


def _authorities(policy: Policy, survey: Survey, register: Register, condition: Condition) -> Iterator[Check]:
    """Each group and person that is not there as the policy names them; red where a role is left with nobody."""
    whole = named(policy)
    staffed = {role: bool(register.members(who)) for role, who in roles(policy)}
    is_faulty = False
    for who, named_for in whole.items():
        what = _trouble(who, survey, register)
        if what is None:
            continue
        is_faulty = True
        is_left = any(needs_somebody(role) and not staffed[role] for role in named_for)
        facts: dict[str, Fact] = {"who": (who,), "roles": named_for}
        if what is What.GROUP_MISSING:
            facts["near"] = nearest(who, survey.groups or ()) or ""
        if what is What.GROUP_EMPTY:
            members = (survey.groups or {})[who].members
            facts["gone"] = tuple(sorted(members))[:NAMED]
        level = Level.RED if is_left else Level.AMBER
        can = Can.WORKSPACE if who.startswith("@") else Can.ADMINISTRATORS
        yield Check(item=Item.AUTHORITIES, what=what, level=level, can=can, subject=who, facts=facts)
    if Item.AUTHORITIES in condition.unknown:
        # Of somebody Slack did not tell, so it is not known whether all are there.
        yield not_looked_at(Item.AUTHORITIES, condition)
    elif not is_faulty:
        groups = sum(one.startswith("@") for one in whole)
        counted = {"groups": str(groups), "people": str(len(whole) - groups)}
        yield Check(item=Item.AUTHORITIES, what=What.PEOPLE_THERE, level=Level.GREEN, facts=counted)


def _trouble(who: str, survey: Survey, register: Register) -> What | None:
    if not who.startswith("@"):
        if who not in survey.people:
            return None
        person = survey.people[who]
        if person is None:
            return What.PERSON_UNKNOWN
        return What.PERSON_GONE if who in register.absent else None
    group = (survey.groups or {}).get(who)
    if group is None:
        return What.GROUP_MISSING
    if group.is_disabled:
        return What.GROUP_DISABLED
    return None if register.members((who,)) else What.GROUP_EMPTY


def _tier(tier: Tier, policy: Policy, register: Register, condition: Condition) -> Check:
    """Whether two different people could decide in the tier, and who they are (Approval Logic 1 to 4)."""
    at = condition.at

    def check(what: What, level: Level, **facts: Fact) -> Check:
        can = Can.WORKSPACE if level is not Level.GREEN else Can.NOBODY
        shown = {"tier": tier.title, **facts}
        return Check(item=Item.TIERS, what=what, level=level, can=can, subject=tier.name, facts=shown)

    obstacle = decidable.obstacle(tier.name, policy, register, at)
    if obstacle is not None:
        return check(_OBSTACLES[obstacle.why], Level.RED, who=obstacle.groups)
    found = list(_some(decidable.pairs(tier.name, policy, register, at)))
    pair = found[0]
    firsts = decidable.validators(policy, register, at)
    own = register.members(tier.authorizers)
    facts: dict[str, Fact] = {
        "validator": (pair.validator.id,),
        "authorizer": (pair.authorizer.id,),
        "validators": str(len(firsts)),
        "authorizers": str(len(own)),
    }
    if not own:
        return check(What.TIER_BY_HIGHER, Level.AMBER, who=tier.authorizers, **facts)
    if all(register.delegate_of(one, at) is not None for one in own):
        return check(What.TIER_AWAY, Level.AMBER, who=own[:NAMED], **facts)
    if len({one.ends for one in firsts}) == 1:
        return check(What.TIER_ONE_VALIDATOR, Level.AMBER, who=policy.validators.who, **facts)
    if len({frozenset((*one.validator.ends, *one.authorizer.ends)) for one in found}) == 1:
        return check(What.TIER_ONE_PAIR, Level.AMBER, **facts)
    return check(What.TIER_DECIDED, Level.GREEN, **facts)


#: How many pairs are looked at to tell that there is more than one.
_LOOKED_AT = 1000


def _some(pairs: Iterator[decidable.Pair]) -> Iterator[decidable.Pair]:
    for _, pair in zip(range(_LOOKED_AT), pairs, strict=False):
        yield pair


_OBSTACLES = {
    Why.NOBODY_VALIDATES: What.TIER_NO_VALIDATOR,
    Why.NOBODY_AUTHORIZES: What.TIER_NO_AUTHORIZER,
    Why.NO_SECOND_PERSON: What.TIER_ONE_PERSON,
}


def _contacts(policy: Policy, register: Register, condition: Condition) -> Iterator[Check]:
    found = [
        check
        for key, contact in policy.contacts.items()
        if (check := _contact(key, contact, register, condition)) is not None
    ]
    yield from found
    if not found:
        counted = {"count": str(len(policy.contacts))}
        yield Check(item=Item.CONTACTS, what=What.CONTACTS_THERE, level=Level.GREEN, facts=counted)


def _contact(key: str, contact: Contact, register: Register, condition: Condition) -> Check | None:
    """What is wrong with a contact: nobody is there, only the backup is, or all of them are away just now."""
    first, backup = register.members(contact.who), register.members(contact.backup)
    facts: dict[str, Fact] = {"contact": contact.title, "who": contact.who, "backup": contact.backup}

    def check(what: What, level: Level) -> Check:
        return Check(
            item=Item.CONTACTS, what=what, level=level, can=Can.ADMINISTRATORS, subject=key, facts=facts
        )

    if not first and not backup:
        return check(What.CONTACT_NOBODY, Level.RED)
    if not first:
        return check(What.CONTACT_BACKUP, Level.AMBER)
    is_away = (
        one in register.busy or register.delegate_of(one, condition.at) is not None
        for one in (*first, *backup)
    )
    return check(What.CONTACT_AWAY, Level.AMBER) if all(is_away) else None


def _controls(policy: Policy, register: Register | None) -> Iterator[Check]:
    """Two approvals, every hold with an owner, two administrators (Policy Checklist: governance controls)."""
    found: list[Check] = []

    def add(what: What, level: Level, can: Can, subject: str = "", **facts: Fact) -> None:
        found.append(
            Check(item=Item.GOVERNANCE, what=what, level=level, can=can, subject=subject, facts=facts)
        )

    rule = policy.single_approval
    if rule.enabled:
        most = {
            "deviation": f"{plain(rule.max_deviation)} %",
            "value": f"{policy.currency} {rule.max_value:,}",
        }
        add(What.SINGLE_APPROVAL, Level.AMBER, Can.OWNER, **most)
    for kind in HOLDS:
        part = policy.holds.get(kind)
        if part is None:
            add(What.HOLD_UNNAMED, Level.AMBER, Can.OPERATORS, kind, hold=kind.value)
        elif register is not None and not register.members(part.owner):
            add(What.HOLD_UNSTAFFED, Level.RED, Can.WORKSPACE, kind, hold=kind.value, who=part.owner)
    if register is not None:
        admins = register.members(policy.administrators)
        if not admins:
            add(What.NO_ADMINISTRATOR, Level.RED, Can.OPERATORS, who=policy.administrators)
        elif len(admins) == 1:
            add(What.ONE_ADMINISTRATOR, Level.AMBER, Can.OPERATORS, who=admins)
    yield from found
    if not found:
        yield Check(item=Item.GOVERNANCE, what=What.GOVERNED, level=Level.GREEN)


def _training(policy: Policy, register: Register, condition: Condition) -> Check:
    """Who has not attested that they know the criteria; red where the policy lets nobody decide before."""
    if condition.kept is None:
        return not_looked_at(Item.TRAINING, condition)
    people = register.members(trainees(policy))
    due = tuple(one for one in people if one not in condition.kept.trained)
    if not due:
        facts: dict[str, Fact] = {"count": str(len(people))}
        return Check(item=Item.TRAINING, what=What.TRAINED, level=Level.GREEN, facts=facts)
    facts = {"count": str(len(due)), "of": str(len(people)), "who": due}
    level = Level.RED if policy.training.required else Level.AMBER
    return Check(item=Item.TRAINING, what=What.UNTRAINED, level=level, can=Can.THEMSELVES, facts=facts)
