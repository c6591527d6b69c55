"""Judging what the bot itself needs: Slack's scopes and channels, the clock, and what waits to be sent; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from models.checks import Can, Check, Fact, Item, Level, Moment, What
from models.faults import nearest
from models.readiness.condition import Condition, Survey
from models.readiness.judging_people import not_looked_at
from models.readiness.naming import channels
from models.readiness.scopes import NEEDED

#: How far the bot's clock may be from Slack's: deadlines are told a little wrong; a signed request looks forged.
SKEW_AMBER, SKEW_RED = timedelta(minutes=1), timedelta(minutes=5)
#: How long a message may wait for Slack.
WAIT_AMBER, WAIT_RED = timedelta(minutes=10), timedelta(hours=2)


def judge_bot(condition: Condition) -> Iterator[Check]:
    """Scopes, channels, the clock and the outbox."""
    survey = condition.survey
    if survey is None:
        for item in (Item.SCOPES, Item.CHANNELS, Item.CLOCK):
            yield not_looked_at(item, condition)
    else:
        yield from _scopes(survey, condition)
        yield from judge_channels(survey, condition)
        yield _clock(survey, condition)
    yield from _outbox(condition)


def _scopes(survey: Survey, condition: Condition) -> Iterator[Check]:
    if survey.scopes is None:
        yield not_looked_at(Item.SCOPES, condition)
        return
    missing = [scope for scope in NEEDED if scope not in survey.scopes]
    for scope in missing:
        yield Check(
            item=Item.SCOPES,
            what=What.SCOPE_MISSING,
            level=NEEDED[scope],
            can=Can.WORKSPACE,
            subject=scope,
            facts={"scope": scope},
        )
    if not missing:
        facts = {"count": str(len(NEEDED))}
        yield Check(item=Item.SCOPES, what=What.SCOPES_GRANTED, level=Level.GREEN, facts=facts)


def judge_channels(survey: Survey, condition: Condition) -> Iterator[Check]:
    """Each channel that the policy names and to which the bot cannot post; red where work comes to a stop there."""
    if survey.channels is None or condition.policy is None:
        yield not_looked_at(Item.CHANNELS, condition)
        return
    named = channels(condition.policy)
    seen = {**survey.channels, **{one.id: one for one in survey.channels.values()}}
    is_faulty = False
    for channel, named_for in named.items():
        found = seen.get(channel)
        if found is not None and found.is_member and not found.is_archived:
            continue
        is_faulty = True
        what = What.CHANNEL_UNSEEN
        if found is not None:
            what = What.CHANNEL_ARCHIVED if found.is_archived else What.CHANNEL_NOT_IN
        # A contact's channel is one step of a ladder that has others.
        is_step = all(role.startswith("role:contact:") for role in named_for)
        facts: dict[str, Fact] = {"channel": channel, "roles": named_for, "bot": survey.bot_name}
        if found is None:
            facts["near"] = nearest(channel, survey.channels) or ""
        yield Check(
            item=Item.CHANNELS,
            what=what,
            level=Level.AMBER if is_step else Level.RED,
            can=Can.WORKSPACE if what is What.CHANNEL_ARCHIVED else Can.CHANNEL,
            subject=channel,
            facts=facts,
        )
    if not is_faulty:
        counted = {"count": str(len(named))}
        yield Check(item=Item.CHANNELS, what=What.CHANNELS_OPEN, level=Level.GREEN, facts=counted)


def _clock(survey: Survey, condition: Condition) -> Check:
    if survey.slack_at is None or survey.asked_at is None:
        return not_looked_at(Item.CLOCK, condition)
    off = survey.asked_at - survey.slack_at
    facts: dict[str, Fact] = {
        "off": f"{abs(off) // timedelta(seconds=1):,} s",
        "way": "ahead of" if off > timedelta(0) else "behind",
    }
    if abs(off) < SKEW_AMBER:
        return Check(item=Item.CLOCK, what=What.CLOCK_RIGHT, level=Level.GREEN, facts=facts)
    level = Level.AMBER if abs(off) < SKEW_RED else Level.RED
    return Check(item=Item.CLOCK, what=What.CLOCK_OFF, level=level, can=Can.OPERATORS, facts=facts)


def _outbox(condition: Condition) -> Iterator[Check]:
    kept = condition.kept
    if kept is None:
        yield not_looked_at(Item.OUTBOX, condition)
        return
    found: list[tuple[What, Level, dict[str, Fact]]] = []
    if kept.refused:
        facts: dict[str, Fact] = {"count": f"{kept.refused:,}", "fault": kept.refused_because}
        found.append((What.OUTBOX_REFUSED, Level.AMBER, facts))
    waited = condition.at - kept.oldest_waiting if kept.oldest_waiting is not None else timedelta(0)
    if kept.oldest_waiting is not None and waited > WAIT_AMBER:
        facts = {"count": f"{kept.waiting:,}", "since": Moment(at=kept.oldest_waiting)}
        found.append((What.OUTBOX_BEHIND, Level.RED if waited > WAIT_RED else Level.AMBER, facts))
    for what, level, said in found:
        yield Check(item=Item.OUTBOX, what=what, level=level, can=Can.OPERATORS, facts=said)
    if not found:
        facts = {"count": f"{kept.waiting:,}"}
        yield Check(item=Item.OUTBOX, what=What.OUTBOX_CLEAR, level=Level.GREEN, facts=facts)
