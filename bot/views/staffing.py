"""What is said where nobody could decide what is filed: why, and who can mend it; it decides nothing."""

from __future__ import annotations

from bot.views.text import Names, joined
from bot.views.who_could import mentions, plain_names
from models.refusals import Refusal, Why

#: Why it cannot be filed; `{who}` are the groups and people concerned, `{admins}` who can mend it.
SENTENCES = {
    Why.NOBODY_VALIDATES: (
        "Nobody could validate this: of {who} nobody is there who neither files it nor benefits from it. It can be "
        "filed once somebody is. The policy's administrators can see to that: {admins}."
    ),
    Why.NOBODY_AUTHORIZES: (
        "Nobody could authorise this: of {who} nobody is there who neither files it nor benefits from it. It can be "
        "filed once somebody is. The policy's administrators can see to that: {admins}."
    ),
    Why.NO_SECOND_PERSON: (
        "This takes two different people, and of {who} only one is there who could decide it. It can be filed once "
        "there is a second one. The policy's administrators can see to that: {admins}."
    ),
}
#: The same as it stands behind a colon in the trail.
BECAUSE = {
    Why.NOBODY_VALIDATES: "nobody could validate it",
    Why.NOBODY_AUTHORIZES: "nobody could authorise it",
    Why.NO_SECOND_PERSON: "no two different people could decide it",
}


#: Who is meant, and who can mend it, where neither can be named.
_SOMEBODY, _WHERE = "those whom the policy names", "/exception policy names them"


def staffing_sentence(refusal: Refusal, names: Names) -> str:
    """Why nobody could decide it, and who can mend that (mrkdwn with mentions)."""
    who, admins = (joined(mentions(some, names), "and") for some in (refusal.groups, refusal.who_could))
    return SENTENCES[refusal.why].format(who=who or _SOMEBODY, admins=admins or _WHERE)


def plain_staffing_sentence(refusal: Refusal) -> str:
    """The same for an error beside a field, where there are no mentions."""
    return SENTENCES[refusal.why].format(who=plain_names(refusal.groups) or _SOMEBODY, admins=_WHERE)
