"""Guarding: what the policy stops by itself, whatever act led there; nothing that changes a request goes around it."""

from __future__ import annotations

from models.lifecycle.complying import held_by_rules
from models.lifecycle.outcome import Outcome, Scene
from models.lifecycle.over_authority import held_if_over
from models.refusals import Refusal


def guarded(done: Outcome, scene: Scene) -> Outcome | Refusal:
    """The outcome, with a hold for each of the policy's rules that applies to the request as it is now.

    A refusal where Slack cannot say just now whom the hold is for: then the act itself is not done either.
    """
    if done.request.is_incomplete:
        # What it asks is not known yet; the rules apply once somebody has completed it.
        return done
    over = held_if_over(done.request, scene)
    if isinstance(over, Refusal):
        return over
    ruled = held_by_rules(over.request, scene)
    return Outcome(request=ruled.request, events=(*done.events, *over.events, *ruled.events))
