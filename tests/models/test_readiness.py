"""Readiness is judged from what was found out: each rule of the checklist, and what could not be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.scopes import SCOPES
from bot.views.readiness_told import FACT_LIMIT, in_slack, on_terminal
from bot.views.readiness_words import FOUND, ITEMS, WHO_CAN
from bot.views.text import Names
from models.checks import Can, Check, Item, Level, Moment, What, fingerprint, worst
from models.delegation import Delegation
from models.oversight.audit_reviews import Verification
from models.people import Person
from models.policy import Policy
from models.readiness.condition import (
    ChannelSeen,
    Condition,
    GroupSeen,
    Kept,
    Planned,
    SourceProbed,
    Survey,
)
from models.readiness.judging import judge
from models.readiness.naming import channels, named
from models.readiness.scopes import NEEDED
from tests.builders import GROUPS, MORNING, person, policy

LONG_AGO = MORNING - timedelta(days=100)


def survey(own: Policy, **changed: Any) -> Survey:
    """A workspace that gives the bot all that it needs."""
    people = {one for members in GROUPS.values() for one in members} | {
        one for one in named(own) if not one.startswith("@")
    }
    whole = Survey(
        scopes=frozenset(NEEDED),
        channels={
            name: ChannelSeen(id=f"C{n}", name=name[1:], is_archived=False, is_member=True)
            for n, name in enumerate(channels(own))
        },
        groups={
            handle: GroupSeen(id=handle, members=frozenset(members), is_disabled=False)
            for handle, members in GROUPS.items()
        },
        people={one: person(one) for one in people},
        asked_at=MORNING,
        slack_at=MORNING,
        bot_name="desk",
    )
    return replace(whole, **changed)


def kept(**changed: Any) -> Kept:
    """A record that is as it should be."""
    whole = Kept(
        reviewed_at=LONG_AGO,
        review_due=LONG_AGO + timedelta(days=365),
        verification=Verification(at=MORNING, chains=2, events=20),
        figures=4,
        figures_differ=0,
        report_due=MORNING + timedelta(days=3),
        planned=(Planned(name="audit review", due_at=MORNING + timedelta(days=3)),),
        trained=frozenset({"USUPER"}.union(*GROUPS.values())),
    )
    return replace(whole, **changed)


def whole_policy(**changed: Any) -> Policy:
    """The test policy with every hold, reviewers and two administrators."""
    holds = {
        kind: {"title": kind, "owner": ["@operations"], "channel": "#operations"}
        for kind in ("data_unavailable", "conflicting_data", "regulatory")
    }
    given = {
        "holds": holds,
        "administrators": ["@admins", "UDIRECTOR"],
        "process_link": "https://wiki.example/exceptions",
        "reports": {"channel": "#operations"},
    }
    return policy(**(given | changed))


def checks(
    own: Policy | None = None, *, seen: dict[str, Any] | None = None, record: dict[str, Any] | None = None
) -> tuple[Check, ...]:
    """All checks of a healthy workspace with these things changed."""
    used = own or whole_policy()
    condition = Condition(
        at=MORNING,
        policy=used,
        survey=survey(used, **(seen or {})),
        sources=(SourceProbed(title="CRM", took=timedelta(milliseconds=3), customers=9),),
        kept=kept(**(record or {})),
    )
    return judge(condition)


def faulty(found: tuple[Check, ...]) -> set[tuple[What, Level]]:
    return {(check.what, check.level) for check in found if check.level is not Level.GREEN}


def groups(**members: set[str]) -> dict[str, Any]:
    given = GROUPS | {f"@{handle}": people for handle, people in members.items()}
    return {
        "groups": {
            handle: GroupSeen(id=handle, members=frozenset(people), is_disabled=False)
            for handle, people in given.items()
        }
    }


def gone(*ids: str) -> dict[str, Person | None]:
    own = whole_policy()
    return {**survey(own).people, **{one: person(one, is_deactivated=True) for one in ids}}


def test_those_who_are_nobody_are_not_said_to_be_able_to_mend_it() -> None:
    own = whole_policy(administrators=["UNOBODY", "UDIRECTOR"])
    for people, able in (
        ({"UNOBODY": None}, "The policy's administrators can: UDIRECTOR."),
        ({"UNOBODY": None, "UDIRECTOR": None}, "Whoever runs the bot can."),
    ):
        found = checks(own, seen={"people": {**survey(own).people, **people}})
        teller = on_terminal(own, {}, found)
        told = {check.subject: teller.tell(check).can for check in found if check.what is What.PERSON_UNKNOWN}
        assert told["UNOBODY"] == able


def test_channel_that_the_bot_is_not_in_is_opened_by_anybody_in_it() -> None:
    seen = {
        name: replace(one, is_member=False) for name, one in (survey(whole_policy()).channels or {}).items()
    }
    found = [check for check in checks(seen={"channels": seen}) if check.what is What.CHANNEL_NOT_IN]
    assert {check.can for check in found} == {Can.CHANNEL}


def test_healthy_workspace_is_green_in_every_item() -> None:
    found = checks()
    assert faulty(found) == set()
    assert {check.item for check in found} == set(Item) - {
        Item.SETTINGS,
        Item.SLACK,
        Item.DOORS,
        Item.POLICY,
        Item.DATABASE,
    }
    assert worst(found) is Level.GREEN


RED, AMBER = Level.RED, Level.AMBER


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"seen": {"scopes": frozenset(NEEDED) - {"dnd:read"}}}, {(What.SCOPE_MISSING, AMBER)}),
        ({"seen": {"scopes": frozenset(NEEDED) - {"chat:write"}}}, {(What.SCOPE_MISSING, RED)}),
        ({"seen": {"scopes": None}}, {(What.NOT_LOOKED_AT, AMBER)}),
        ({"seen": {"slack_at": MORNING - timedelta(minutes=2)}}, {(What.CLOCK_OFF, AMBER)}),
        ({"seen": {"slack_at": MORNING + timedelta(minutes=6)}}, {(What.CLOCK_OFF, RED)}),
        ({"seen": groups(leads=set())}, {(What.GROUP_EMPTY, AMBER), (What.TIER_BY_HIGHER, AMBER)}),
        (
            {"seen": groups(executives=set())},
            {(What.GROUP_EMPTY, AMBER), (What.TIER_NO_AUTHORIZER, RED)},
        ),
        ({"seen": groups(operations=set())}, {(What.GROUP_EMPTY, RED), (What.HOLD_UNSTAFFED, RED)}),
        ({"seen": groups(validators={"UVAL1"})}, {(What.TIER_ONE_VALIDATOR, AMBER)}),
        (
            {"seen": groups(validators={"UVAL1"}, executives={"UVAL1"})},
            {(What.TIER_ONE_VALIDATOR, AMBER), (What.TIER_ONE_PERSON, RED)},
        ),
        ({"seen": {"people": gone("USUCCESS")}}, {(What.PERSON_GONE, AMBER), (What.CONTACT_NOBODY, RED)}),
        (
            {"seen": {"people": gone("UDIRECTOR")}},
            {(What.PERSON_GONE, AMBER), (What.CONTACT_BACKUP, AMBER), (What.ONE_ADMINISTRATOR, AMBER)},
        ),
        ({"seen": {"busy": frozenset({"USUCCESS"})}}, {(What.CONTACT_AWAY, AMBER)}),
        ({"record": {"review_due": MORNING + timedelta(days=9)}}, {(What.THRESHOLDS_NEAR, AMBER)}),
        ({"record": {"review_due": MORNING - timedelta(days=1)}}, {(What.THRESHOLDS_OVERDUE, RED)}),
        ({"record": {"is_review_overdue": True}}, {(What.THRESHOLDS_OVERDUE, RED)}),
        ({"record": {"audit_review_late": 3}}, {(What.AUDIT_REVIEW_LATE, RED)}),
        ({"record": {"verification": None}}, {(What.AUDIT_NOT_VERIFIED, AMBER)}),
        (
            {"record": {"verification": Verification(at=MORNING, chains=2, events=9, found=1)}},
            {(What.AUDIT_BROKEN, RED)},
        ),
        ({"record": {"figures_differ": 2}}, {(What.KPIS_DIFFER, RED)}),
        ({"record": {"figures_differ": None}}, {(What.KPIS_NOT_COMPARED, AMBER)}),
        ({"record": {"report_due": MORNING - timedelta(hours=2)}}, {(What.REPORT_LATE, RED)}),
        ({"record": {"report_fault": "is_archived"}}, {(What.REPORT_NOT_TAKEN, RED)}),
        ({"record": {"planned": (Planned(name="audit review", due_at=None),)}}, {(What.UNSCHEDULED, RED)}),
        ({"record": {"trained": frozenset()}}, {(What.UNTRAINED, AMBER)}),
        ({"record": {"refused": 1, "refused_because": "x"}}, {(What.OUTBOX_REFUSED, AMBER)}),
        ({"record": {"oldest_waiting": MORNING - timedelta(minutes=20)}}, {(What.OUTBOX_BEHIND, AMBER)}),
        ({"record": {"oldest_waiting": MORNING - timedelta(hours=3)}}, {(What.OUTBOX_BEHIND, RED)}),
    ],
)
def test_each_fault_is_found_and_nothing_else(
    changed: dict[str, Any], found: set[tuple[What, Level]]
) -> None:
    assert faulty(checks(**changed)) == found


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ({"holds": {}}, {(What.HOLD_UNNAMED, AMBER), (What.AUDIT_NO_REVIEWER, AMBER)}),
        ({"single_approval": {"enabled": True}}, {(What.SINGLE_APPROVAL, AMBER)}),
        ({"administrators": ["@admins"]}, {(What.ONE_ADMINISTRATOR, AMBER)}),
        ({"process_link": ""}, {(What.PROCESS_UNLINKED, AMBER)}),
        ({"reports": {}}, {(What.REPORT_NOWHERE, AMBER)}),
    ],
)
def test_what_the_policy_leaves_out_is_amber(part: dict[str, Any], found: set[tuple[What, Level]]) -> None:
    assert faulty(checks(whole_policy(**part))) == found


def test_training_that_the_policy_requires_is_red_where_it_is_not_attested() -> None:
    required = whole_policy(training={"required": True})
    assert faulty(checks(required, record={"trained": frozenset()})) == {(What.UNTRAINED, RED)}


def test_tier_whose_authorisers_have_all_delegated_is_amber() -> None:
    made = Delegation(
        number=1,
        by="UEXE1",
        to="UMAN1",
        roles=("executive",),
        starts=MORNING - timedelta(days=1),
        ends=MORNING + timedelta(days=1),
        made_at=MORNING - timedelta(days=1),
    )
    own = whole_policy(delegates=[{"role": "executive", "who": ["@managers"]}])
    assert (What.TIER_AWAY, AMBER) in faulty(checks(own, record={"delegations": (made,)}))


def test_channel_is_archived_or_not_to_be_seen_or_not_entered() -> None:
    own = whole_policy()
    seen = dict(survey(own).channels or {})
    seen["#manager"] = replace(seen["#manager"], is_archived=True)
    seen["#executive"] = replace(seen["#executive"], is_member=False)
    del seen["#team-lead"]
    assert {(c.what, c.subject) for c in checks(own, seen={"channels": seen}) if c.level is Level.RED} == {
        (What.CHANNEL_ARCHIVED, "#manager"),
        (What.CHANNEL_NOT_IN, "#executive"),
        (What.CHANNEL_UNSEEN, "#team-lead"),
    }


def test_channel_is_found_by_its_id_too_and_only_one_that_is_a_contact_s_alone_is_amber() -> None:
    own = whole_policy(reports={"channel": "C0REPORTS1"})
    seen = dict(survey(own).channels or {})
    seen["#reports"] = ChannelSeen(id="C0REPORTS1", name="reports", is_archived=False, is_member=True)
    del seen["C0REPORTS1"]
    assert faulty(checks(own, seen={"channels": seen})) == set()
    contacts = {key: one.model_dump(mode="json") for key, one in own.contacts.items()}
    first, second = list(contacts)[:2]
    contacts[first]["channel"], contacts[second]["channel"] = "#alone", "#manager"
    named_twice = whole_policy(contacts=contacts)
    seen = dict(survey(named_twice).channels or {})
    del seen["#alone"], seen["#manager"]
    found = {check.subject: check.level for check in checks(named_twice, seen={"channels": seen})}
    assert (found["#alone"], found["#manager"]) == (AMBER, RED)


def test_disabled_group_is_called_so_and_its_members_count_for_nobody() -> None:
    own = whole_policy()
    known = dict(survey(own).groups or {})
    known["@executives"] = replace(known["@executives"], is_disabled=True)
    assert faulty(checks(own, seen={"groups": known})) == {
        (What.GROUP_DISABLED, AMBER),
        (What.TIER_NO_AUTHORIZER, RED),
    }


def test_contact_with_one_who_is_there_is_not_called_away() -> None:
    own = whole_policy()
    contacts = {key: one.model_dump(mode="json") for key, one in own.contacts.items()}
    first = next(iter(contacts))
    contacts[first]["who"] = ["UOPS1", "UOPS2"]
    assert faulty(checks(whole_policy(contacts=contacts), seen={"busy": frozenset({"UOPS1"})})) == set()


def test_report_that_is_due_just_now_is_not_late() -> None:
    assert faulty(checks(record={"report_due": MORNING - timedelta(minutes=30)})) == set()


def test_what_nobody_could_find_out_is_amber_and_says_why() -> None:
    found = judge(Condition(at=MORNING, unknown=dict.fromkeys(Item, "Slack cannot be reached")))
    assert {check.level for check in found} == {Level.AMBER}
    told = {in_slack(None, Names()).tell(check).says for check in found}
    assert told == {"It could not be looked at: Slack cannot be reached."}


def test_groups_that_slack_does_not_tell_of_turn_nothing_red() -> None:
    assert {level for _, level in faulty(checks(seen={"groups": None}))} == {Level.AMBER}


def test_people_of_whom_slack_told_only_some_are_not_said_to_be_all_there() -> None:
    own = whole_policy()
    condition = Condition(
        at=MORNING, policy=own, survey=survey(own, people={}), unknown={Item.AUTHORITIES: "users.info: later"}
    )
    of_people = [check for check in judge(condition) if check.item is Item.AUTHORITIES]
    assert [(check.what, check.level) for check in of_people] == [(What.NOT_LOOKED_AT, AMBER)]


def test_every_scope_that_the_manifest_asks_for_is_looked_at() -> None:
    assert set(NEEDED) == set(SCOPES)


def test_fingerprint_tells_sets_of_findings_apart_and_not_their_figures() -> None:
    one = Check(item=Item.OUTBOX, what=What.OUTBOX_BEHIND, level=RED, facts={"count": "3"})
    again = replace(one, facts={"count": "4"})
    other = replace(one, subject="x")
    assert fingerprint((one,)) == fingerprint((again,)) != fingerprint((other,))
    assert fingerprint(()) == ""


@pytest.mark.parametrize("what", What)
def test_everything_that_is_found_has_words(what: What) -> None:
    facts = _Any()
    says, do = (text.format_map(facts) for text in FOUND[what])
    assert says.strip()
    for said in (says, do):
        assert "  " not in said
        assert not said or said[-1] in ".)}/" or "{" in FOUND[what][0][-10:]


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "something"


def test_every_item_and_everybody_who_can_has_words() -> None:
    assert set(ITEMS) == set(Item)
    assert set(WHO_CAN) == set(Can)


def test_sentences_name_people_and_say_who_can() -> None:
    own = whole_policy(administrators=["UADM1", "UADM2"])
    check = Check(
        item=Item.AUTHORITIES,
        what=What.PERSON_GONE,
        level=AMBER,
        can=Can.ADMINISTRATORS,
        subject="ULEFT",
        facts={"who": ("ULEFT",), "roles": ("role:validators", "role:tier:manager", "role:hold:regulatory")},
    )
    told = in_slack(own, Names()).tell(check)
    assert told.says == (
        "<@ULEFT> is deactivated or no full member; the policy names them for the first approval, the tier Manager "
        "and the hold for regulatory questions."
    )
    assert told.can == "The policy's administrators can: <@UADM1> and <@UADM2>."
    plain = on_terminal(own, {"ULEFT": "Lena Left", "UADM1": "Ada"}).tell(check)
    assert plain.says.startswith("Lena Left (ULEFT) is deactivated")
    assert plain.can == "The policy's administrators can: Ada (UADM1) and UADM2."


def test_time_is_told_in_each_reader_s_zone_and_on_a_terminal_in_the_policy_s() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    own = whole_policy()
    check = Check(item=Item.KPIS, what=What.REPORT_LATE, level=RED, facts={"due": Moment(at=late)})
    token = f"<!date^{int(late.timestamp())}^{{date_short}} at {{time}}|2026-12-31 23:30 UTC>"
    assert (
        in_slack(own, Names()).tell(check).says == f"The monthly report was due {token} and was not posted."
    )
    assert own.calendar.time_zone == "Europe/Berlin"
    assert "2027-01-01 00:30 CET" in on_terminal(own, {}).tell(check).says
    day = replace(check, facts={"due": Moment(at=late, is_day=True)})
    for teller in (in_slack(own, Names()), on_terminal(own, {})):
        assert "due 1 Jan 2027 and" in teller.tell(day).says
    assert "due 31 Dec 2026 and" in on_terminal(None, {}).tell(day).says


def test_what_others_wrote_is_escaped_in_slack() -> None:
    check = Check(
        item=Item.SOURCES, what=What.SOURCE_UNREADABLE, level=RED, facts={"fault": "<!channel> {x} & co"}
    )
    assert in_slack(None, Names()).tell(check).says == "&lt;!channel&gt; {x} &amp; co"
    longest = replace(check, facts={"fault": "&" * 3000})
    assert 500 < len(in_slack(None, Names()).tell(longest).says) <= FACT_LIMIT


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("place:is_archived", "the channel is archived"),
        ("place:user_disabled", "they have left the workspace"),
        ("place:of_tomorrow", "does not see the channel"),
        ("invalid_blocks", "invalid_blocks"),
    ],
)
def test_why_a_place_took_no_message_is_told_in_words(kept: str, said: str) -> None:
    found = checks(record={"refused": 3, "refused_because": kept, "report_fault": kept})
    of_messages = (What.OUTBOX_REFUSED, What.REPORT_NOT_TAKEN)
    told = [on_terminal(policy(), {}).tell(one).says for one in found if one.what in of_messages]
    assert len(told) == 2
    assert all(said in one and "place:" not in one for one in told)
