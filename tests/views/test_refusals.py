"""Every refusal and fault has a sentence that says why, and who could."""

from __future__ import annotations

import re

import pytest

from bot.views.refusals import fault_sentence, plain_sentence, sentence
from bot.views.refused_because import REFUSED_BECAUSE
from models.refusals import Fault, Field, Refusal, Why
from tests.views.walk import NAMES, sample_policy

#: Somebody is refused because of who they are: another one is who may.
ROLES = frozenset(why for why in Why if Refusal(why=why).lies_in_roles)
WITH_WHO = (
    Why.REQUESTER,
    Why.BENEFICIARY,
    Why.SAME_PERSON,
    Why.OUT_OF_ORDER,
    Why.NOT_VALIDATOR,
    Why.NOT_AUTHORIZER,
    Why.NOT_OPERATIONS,
    Why.GUEST,
    Why.STRANGER,
    Why.BOT,
    Why.DEACTIVATED,
)


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_sentence(why: Why) -> None:
    refusal = Refusal(why=why, faults={Field.RATIONALE: Fault.MISSING} if why is Why.FAULTS else {})
    for said in (sentence(refusal, NAMES), plain_sentence(refusal)):
        assert said.endswith((".", ":"))
        assert "!" not in said
        assert "  " not in said


#: What tells somebody who could, what they can do now, or that there is nothing to do.
_NEXT = re.compile(
    r"> (can\b|may see)|(waits?|held) (for|on)|Once it was|once somebody is|once there is|can ask again"
    r"|`/exception|Try again|Ask |Open it again|Look |Press |Change what|files a new one|nothing to (do|end)"
    r"|nobody to ask|nothing for you|card shows|details show|administrator (can|has to)|can name|Reject it"
    r"|only they can|you are reminded|Decide it now|whoever keeps it|normal path goes on|until then the approvers"
)


@pytest.mark.parametrize("why", Why)
def test_every_refusal_says_who_could_or_what_to_do_now(why: Why) -> None:
    faults = {Field.RATIONALE: Fault.MISSING} if why is Why.FAULTS else {}
    refusal = Refusal(why=why, who_could=("@executives",), by="UVAL2", groups=("@executives",), faults=faults)
    assert _NEXT.search(sentence(refusal, NAMES)), sentence(refusal, NAMES)


@pytest.mark.parametrize("why", [why for why in Why if why.name.startswith("NOT_") and why in ROLES])
def test_who_lacks_a_role_hears_who_has_it(why: Why) -> None:
    refusal = Refusal(why=why, who_could=("@executives",))
    assert "@executives" in sentence(refusal, NAMES)
    assert "@executives" in plain_sentence(refusal)


@pytest.mark.parametrize("why", WITH_WHO)
def test_refusal_of_a_person_says_who_could(why: Why) -> None:
    refusal = Refusal(why=why, who_could=("@executives", "UEXE9"))
    assert "<!subteam^SEXECUTIVES|@executives> or <@UEXE9>" in sentence(refusal, NAMES)
    assert "@executives or somebody whom the policy names" in plain_sentence(refusal)


@pytest.mark.parametrize(
    "why",
    [
        Why.STAGE_PASSED,
        Why.ALREADY_DECIDED,
        Why.ALREADY_EXECUTED,
        Why.ALREADY_WITHDRAWN,
        Why.ALREADY_ACKNOWLEDGED,
    ],
)
def test_late_one_hears_who_was_first(why: Why) -> None:
    assert "<@UVAL2>" in sentence(Refusal(why=why, by="UVAL2"), NAMES)


@pytest.mark.parametrize("why", Why)
def test_plain_sentence_has_no_markup(why: Why) -> None:
    refusal = Refusal(why=why, who_could=("@executives", "UEXE9"), by="UVAL2", groups=("@executives",))
    assert "<" not in plain_sentence(refusal)
    assert "UEXE9" not in plain_sentence(refusal)


def test_unknown_group_is_named() -> None:
    refusal = Refusal(why=Why.GROUP_UNKNOWN, groups=("@executives",))
    assert "@executives" in plain_sentence(refusal)
    assert "Try again" in plain_sentence(refusal)


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_of_every_field_has_a_sentence(field: Field, fault: Fault) -> None:
    policy = sample_policy()
    said = fault_sentence(field, fault, policy, standard=policy.standards[0])
    assert said.endswith(".")
    assert "<" not in said
    assert len(said) <= 200


def test_value_over_every_authority_names_the_highest_and_the_owner() -> None:
    said = fault_sentence(Field.VALUE, Fault.OVER_ALL_AUTHORITY, sample_policy())
    assert "Executive" in said
    assert "EUR 100,000" in said
    assert "@operations" in said


def test_standard_itself_is_named() -> None:
    policy = sample_policy()
    said = fault_sentence(Field.REQUESTED, Fault.SAME_AS_STANDARD, policy, standard=policy.standards[0])
    assert said.startswith("30 days")


def test_trail_has_words_for_every_refusal_that_it_records() -> None:
    never_recorded = {Why.ALREADY_RECORDED, Why.NO_SUCH_REQUEST, Why.NO_SUCH_ESCALATION}
    assert set(REFUSED_BECAUSE) >= {str(why) for why in Why} - never_recorded


def test_refusal_names_the_first_of_hundreds_who_could() -> None:
    everybody = tuple(f"U{n:010d}" for n in range(500))
    said = sentence(Refusal(why=Why.NOT_CONTACT, who_could=(*everybody, "@executives")), NAMES)
    assert "<!subteam^SEXECUTIVES|@executives>, <@U0000000000>" in said
    assert "<@U0000000008> or 491 others can." in said
    assert len(said) < 500
