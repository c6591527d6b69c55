"""The sentences for an alert that is not taken in somebody's name; it decides nothing."""

from __future__ import annotations

from models.refusals import Why

#: Why it was not done; `{can}` says who could.
SENTENCES = {
    Why.NOT_A_SPONSOR: "The policy does not let an alert be filed in this person's name.{can}",
}

#: The same as it stands behind a colon in the trail.
BECAUSE = {
    Why.NOT_A_SPONSOR: "the policy lets no alert name them",
}
