"""The views of policy reviews and of like cases in believable moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.views import home_parts
from bot.views.details import details
from bot.views.home import HomeTab
from bot.views.messages import render
from bot.views.open_reviews import Listed, reviews_message, waiting
from bot.views.policy_review import ReviewShown, concluding, listed, policy_review_card, word_in_thread
from models.like_cases import LikeCase, LikeCases
from models.notices import MessageKind
from models.oversight.policy_reviews import Case, Conclusion, PolicyReview, ReviewOutcome
from models.reasons import Reason
from models.request import Customer, Ending, ExceptionRequest
from tests import builders
from tests.builders import MORNING
from tests.views.homes import home_of
from tests.views.samples import HARD, as_payload, full, hard
from tests.views.samples import waiting as waits
from tests.views.walk import NAMES, Walk, sample_policy

OWNER, CONTACT = "UOPS1", "UDIRECTOR"
POLICY = sample_policy().model_copy(
    update={"recurrence": builders.policy(recurrence={"contact": "director"}).recurrence}
)
WORDS = (
    "Thirty days no longer fit how our customers pay: most run payments on the 15th. The term is 45 days now."
)


def case(number: int, customer: str, **changed: Any) -> ExceptionRequest:
    """An approved request of that number."""
    walk = Walk(customer=Customer(id=f"C-{number}", name=customer), **changed)
    request = walk.gathered().validated().authorized().now
    return replace(request, number=number)


def cases() -> tuple[ExceptionRequest, ...]:
    """Three that stand, and one that was withdrawn since."""
    gone = Walk(customer=Customer(id="C-9", name="Harbour Sample AG")).gathered().validated().authorized()
    return (
        case(1031, "Nordlicht Sample GmbH"),
        case(1036, "Lumen Sample Ltd", requested=Decimal(60)),
        replace(gone.withdrawn().now, number=1040),
        case(1042, HARD),
    )


def review(**changed: Any) -> PolicyReview:
    """Opened with the third, and one more was added since."""
    made = PolicyReview(
        number=3,
        standard="P-1",
        reason=Reason.RETENTION,
        owner="@operations",
        opened_at=MORNING,
        due_at=MORNING + timedelta(days=14, hours=8),
        count=3,
        within=timedelta(days=90),
        policy_version="4f1d2c9a7e10",
        cases=tuple(
            Case(number=one.number, approved_at=MORNING - timedelta(days=50 - 15 * n))
            for n, one in enumerate(cases())
        ),
        told=(OWNER, "UOPS2"),
    )
    return replace(made, **changed)


def concluded(outcome: ReviewOutcome, words: str = WORDS, version: str = "9b3e71c05d42") -> PolicyReview:
    """One that its owner has concluded."""
    at = MORNING + timedelta(days=3, hours=2)
    made = Conclusion(outcome=outcome, by=OWNER, at=at, words=words, policy_version=version)
    return review(concluded=made)


def shown(
    of: PolicyReview, recipient: str = OWNER, known: tuple[ExceptionRequest, ...] | None = None
) -> dict[str, Any]:
    """The card as somebody sees it."""
    found = {one.number: one for one in (cases() if known is None else known)}
    scene = ReviewShown(
        review=of,
        policy=POLICY,
        policy_of=lambda _: POLICY,
        cases=found,
        names=NAMES,
        recipient=recipient,
        at=MORNING + timedelta(days=1),
    )
    return as_payload(policy_review_card(scene))


def many() -> dict[str, Any]:
    """Two hundred cases with awkward names, and a long conclusion."""
    one = case(1042, HARD * 3)
    known = tuple(replace(one, number=1001 + n) for n in range(200))
    counted = tuple(
        Case(number=r.number, approved_at=MORNING - timedelta(hours=n)) for n, r in enumerate(known)
    )
    long = concluded(ReviewOutcome.TRAINING, words=HARD * 28)
    return shown(replace(long, cases=counted), known=known)


def changed_case() -> dict[str, Any]:
    """A case that is about something else since, and one that is not on record."""
    return shown(review(), known=(case(1031, "Nordlicht Sample GmbH", reason=Reason.UNIQUE),))


LIKE = LikeCases(
    newest=(
        LikeCase(
            number=1040,
            deviation=Decimal(50),
            ending=Ending.APPROVED,
            at=MORNING - timedelta(days=12),
            is_same_customer=True,
        ),
        LikeCase(
            number=1038,
            deviation=Decimal("33.3333"),
            ending=Ending.REJECTED,
            at=MORNING - timedelta(days=20),
            is_same_customer=False,
        ),
        LikeCase(
            number=1036,
            deviation=Decimal(100),
            ending=None,
            at=MORNING - timedelta(days=30),
            is_same_customer=False,
        ),
    ),
    more={Ending.APPROVED: 2, Ending.REJECTED: 1, Ending.EXPIRED: 1, None: 1},
)
NOT_SCORED = LikeCases(
    newest=(
        replace(LIKE.newest[2], number=1041, deviation=None),
        replace(LIKE.newest[1], number=1039, deviation=None, ending=Ending.LAPSED),
    )
)
ALL_ENDINGS = LikeCases(newest=LIKE.newest, more={**dict.fromkeys(Ending, 12_345), None: 12_345})


def card(walk: Walk, like: LikeCases) -> dict[str, Any]:
    """An approval card with like cases."""
    return as_payload(render(MessageKind.CARD, replace(walk.scene(), like=like)))


def in_details(like: LikeCases) -> dict[str, Any]:
    """The whole record with like cases."""
    walk = waits()
    return details(walk.now, walk.policy, walk.trail, NAMES, like=like)


def lines() -> list[Listed]:
    """One that waits on its reader and one that is somebody else's."""
    at = MORNING + timedelta(days=1)
    late = review(number=2, overdue_at=MORNING, due_at=MORNING - timedelta(hours=1))
    return [
        listed(late, POLICY, NAMES, at, is_mine=False),
        listed(review(), POLICY, NAMES, at, is_mine=True),
    ]


