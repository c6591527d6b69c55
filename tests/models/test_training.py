"""Training: who has attested to which criteria, for how long it holds, and that only they decide where it is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.acts import (
    AnswerExpedite,
    Approve,
    ClearCompliance,
    ExtendDeadline,
    MarkExecuted,
    Prohibit,
    Reject,
    ResolveHold,
    ReturnForCompletion,
    Withdraw,
)
from models.attestation import Attestation, Training, criteria_changed, standing
from models.authority import needs_training
from models.events import EventKind
from models.holds import MissingItem
from models.lifecycle import perform
from models.oversight.training import ask, attest, refusal_of_trainer, today, trainees, trainers
from models.oversight.training_acts import AttestTraining
from models.people import Register
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.request import Stage
from tests.builders import LATER, MORNING, approved, filed, person, policy, register, scene

REQUIRED = {"training": {"required": True}}
HELD = Attestation(number=1, by="UVAL1", at=MORNING, version="v1")


def of(other: Policy) -> Any:
    """Every version on record says what this policy says."""
    return lambda version: other


def trained(*people: str) -> Register:
    return Register(groups=register(LATER).groups, trained=frozenset(people))


def validate(by: str, *, known: Register, own: Policy | None = None) -> Any:
    act = Approve(number=1001, stage=Stage.VALIDATION, rationale="Fine.")
    return perform(filed(), act, person(by), scene(LATER, policy=own or policy(**REQUIRED), register=known))


def test_who_has_not_attested_does_not_decide_where_the_policy_requires_it() -> None:
    refused = validate("UVAL1", known=trained())
    assert isinstance(refused, Refusal)
    assert refused.why is Why.NOT_TRAINED
    assert refused.can_be_tried_again
    assert not isinstance(validate("UVAL1", known=trained("UVAL1")), Refusal)


def test_nobody_needs_to_attest_where_the_policy_does_not_require_it() -> None:
    assert not isinstance(validate("UVAL1", known=trained(), own=policy()), Refusal)


def test_who_may_not_decide_anyway_reads_that_first() -> None:
    assert validate("UREQ", known=trained()).why is Why.REQUESTER
    assert validate("UNOBODY", known=trained()).why is Why.NOT_VALIDATOR


@pytest.mark.parametrize(
    "act",
    [
        Reject(number=1001, stage=Stage.VALIDATION, rationale="No."),
        ReturnForCompletion(number=1001, items=(MissingItem(field="impact", words="Say more."),)),
    ],
    ids=["reject", "return"],
)
def test_every_decision_needs_it(act: Any) -> None:
    on = scene(LATER, policy=policy(**REQUIRED), register=trained())
    refused = perform(filed(), act, person("UVAL1"), on)
    assert isinstance(refused, Refusal)
    assert refused.why is Why.NOT_TRAINED


@pytest.mark.parametrize(
    "act",
    [
        AnswerExpedite(number=1001, round=1, is_granted=True, words="Yes."),
        ResolveHold(number=1001, hold="regulatory-1", words="It may."),
        ClearCompliance(number=1001, hold="regulatory-1", words="It may."),
        Prohibit(number=1001, hold="regulatory-1", why="It may not."),
        ExtendDeadline(number=1001, hold="data_unavailable-1", why="It takes longer."),
    ],
    ids=lambda act: type(act).__name__,
)
def test_whatever_else_decides_about_a_request_needs_it_too(act: Any) -> None:
    assert needs_training(act, filed(), policy(**REQUIRED))
    assert not needs_training(act, filed(), policy())


def test_requester_and_operations_need_none() -> None:
    on = scene(LATER, policy=policy(**REQUIRED), register=trained())
    assert not isinstance(perform(filed(), Withdraw(number=1001, why="Gone."), person("UREQ"), on), Refusal)
    done = perform(approved(), MarkExecuted(number=1001, done="Done."), person("UOPS1"), on)
    assert not isinstance(done, Refusal), done


def test_attestation_holds_until_its_time_is_over() -> None:
    short = policy(training={"valid_for": "30d"})
    last = MORNING + timedelta(days=30)
    assert standing(HELD, short, of(short), last - timedelta(seconds=1)).holds
    assert standing(HELD, short, of(short), last).training is Training.EXPIRED
    assert standing(None, short, of(short), MORNING).training is Training.NEVER


def test_other_criteria_make_it_due_again_and_other_words_do_not() -> None:
    was = policy()
    tiers = was.model_dump()["tiers"]
    tiers[1]["title"], tiers[1]["channel"] = "Manager on duty", "#elsewhere"
    assert criteria_changed(was, policy(tiers=tiers)) == ()
    assert criteria_changed(was, policy(process_link="https://wiki.example/new")) == ()
    tiers[1]["below"] = tiers[2]["at_least"] = 45
    now = policy(tiers=tiers)
    assert [change.key for change in criteria_changed(was, now)] == ["tiers[1].below", "tiers[2].at_least"]
    again = standing(HELD, now, of(was), LATER)
    assert again.training is Training.CHANGED
    assert [change.now for change in again.changes] == ["45", "45"]
    validators = {"who": ["@managers"], "channel": "#exceptions"}
    assert criteria_changed(was, policy(validators=validators))
    assert criteria_changed(
        was, policy(single_approval={"enabled": True, "max_deviation": 5, "max_value": 1000})
    )
    assert criteria_changed(was, policy(training={"points": ["Read it twice."]}))


def test_other_criteria_change_nothing_where_the_policy_says_so() -> None:
    points = {"points": ["Read it twice."], "renew_on_change": False}
    assert standing(HELD, policy(training=points), of(policy()), LATER).holds


def test_attestation_to_a_version_that_nobody_knows_does_not_hold() -> None:
    def unknown(version: str) -> Policy:
        raise LookupError(version)

    assert standing(HELD, policy(), unknown, LATER).training is Training.CHANGED


def test_one_attests_for_oneself_to_the_version_that_was_shown() -> None:
    on = scene()
    made = attest(AttestTraining(version="v1", has_read=True), person("UVAL1"), on)
    assert not isinstance(made, Refusal)
    attestation, happened = made
    assert (attestation.number, attestation.by, attestation.at) == (1042, "UVAL1", MORNING)
    assert happened.kind is EventKind.TRAINING_ATTESTED
    other = attest(AttestTraining(version="v0", has_read=True), person("UVAL1"), on)
    assert isinstance(other, Refusal)
    assert other.why is Why.CRITERIA_CHANGED
    unread = attest(AttestTraining(version="v1", has_read=False), person("UVAL1"), on)
    assert isinstance(unread, Refusal)
    assert unread.faults == {Field.ATTESTED: Fault.MISSING}


def test_guests_and_programs_attest_to_nothing() -> None:
    on = scene()
    act = AttestTraining(version="v1", has_read=True)
    for somebody, why in ((person("UX", is_guest=True), Why.GUEST), (person("UX", is_bot=True), Why.BOT)):
        refused = attest(act, somebody, on)
        assert isinstance(refused, Refusal)
        assert refused.why is why


def test_trainees_are_those_who_decide_own_a_hold_or_carry_out() -> None:
    hold = {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance"}
    named = trainees(policy(holds={"regulatory": hold}))
    assert {"@validators", "@leads", "@managers", "@executives", "@operations", "@compliance"} <= set(named)
    assert trainers(policy(holds={"regulatory": hold})) == ("@operations", "@admins", "@compliance")


def test_whoever_could_be_refused_for_it_is_among_the_trainees() -> None:
    named = trainees(
        policy(
            delegates=[{"role": "manager", "who": ["@deputies"]}],
            escalations=policy().escalations.model_dump()
            | {"over_authority": {"priority": "normal", "within": "1h", "contact": "director"}},
        )
    )
    contacts = policy().contacts
    for contact in ("supervisor", "director"):
        assert {*contacts[contact].who, *contacts[contact].backup} <= set(named)
    assert "@deputies" in named


def test_those_who_are_due_are_asked_once_a_day_by_those_who_look_after_it() -> None:
    own = policy(administrators=["UADMIN"])
    on = scene(policy=own)
    stands = {
        "UVAL1": standing(HELD, own, of(own), LATER),
        "UVAL2": standing(None, own, of(own), LATER),
        "UMAN1": standing(None, own, of(own), LATER),
    }
    told = ask(person("UADMIN"), stands, {"UMAN1"}, on)
    assert not isinstance(told, Refusal)
    assert told[0] == ("UVAL2",)
    for asked, trained_all, why in (
        ({"UMAN1", "UVAL2"}, stands, Why.ASKED_TODAY),
        (set(), {"UVAL1": stands["UVAL1"]}, Why.ALL_TRAINED),
    ):
        refused = ask(person("UADMIN"), trained_all, asked, on)
        assert isinstance(refused, Refusal)
        assert refused.why is why
    stranger = refusal_of_trainer(person("UREQ"), own, on.register, MORNING)
    assert stranger is not None
    assert stranger.why is Why.NOT_TRAINER


def test_a_day_begins_in_the_policys_time_zone() -> None:
    zone = policy().calendar.zone
    assert today(policy(), MORNING).astimezone(zone).hour == 0
    assert timedelta(0) <= MORNING - today(policy(), MORNING) < timedelta(days=1)
