"""The views of audit reviews in believable moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views.audit_review_card import overdue_message, review_card
from bot.views.audit_review_items import ShownItem
from bot.views.audit_review_modals import (
    MARKED,
    TO_DO,
    Others,
    items_page,
    nothing_left,
    sign_off_form,
    that_fit,
)
from bot.views.audit_review_words import listed
from bot.views.open_reviews import reviews_message
from models.oversight.audit_review_authority import Reviewers
from models.oversight.audit_reviews import (
    AuditReview,
    Entry,
    Item,
    Mark,
    Reason,
    Sample,
    SignedOff,
    Verification,
)
from models.oversight.audit_scope import sampled
from models.refusals import Why
from tests.bot.audit_office import reviewed_policy
from tests.builders import MORNING
from tests.views.samples import HARD, as_payload
from tests.views.walk import EXECUTIVE, NAMES, VALIDATOR, Walk

FIRST, SECOND = "UCOM1", "UCOM2"
POLICY = reviewed_policy()
OPENED = MORNING + timedelta(days=5)


def walked() -> Walk:
    """A request with a score by hand, a hold and both approvals."""
    walk = Walk().gathered().validated()
    walk.authorized()
    return walk


def special(walk: Walk) -> Item:
    """The request, as if each of its events were beside the ordinary."""
    entries = tuple(Entry(position=link.position, reason=Reason.OVERRIDE) for link in walk.trail)
    since = walk.now.filed_at
    return Item(
        key="1042", number=1042, since=since, entries=(*entries, Entry(position=99, reason=Reason.HOLD))
    )


BROKEN = Item(
    key="chain.1", number=1017, since=OPENED, problem="event 4: its content is not what was <recorded>"
)
OF_WORKSPACE = Item(
    key="0.refusal.UVAL2",
    number=0,
    since=MORNING,
    entries=(Entry(position=7, reason=Reason.REFUSAL),),
    people=("UVAL2",),
)


def review(**changed: Any) -> AuditReview:
    """A week with an item of each kind."""
    drawn = replace(sampled(1043, walked().trail, MORNING), key="1043", number=1043)
    made = AuditReview(
        number=3,
        subject="2026-03-09",
        opened_at=OPENED,
        since=OPENED - timedelta(days=7),
        through=1234,
        events=1187,
        due_by=OPENED + timedelta(days=3),
        sample=Sample(head="0" * 64, seed="5eed" * 16, size=1, population=(1043, 1050, 1061), drawn=(1043,)),
        items=(BROKEN, special(walked()), OF_WORKSPACE, drawn),
        verification=Verification(
            at=OPENED, chains=212, events=48_391, found=1, problems=((1017, BROKEN.problem),)
        ),
        shown_in=("#compliance",),
    )
    return replace(made, **changed)


MARKS = (
    Mark(item="1042", by=FIRST, at=OPENED + timedelta(hours=1), is_finding=True, words=HARD),
    Mark(item="1042", by=SECOND, at=OPENED + timedelta(hours=2), is_finding=False),
    Mark(
        item="chain.1", by=FIRST, at=OPENED + timedelta(hours=1), is_finding=True, words="IT looks into it."
    ),
)
ALL = (
    *MARKS,
    Mark(
        item="0.refusal.UVAL2", by=SECOND, at=OPENED + timedelta(hours=2), is_finding=False, words="A slip."
    ),
    Mark(item="1043", by=SECOND, at=OPENED + timedelta(hours=2), is_finding=False),
)
SIGNED = SignedOff(by=SECOND, at=OPENED + timedelta(hours=3), words="Two to follow up with operations.")
WHOLE = Verification(at=OPENED, chains=212, events=48_391)


#: Who can sign off: all reviewers, one of them, somebody in their stead, or nobody at all.
ANYBODY = Reviewers(who=("@compliance",))
ONE = Reviewers(who=(SECOND,), are_some=True)
IN_STEAD = Reviewers(who=(EXECUTIVE,), is_in_stead=True)
NOBODY = Reviewers(who=(), is_in_stead=True)


def card(made: AuditReview, able: Reviewers = ANYBODY) -> Callable[[], dict[str, Any]]:
    """The card as a payload."""
    return lambda: as_payload(review_card(made, POLICY, NAMES, able))


def shown(made: AuditReview, reader: str) -> list[ShownItem]:
    """The items as one reader is shown them."""
    walk = walked()
    about = {1042: walk.now, 1043: walk.now}
    return [
        ShownItem(
            item=item,
            policy=walk.policy,
            links=walk.trail if item.number in about else (),
            request=about.get(item.number),
            marks=tuple(made.marks_of(item.key)),
            mine=made.mark(item.key, reader),
            barred=Why.OWN_DOING if item.key == "1043" and reader == SECOND else None,
        )
        for item in made.items
    ]


def page(
    made: AuditReview, mode: str, reader: str = FIRST, own: int = 0, theirs: int = 0
) -> Callable[[], dict[str, Any]]:
    """A page of items."""

    def make() -> dict[str, Any]:
        fitting = that_fit(made, shown(made, reader), NAMES)
        left = len(made.items) - len(fitting)
        return items_page(
            made, fitting, NAMES, mode=mode, last=3, left=left, others=Others(own=own, theirs=theirs)
        )

    return make


def overdue(made: AuditReview, link: str | None, able: Reviewers = ANYBODY) -> Callable[[], dict[str, Any]]:
    """The word to the contact."""
    return lambda: as_payload(overdue_message(made, POLICY, NAMES, link, able))


MANY = tuple(
    Mark(item="1042", by=f"UCOM{n}", at=OPENED + timedelta(minutes=n), is_finding=True, words="x" * 400)
    for n in range(15)
)
EMPTY = review(items=(), sample=Sample(head="0" * 64, seed="5eed" * 16, size=5), verification=WHOLE)
LATE = review(overdue_at=OPENED + timedelta(days=3), told=(EXECUTIVE, VALIDATOR), marks=MARKS)

SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "audit_review_card": card(review()),
    "audit_review_card_marked": card(review(marks=MARKS, verification=WHOLE)),
    "audit_review_card_all_marked": card(review(marks=ALL)),
    "audit_review_card_nobody_free": card(review(marks=ALL), IN_STEAD),
    "audit_review_card_nobody_left": card(review(marks=ALL), NOBODY),
    "audit_review_card_one_free": card(review(marks=ALL), ONE),
    "audit_review_card_many_findings": card(review(marks=MANY)),
    "audit_review_card_overdue": card(LATE),
    "audit_review_card_empty": card(EMPTY),
    "audit_review_card_signed_off": card(review(marks=ALL, signed_off=SIGNED)),
    "audit_review_card_unverified": card(review(verification=None)),
    "audit_review_overdue": overdue(LATE, "https://example.slack.com/archives/C1/p1"),
    "audit_review_overdue_without_link": overdue(LATE, None, IN_STEAD),
    "audit_review_overdue_signed_off": overdue(replace(LATE, signed_off=SIGNED), None),
    "audit_review_items": page(review(), TO_DO),
    "audit_review_items_own": page(review(), TO_DO, SECOND, own=2, theirs=1),
    "audit_review_items_marked": page(review(marks=ALL), MARKED),
    "audit_review_items_signed_off": page(review(marks=ALL, signed_off=SIGNED), MARKED),
    "audit_review_nothing_left": lambda: nothing_left(review(marks=ALL), Others()),
    "audit_review_nothing_left_for_them": lambda: nothing_left(review(marks=MARKS), Others(own=2)),
    "audit_review_nothing_left_in_stead": lambda: nothing_left(review(), Others(theirs=4)),
    "audit_review_nothing_left_to_sign": lambda: nothing_left(
        review(marks=ALL), Others(can_sign=False, who=f"<@{SECOND}> can sign it off.")
    ),
    "audit_review_sign_off": lambda: sign_off_form(review(marks=ALL)),
    "audit_review_list": lambda: as_payload(
        reviews_message(
            [listed(LATE), listed(LATE, can_do=False, who=f"<@{SECOND}> can sign it off.")],
            [listed(review(number=2, marks=ALL, signed_off=SIGNED))],
        )
    ),
    "audit_review_list_past": lambda: as_payload(
        reviews_message([], [listed(replace(EMPTY, signed_off=SIGNED))])
    ),
}
