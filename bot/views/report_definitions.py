"""What each figure of a report means, in a sentence; it counts nothing."""

from __future__ import annotations

#: What it is called, and what it means.
DEFINITIONS = (
    ("Filed", "Requests filed in the month. Everything else counts in the month in which it happened."),
    (
        "Recurring",
        "Filed while a request for the same standard and reason had been approved within the policy's time.",
    ),
    ("Approved, rejected", "By the approvers, as it stands now: what a later act makes void is taken back."),
    ("Rate", "Approved ÷ (approved + rejected). Withdrawals are apart."),
    (
        "Otherwise",
        "Withdrawn by the requester, refused by compliance or above all authority, lapsed after it was returned, "
        "or approved and not carried out in time.",
    ),
    (
        "Half within, 9 of 10 within",
        "The median and the 90th percentile of the time from the filing, or from the newest round, until the last "
        "decision; without the time that a hold stopped. Exact, by nearest rank.",
    ),
    ("Late", "Deadlines that passed undecided."),
    ("Holds", "Holds that were opened, of all kinds."),
    (
        "Policy reviews",
        "Opened because of recurring exceptions, and those of them that were concluded with a changed policy.",
    ),
)
