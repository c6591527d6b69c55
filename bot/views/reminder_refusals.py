"""The sentences for what is not done about a reminder; `{by}` is whoever was first."""

from __future__ import annotations

from models.refusals import Why

SENTENCES = {
    Why.NOT_REMINDED: "This reminder went to somebody else, and only they can put it off. Yours are in App Home.",
    Why.ALREADY_SNOOZED: "You have put this off already; you are reminded again when that time is over.",
    Why.TOO_LATE_TO_SNOOZE: (
        "So little time is left that the operations supervisor is told of it, so it cannot be put off any more. "
        "Decide it now, or ask a colleague of your group to."
    ),
}
