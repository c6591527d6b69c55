"""The training in believable moments: not attested yet, holding, run out, other criteria, a large team, asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views.training import TrainingShown, attested_notice, training_page
from bot.views.training_roles import roles_of
from bot.views.training_told import training_message
from models.attestation import Attestation, Standing, Training, criteria_changed, standing
from models.policy import Policy
from models.policy_training import Training as Part
from tests.builders import MORNING, register
from tests.views.samples import HARD, as_payload
from tests.views.samples_policy import BASE, lower
from tests.views.walk import NAMES, VALIDATOR, sample_policy

LAST = Attestation(number=3, by=VALIDATOR, at=MORNING - timedelta(days=40), version=BASE)
NEVER = Standing(training=Training.NEVER)


def of(other: Policy) -> Callable[[str], Policy]:
    return lambda version: other


def strict() -> Policy:
    return sample_policy().model_copy(update={"training": Part(required=True)})


def page(**changed: Any) -> dict[str, Any]:
    shown = TrainingShown(
        policy=sample_policy(),
        version=BASE,
        names=NAMES,
        standing=NEVER,
        roles=roles_of("UBOTH", sample_policy(), register()),
    )
    return training_page(replace(shown, **changed))


def team(size: int) -> dict[str, Standing]:
    """Every third has attested, every fourth of the others to other criteria."""
    policy = sample_policy()
    held = standing(LAST, policy, of(policy), MORNING)
    changed = Standing(
        training=Training.CHANGED, last=LAST, changes=criteria_changed(sample_policy(), lower())
    )
    return {f"U{n:09}": held if n % 3 == 0 else changed if n % 4 == 0 else NEVER for n in range(size)}


def hard() -> Policy:
    points = tuple(HARD[:300] for _ in range(10))
    return sample_policy().model_copy(update={"training": Part(points=points, link="https://wiki.example/t")})


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "training_page": page,
    "training_page_first": lambda: page(policy=strict(), first=True),
    "training_page_attested": lambda: page(
        standing=standing(LAST, sample_policy(), of(sample_policy()), MORNING)
    ),
    "training_page_expired": lambda: page(
        standing=standing(LAST, sample_policy(), of(sample_policy()), MORNING + timedelta(days=400))
    ),
    "training_page_changed": lambda: page(
        policy=lower(), standing=standing(LAST, lower(), of(sample_policy()), MORNING)
    ),
    "training_page_of_trainer": lambda: page(
        team=team(120), unread=("@operations",), done=":white_check_mark: *Asked.*"
    ),
    "training_page_all_trained": lambda: page(team={"U000000000": team(1)["U000000000"]}),
    "training_page_hard": lambda: page(policy=hard(), team=team(3)),
    "training_attested": lambda: attested_notice(
        standing(LAST, sample_policy(), of(sample_policy()), MORNING), goes_on=True
    ),
    "training_message": lambda: as_payload(training_message(sample_policy(), NAMES)),
    "training_message_required": lambda: as_payload(training_message(strict(), NAMES)),
}
