"""What a request asks, in blocks: the ask against the standard, its figures, its reasons and its files."""

from __future__ import annotations

from collections.abc import Iterable

from bot.views import blocks, outages, values, words
from bot.views.alerted import came_by
from bot.views.reconciling import basis
from bot.views.text import Block, Names, ago, escape, person, when
from models.policy import Policy
from models.refusals import Field
from models.request import Evidence, ExceptionRequest

#: How much of a typed text a card shows, in characters; the details show all of it.
EXCERPT = 280
#: Files that a card names; the details name all.
FILES_SHOWN = 4


def hero(request: ExceptionRequest, policy: Policy) -> Block:
    """What is asked against what is standard, and for whom: the line that a card is read for."""
    if request.is_incomplete:
        return _as_far_as_known(request, policy)
    asked = words.ask(request, policy)
    customer = blocks.one_line(request.filing.customer.name, 120)
    if words.has_figures(request, policy):
        said = [blocks.run(asked.asked, bold=True), blocks.run(f" instead of {asked.standard}")]
        return blocks.rich([blocks.line(*said, blocks.run(" for "), blocks.run(customer, bold=True))])
    return blocks.rich(
        [
            blocks.line(blocks.run("Asked for "), blocks.run(customer, bold=True)),
            blocks.quoted(blocks.shortened(request.filing.requested_words, EXCERPT)),
            blocks.line(blocks.run("instead of")),
            blocks.quoted(asked.standard),
        ]
    )


def _as_far_as_known(request: ExceptionRequest, policy: Policy) -> Block:
    filing, standard = request.filing, policy.standard(request.filing.standard)
    asked = "A request that is not complete"
    if standard is not None and filing.requested is not None:
        asked = f"{words.figure(filing.requested, standard)} asked for"
    said = [blocks.run(asked, bold=True)]
    if filing.customer.name:
        said += [blocks.run(" for "), blocks.run(blocks.one_line(filing.customer.name, 120), bold=True)]
    return blocks.rich([blocks.line(*said)])


def rule(request: ExceptionRequest, policy: Policy) -> Block:
    """Which standard it is, as small print."""
    standard = policy.standard(request.filing.standard)
    said = [f"`{escape(request.filing.standard)}`"] if request.filing.standard else ["Standard not named yet"]
    if standard is not None and standard.rule and words.has_figures(request, policy):
        said.append(escape(standard.rule))
    customer = escape(blocks.one_line(request.filing.customer.id, 40))
    said.append(f"Customer {customer}" if customer else "Customer not named yet")
    return blocks.small("  ·  ".join(said))


def figures(request: ExceptionRequest, policy: Policy) -> list[tuple[str, str]]:
    """Titles and values (mrkdwn) of all that is short: deviation and tier, value, when, who, why, how critical."""
    if request.is_incomplete:
        return _figures_so_far(request, policy)
    filing, score = request.filing, request.score
    measured = words.deviation(score, policy)
    remark = words.by_hand(score)
    asker = person(request.filed_by)
    if filing.beneficiary:
        asker += f"\nfor the benefit of {person(filing.beneficiary)}"
    return [
        ("Deviation", "\n".join(text for text in (measured, basis(request, policy), remark) if text)),
        ("Decision value", _value(request, policy)),
        _due(request, policy),
        ("Requested by", asker),
        ("Reason", words.REASONS[filing.reason]),
        ("Process criticality", words.CRITICALITY[filing.criticality]),
    ]


def _figures_so_far(request: ExceptionRequest, policy: Policy) -> list[tuple[str, str]]:
    filing, unsaid = request.filing, request.unsaid

    def said(field: Field, text: str) -> str:
        return "not said yet" if str(field) in unsaid else text

    return [
        ("Deviation", "not scored before it is complete"),
        ("Decision value", said(Field.VALUE, f"*{filing.value}*")),
        _due(request, policy),
        ("Requested by", person(request.filed_by)),
        ("Reason", said(Field.REASON, words.REASONS[filing.reason])),
        ("Process criticality", said(Field.CRITICALITY, words.CRITICALITY[filing.criticality])),
    ]


def _value(request: ExceptionRequest, policy: Policy) -> str:
    """The value; where it is over the authority of the deviation's tier, the tier that it goes to instead."""
    said, score = words.value(request, policy), request.score
    if not score.is_over_authority:
        return said
    own, higher = policy.tier(score.band), policy.tier(score.tier)
    most = words.authority(own, policy)
    how = words.next_level(policy)
    return f"{said}\n→ *{escape(higher.title)}*, over the {most} that {escape(own.title)} may decide: {how}"


def _due(request: ExceptionRequest, policy: Policy) -> tuple[str, str]:
    needed = f"\nneeded by {values.day(request.filing.needed_by)}" if request.filing.needed_by else ""
    if request.stage is None:
        return "Filed", f"{when(request.filed_at)}{needed}"
    longer = outages.extended(request, policy)
    more = f"\n{longer}" if longer else ""
    if request.is_paused:
        until = "until it is completed" if request.is_returned else "while on hold"
        return "Decision due", f"stands still {until}{more}{needed}"
    return "Decision due", f"{when(request.deadline)}\n{ago(request.deadline)}{more}{needed}"


def reasons(request: ExceptionRequest) -> Block:
    """The beginning of what the requester wrote."""
    filing = request.filing
    parts = [*excerpt("Rationale", filing.rationale), *excerpt("Impact analysis", filing.impact)]
    if filing.dependencies.strip():
        parts += excerpt("Dependencies", filing.dependencies)
    return blocks.rich(parts)


def excerpt(label: str, text: str, limit: int = EXCERPT) -> list[Block]:
    """A typed text under its label, and where the rest of it is when it is cut."""
    shown = blocks.shortened(text, limit)
    title = [blocks.run(label, bold=True)]
    if shown != text:
        title.append(blocks.run("  the beginning; Details has the whole text", italic=True))
    return [blocks.line(*title), blocks.quoted(shown)]


def files(evidence: Iterable[Evidence], most: int = FILES_SHOWN) -> list[Block]:
    """Links to files on one line, in one block; none where there are no files."""
    listed = list(evidence)
    if not listed:
        return []
    inlines = [blocks.symbol(words.FILES), blocks.run(" ")]
    for place, file in enumerate(listed[:most]):
        inlines += [blocks.run("  ·  ")] if place else []
        inlines.append(blocks.link(file.permalink, file.name or "file"))
    if len(listed) > most:
        inlines.append(blocks.run(f"  ·  {len(listed) - most} more in Details"))
    return [blocks.rich([blocks.line(*inlines)])]


def origin(request: ExceptionRequest, names: Names) -> str:
    """Which message it was filed from, or by what in whose name (mrkdwn); empty where by a form alone."""
    message = request.filing.message
    if request.trigger is not None:
        came = came_by(request.trigger)
        return f"Filed by {came}, in the name of {person(request.filed_by)}"
    if message is None:
        return ""
    place = f" in <#{message.channel}>" if message.channel.startswith(("C", "G")) else ""
    # What an integration posted has no author.
    by = f" by {person(message.author)}" if message.author else ""
    return f"Filed from a message{by}{place}"
