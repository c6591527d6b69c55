"""The policy's notifications: what holds where they are left out, and a digest that nobody would get."""

from __future__ import annotations

import tomllib
from datetime import time

from bot.policy_faults import faults_of
from tests.builders import policy
from tests.policy.written import changed


def test_digest_comes_at_half_past_eight_unless_the_policy_says_otherwise() -> None:
    assert policy().notifications.digest_at == time(8, 30)


def test_digest_after_the_close_of_the_day_is_a_fault_that_says_what_to_write() -> None:
    written = tomllib.loads(changed())
    written["notifications"] = {"digest_at": time(18)}
    _, faults = faults_of(written)
    assert [fault.key for fault in faults] == ["notifications.digest_at"]
    assert "calendar.closes = 17:00" in faults[0].sentence
    assert "write an earlier time" in faults[0].sentence
