"""What people choose to be told: everybody for themselves, on record, and told again by the record alone."""

from __future__ import annotations

from datetime import time

import pytest

from models.derived import CannotDeriveError, derive_preferences
from models.events import EventKind
from models.notifying.acts import SetPreferences
from models.notifying.preferences import Preferences, chosen
from models.refusals import Refusal, Why
from tests.builders import person, policy
from tests.views.test_trail_words import link


def set_to(
    *, has_digest: bool = True, digest_at: time | None = None, has_reminders: bool = True
) -> SetPreferences:
    return SetPreferences(has_digest=has_digest, digest_at=digest_at, has_reminders=has_reminders)


def test_choice_is_its_makers_own_and_is_on_record() -> None:
    result = chosen(set_to(digest_at=time(7)), Preferences(person="UVAL1"), person("UVAL1"))
    assert not isinstance(result, Refusal)
    made, happened = result
    assert (made.person, made.hour(policy())) == ("UVAL1", time(7))
    assert happened.kind is EventKind.PREFERENCES_SET
    assert happened.changed["preferences"] == {
        "person": "UVAL1",
        "has_digest": True,
        "digest_at": "07:00:00",
        "has_reminders": True,
    }


def test_who_has_not_chosen_gets_the_digest_when_the_policy_says() -> None:
    own = policy(notifications={"digest_at": "09:15:00"})
    assert Preferences(person="UVAL1").hour(own) == time(9, 15)
    assert Preferences(person="UVAL1").hour(policy()) == time(8, 30)


def test_what_is_not_chosen_stays_as_it_is() -> None:
    known = Preferences(person="UVAL1", digest_at=time(7), has_reminders=False)
    off = chosen(SetPreferences(has_digest=False), known, person("UVAL1"))
    on = chosen(SetPreferences(has_reminders=True), known, person("UVAL1"))
    assert not isinstance(off, Refusal)
    assert not isinstance(on, Refusal)
    assert off[0] == Preferences(person="UVAL1", has_digest=False, digest_at=time(7), has_reminders=False)
    assert on[0] == Preferences(person="UVAL1", digest_at=time(7))


def test_choice_that_is_none_changes_nothing() -> None:
    result = chosen(set_to(), Preferences(person="UVAL1"), person("UVAL1"))
    assert isinstance(result, Refusal)
    assert result.why is Why.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ({"is_bot": True}, Why.BOT),
        ({"is_deactivated": True}, Why.DEACTIVATED),
        ({"is_stranger": True}, Why.STRANGER),
    ],
)
def test_program_or_stranger_chooses_nothing(who: dict[str, bool], why: Why) -> None:
    result = chosen(set_to(has_digest=False), Preferences(person="UX"), person("UX", **who))
    assert isinstance(result, Refusal)
    assert result.why is why


def test_guest_chooses_for_themselves_too() -> None:
    result = chosen(set_to(has_reminders=False), Preferences(person="UG"), person("UG", is_guest=True))
    assert not isinstance(result, Refusal)


def test_last_choice_is_told_by_the_chain_and_nobody_chooses_for_another() -> None:
    first = {"person": "UVAL1", "has_digest": False, "digest_at": None, "has_reminders": True}
    told = derive_preferences(
        [
            link(EventKind.PREFERENCES_SET, "UVAL1", preferences=first),
            link(EventKind.EXPORTED, "UADMIN1"),
            link(EventKind.PREFERENCES_SET, "UVAL1", preferences={**first, "digest_at": "06:30:00"}),
        ]
    )
    assert told == {"UVAL1": Preferences(person="UVAL1", has_digest=False, digest_at=time(6, 30))}
    with pytest.raises(CannotDeriveError, match="for another"):
        derive_preferences([link(EventKind.PREFERENCES_SET, "UVAL2", preferences=first)])