def at_home() -> dict[str, Any]:
    """The Home of an owner."""
    part = home_parts.waiting((), lambda _: POLICY, waiting(lines()))
    return home_of(POLICY, HomeTab.WAITING, part, counted="1")


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "policy_review_open": lambda: shown(review()),
    "policy_review_overdue": lambda: shown(review(overdue_at=MORNING, overdue_told=(CONTACT,))),
    "policy_review_for_contact": lambda: shown(
        review(overdue_at=MORNING, due_at=MORNING, overdue_told=(CONTACT,)), CONTACT
    ),
    "policy_review_changed": lambda: shown(concluded(ReviewOutcome.CHANGED)),
    "policy_review_changed_later": lambda: shown(
        concluded(ReviewOutcome.CHANGED, version=review().policy_version)
    ),
    "policy_review_kept": lambda: shown(concluded(ReviewOutcome.KEPT)),
    "policy_review_hard": many,
    "policy_review_case_changed": changed_case,
    "policy_review_form": lambda: concluding(review(), POLICY),
    "policy_review_opened_in_thread": lambda: as_payload(
        word_in_thread(review(), POLICY, NAMES, is_new=True)
    ),
    "policy_review_added_in_thread": lambda: as_payload(
        word_in_thread(review(), POLICY, NAMES, is_new=False)
    ),
    "open_reviews": lambda: as_payload(reviews_message(lines())),
    "open_reviews_none": lambda: as_payload(reviews_message([])),
    "policy_review_home": at_home,
    "like_cases_card": lambda: card(waits(), LIKE),
    "like_cases_card_full": lambda: card(full(), ALL_ENDINGS),
    "like_cases_card_hard": lambda: card(hard(), ALL_ENDINGS),
    "like_cases_none": lambda: card(waits(), LikeCases()),
    "like_cases_not_scored": lambda: card(waits(), NOT_SCORED),
    "like_cases_details": lambda: in_details(LIKE),
}
