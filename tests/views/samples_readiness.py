"""Samples of readiness: the page as it is for those who look after everything, and for others; and the message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.views.filing_form import Forecast, filing_form
from bot.views.home import HomeTab, Label, home
from bot.views.readiness_message import readiness_message
from bot.views.readiness_page import CHECKING, FAILED, ReadinessShown, readiness_page, readiness_part
from models.checks import Check, Item, Level, What
from models.oversight.audit_reviews import Verification
from models.oversight.training import trainees
from models.people import Person
from models.policy import Policy
from models.readiness.condition import ChannelSeen, Condition, GroupSeen, Kept, Planned, SourceProbed, Survey
from models.readiness.judging import judge
from models.readiness.naming import channels, named
from models.readiness.scopes import NEEDED
from models.readiness.telling import worth_telling
from models.refusals import Refusal, Why
from models.request import Score
from models.scoring import score_of
from tests.builders import GROUPS, MORNING, euros, person
from tests.views.samples import as_payload
from tests.views.walk import NAMES, sample_policy

#: An error of another program, with markup in it.
HARD = "<!channel> *could not* be read & `never` will: " + "x" * 3000


def survey(policy: Policy, **changed: Any) -> Survey:
    """A workspace that gives all that is needed."""
    everybody = {one for members in GROUPS.values() for one in members} | set(named(policy))
    people: dict[str, Person | None] = {one: person(one) for one in everybody if not one.startswith("@")}
    whole = Survey(
        scopes=frozenset(NEEDED),
        channels={
            name: ChannelSeen(id=name, name=name[1:], is_archived=False, is_member=True)
            for name in channels(policy)
        },
        groups={
            handle: GroupSeen(id=handle, members=frozenset(members), is_disabled=False)
            for handle, members in GROUPS.items()
        },
        people=people,
        bot_name="exception_desk",
        asked_at=MORNING,
        slack_at=MORNING,
    )
    return replace(whole, **changed)


def found(**changed: Any) -> tuple[Check, ...]:
    """What is found in a workspace with these things changed."""
    policy = sample_policy()
    kept = Kept(
        reviewed_at=MORNING - timedelta(days=30),
        review_due=MORNING + timedelta(days=335),
        verification=Verification(at=MORNING, chains=12, events=140),
        figures=40,
        figures_differ=0,
        report_due=MORNING + timedelta(days=9),
        planned=(Planned(name="audit review", due_at=MORNING + timedelta(days=2)),),
        trained=frozenset(trainees(policy)).union(*GROUPS.values()),
    )
    given: dict[str, Any] = {
        "survey": survey(policy),
        "kept": kept,
        "sources": (SourceProbed(title="CRM", took=timedelta(milliseconds=12), customers=89),),
    }
    return judge(Condition(at=MORNING, policy=policy, **(given | changed)))


def broken() -> tuple[Check, ...]:
    """Much is wrong at once."""
    policy = sample_policy()
    seen = survey(policy)
    groups = dict(seen.groups or {})
    groups["@executives"] = replace(groups["@executives"], members=frozenset())
    open_channels = dict(seen.channels or {})
    first, second, *_ = open_channels
    open_channels[first] = replace(open_channels[first], is_archived=True)
    open_channels[second] = replace(open_channels[second], is_member=False)
    return found(
        survey=replace(seen, scopes=frozenset(NEEDED) - {"dnd:read"}, groups=groups, channels=open_channels),
        sources=(
            SourceProbed(title="CRM", took=timedelta(seconds=10), fault="CRM did not answer within 10s."),
        ),
    )


def hardest() -> tuple[Check, ...]:
    """More than anybody has seen, in words that nobody chose."""
    check = Check(
        item=Item.SOURCES, what=What.SOURCE_UNREADABLE, level=Level.RED, facts={"fault": HARD}, subject="x"
    )
    who = tuple(f"U{n:09}" for n in range(100))
    many = Check(
        item=Item.TRAINING,
        what=What.UNTRAINED,
        level=Level.AMBER,
        facts={"who": who, "count": "100", "of": "100"},
    )
    channel = Check(
        item=Item.CHANNELS,
        what=What.CHANNEL_UNSEEN,
        level=Level.RED,
        facts={"channel": "#" + "y" * 79, "roles": ("role:tier:manager",) * 50, "bot": "desk"},
    )
    return (*[check] * 60, *[channel] * 60, many, *broken())


def shown(checks: tuple[Check, ...] | None = None, **changed: Any) -> dict[str, Any]:
    """The page."""
    page = ReadinessShown(
        policy=sample_policy(), names=NAMES, checks=checks, at=MORNING if checks is not None else None
    )
    return readiness_page(replace(page, **changed))


def admin_part(checks: tuple[Check, ...] | None) -> dict[str, Any]:
    """The part of App Home alone."""
    part = readiness_part(checks, MORNING if checks is not None else None)
    return home(policy=sample_policy(), labels=[Label(tab=HomeTab.ADMIN)], tab=HomeTab.ADMIN, parts=[part])


def undecidable(*, is_everywhere: bool) -> dict[str, Any]:
    """The filing form where nobody could decide: anything, or what it leads to."""
    policy = sample_policy()
    why = Why.NOBODY_VALIDATES if is_everywhere else Why.NO_SECOND_PERSON
    groups = policy.validators.who if is_everywhere else (*policy.validators.who, "@executives")
    refusal = Refusal(why=why, groups=groups, who_could=policy.administrators)
    if is_everywhere:
        return filing_form(policy, NAMES, undecidable=refusal)
    standard = policy.standards[0]
    return filing_form(
        policy, NAMES, standard=standard, forecast=Forecast(score=_score(policy), obstacle=refusal)
    )


def _score(policy: Policy) -> Score:
    return score_of(
        policy, deviation=Decimal(60), by_hand=False, confirmed=True, value=euros(500), at=MORNING
    )


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "readiness_green": lambda: shown(found()),
    "readiness_red": lambda: shown(broken()),
    "readiness_first": lambda: shown(note=CHECKING),
    "readiness_anew": lambda: shown(broken(), note=CHECKING),
    "readiness_failed": lambda: shown(broken(), note=FAILED),
    "readiness_summary": lambda: shown(broken(), is_whole=False),
    "readiness_hard": lambda: shown(hardest()),
    "readiness_message": lambda: as_payload(
        readiness_message(worth_telling(broken()), sample_policy(), NAMES)
    ),
    "readiness_message_hard": lambda: as_payload(readiness_message(hardest(), sample_policy(), NAMES)),
    "readiness_home": lambda: admin_part(broken()),
    "readiness_home_first": lambda: admin_part(None),
    "filing_nobody_validates": lambda: undecidable(is_everywhere=True),
    "filing_one_person": lambda: undecidable(is_everywhere=False),
}
