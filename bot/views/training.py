"""The training: the criteria by which one decides, to be read and attested to, and how the team stands with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.policy_words import change_lines
from bot.views.text import Block, Names, escape, joined, person, when
from models.attestation import Standing, Training
from models.business_time import limit_text
from models.policy import Policy, Tier
from models.refusals import Field

#: Above the criteria, where somebody pressed a button that needs them to have attested.
FIRST = f"{words.CARE} *Not done yet.* Whoever decides attests first. Then press the same button again."
#: People of the team who are named in one list; each one is a mention.
NAMED = 40

#: What the form carries after the version where something waits for it.
GOES_ON = ":goes_on"


@dataclass(frozen=True, kw_only=True)
class TrainingShown:
    """All that the page shows to its `reader`; `first` is set where they have to attest before they can go on.

    `roles` are what the reader decides (mrkdwn). `team` has everybody who decides, for those who look after it;
    None for all others. `unread` are groups of which Slack could not say who is in them, `done` what was just done.
    """

    policy: Policy
    version: str
    names: Names
    standing: Standing
    roles: Sequence[str] = ()
    team: Mapping[str, Standing] | None = None
    unread: Sequence[str] = ()
    first: bool = False
    done: str = ""


def training_page(shown: TrainingShown) -> dict[str, Any]:
    """The page, a window that one attests in."""
    policy = shown.policy
    content = [
        *([blocks.section(FIRST)] if shown.first else []),
        blocks.section(_standing(shown)),
        *_team(shown),
        blocks.header("How an exception is decided"),
        blocks.section(_criteria(shown)),
        blocks.section(_numbered(points(policy))),
        *_roles(shown),
        blocks.small(_foot(shown)),
        inputs.entry(
            Field.ATTESTED,
            "I attest",
            inputs.checkboxes([inputs.option("I have read this and understood it", "yes")]),
            hint="It is kept on record with your name, the time and this version of the policy.",
        ),
    ]
    metadata = f"{shown.version}{GOES_ON if shown.first else ''}"
    return inputs.modal(actions.TRAINING, "Training", content, submit="Attest", metadata=metadata)


def attested_notice(standing: Standing, *, goes_on: bool) -> dict[str, Any]:
    """What somebody reads once they have attested."""
    until = when(standing.until, "{date_long}", lead=" until ") if standing.until is not None else ""
    then = " Now press the same button again." if goes_on else " There is nothing else to do."
    return inputs.notice(
        f"{words.DONE} *Thank you, it is on record.* It holds{until}.{then}", title="Training"
    )


def points(policy: Policy) -> tuple[str, ...]:
    """The sentences that one attests to, in plain text: the policy's own, or those that follow from it."""
    if policy.training.points:
        return policy.training.points
    bands = [f"{tier.title} ({words.band(tier)})" for tier in policy.tiers]
    return (
        f"The deviation decides who authorises: {joined(bands, 'and')}. It is never rounded.",
        "A value above a tier's authority goes to the lowest tier that has it.",
        "Two different people approve: operations validates first, then management authorises. Nobody gives both, and "
        "never whoever asks or benefits.",
        "While a hold is open nobody decides; its owner settles it and says why.",
        "Each decision has a rationale, and evidence where there is some; both stay on record.",
        "Nothing is approved by silence: what is late climbs to the next contact.",
        *_alone(policy),
    )


def _alone(policy: Policy) -> tuple[str, ...]:
    if not policy.single_approval.enabled:
        return ()
    most = policy.single_approval
    return (
        f"Only up to {most.max_deviation:f} % and {policy.currency} {most.max_value:,f} the second approval is waived.",
    )


def _standing(shown: TrainingShown) -> str:
    standing, must = shown.standing, shown.policy.training.required
    last = standing.last
    match standing.training:
        case Training.ATTESTED if last is not None and standing.until is not None:
            unless = ", unless the criteria change" if shown.policy.training.renew_on_change else ""
            return (
                f"{words.DONE} *You have attested*{when(last.at, '{date_pretty}', lead=', ')}. "
                f"It holds{when(standing.until, '{date_long}', lead=' until ')}{unless}."
            )
        case Training.EXPIRED if standing.until is not None:
            held = when(standing.until, "{date_long}", lead=" until ")
            said = f"{words.CARE} *It is time to attest again.* Yours held{held}."
        case Training.CHANGED:
            lines = list(change_lines(standing.changes, shown.policy, shown.names))
            said = blocks.within(
                [
                    f"{words.CARE} *The criteria have changed since you attested; please attest again.*",
                    *lines,
                ],
                1500,
            )
        case _:
            said = f"{words.LATER} *You have not attested yet.* Read this and tick the box at the end."
    return f"{said}\nThe policy asks for it before you decide a request." if must else said


def _criteria(shown: TrainingShown) -> str:
    policy, names = shown.policy, shown.names
    lines = [f"*First approval*  ·  {words.people(policy.validators.who, names)}"]
    lines += [_tier(tier, policy, names) for tier in policy.tiers]
    lines.append(f"*Carried out by*  ·  {words.people(policy.execution.who, names)}")
    return blocks.within(lines)


def _tier(tier: Tier, policy: Policy, names: Names) -> str:
    return (
        f"*{escape(tier.title)}*  ·  {words.people(tier.authorizers, names)}\n{words.band(tier)}  ·  up to "
        f"{words.authority(tier, policy)}  ·  within {limit_text(tier.decision_time)}"
    )


def _numbered(sentences: Iterable[str]) -> str:
    return blocks.within([f"{n}. {escape(one)}" for n, one in enumerate(sentences, 1)])


def _roles(shown: TrainingShown) -> list[Block]:
    if not shown.roles:
        return []
    return [
        blocks.section(f"*What you do in it*\n{blocks.within([f'•  {role}' for role in shown.roles], 1500)}")
    ]


def _foot(shown: TrainingShown) -> str:
    link = shown.policy.training.link or shown.policy.process_link
    more = f" <{escape(link)}|Read more about it>." if link else ""
    return f"Version `{shown.version}` of the policy.{more} `/exception policy` shows all of it."


def _team(shown: TrainingShown) -> list[Block]:
    if shown.team is None:
        return []
    due = {one: standing for one, standing in shown.team.items() if not standing.holds}
    done = len(shown.team) - len(due)
    lines = [f"*The team*  ·  {done} of {len(shown.team)} who decide or carry out have attested"]
    for training, label in (
        (Training.NEVER, "Never"),
        (Training.EXPIRED, "Run out"),
        (Training.CHANGED, "To other criteria"),
    ):
        named = [person(one) for one, standing in due.items() if standing.training is training]
        if named:
            lines.append(f"{label}: {_first(named)}")
    if shown.unread:
        lines.append(f"{words.CARE} Slack could not say just now who is in {joined(shown.unread, 'and')}.")
    listed = [
        *([blocks.section(shown.done)] if shown.done else []),
        blocks.section(blocks.within(lines, 2900)),
    ]
    if due:
        listed.append(actions.row(actions.button("Ask them", actions.ASK_TO_ATTEST, actions.carried(0))))
    return [*listed, blocks.divider()]


def _first(named: list[str]) -> str:
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    return joined([*named[:NAMED], *more], "and")
