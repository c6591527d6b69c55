"""What the policy's rules for compliance hold together, each broken rule one sentence; it reads no source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from models.faults import Fault, at, meant, parts, words
from models.reasons import Reason

#: The hold that the rules open.
REGULATORY = "regulatory"


def _owner(policy: object) -> Iterator[Fault]:
    """What goes to compliance arrives somewhere."""
    holds = at(policy, "holds")
    if not isinstance(holds, Mapping | None):
        return
    hold = (holds or {}).get(REGULATORY)
    if hold is None and parts(policy, REGULATORY):
        yield Fault(
            key="regulatory[0]",
            sentence="This sends requests to compliance, and nobody is named for it; add [holds.regulatory] with "
            "title, owner and channel.",
        )
    elif hold is not None and parts(policy, REGULATORY) and at(hold, "channel") is None and at(hold, "owner"):
        yield Fault(
            key="holds.regulatory.channel",
            sentence='Compliance answers on a card, and it has no place; write a channel, such as "#compliance".',
        )


def _titles(policy: object) -> Iterator[Fault]:
    """A rule is told by its title: a request is asked about it once."""
    first: dict[str, int] = {}
    for n, rule in enumerate(parts(policy, REGULATORY)):
        title = at(rule, "title")
        if isinstance(title, str) and first.setdefault(title.strip(), n) != n:
            yield Fault(
                key=f"regulatory[{n}].title",
                sentence=f'regulatory[{first[title.strip()]}] is already called "{title}"; write another title.',
            )


def _named(policy: object) -> Iterator[Fault]:
    """A rule names a standard, a reason and a source that are there."""
    standards = words(at(standard, "reference") for standard in parts(policy, "standards"))
    sources = words(at(source, "name") for source in parts(policy, "sources"))
    for n, rule in enumerate(parts(policy, REGULATORY)):
        standard, reason, field = (at(rule, key) for key in ("standard", "reason", "field"))
        if isinstance(standard, str) and standards and standard not in standards:
            yield Fault(
                key=f"regulatory[{n}].standard",
                sentence=f'There is no standard "{standard}"; ' + meant(standard, standards),
            )
        if isinstance(reason, str) and reason not in list(Reason):
            yield Fault(
                key=f"regulatory[{n}].reason",
                sentence=f'There is no reason code "{reason}"; ' + meant(reason, list(Reason)),
            )
        source = field.partition(".")[0] if isinstance(field, str) and "." in field else ""
        if source and sources and source not in sources:
            yield Fault(
                key=f"regulatory[{n}].field",
                sentence=f'There is no source "{source}"; ' + meant(source, sources),
            )


def _above_all(policy: object) -> Iterator[Fault]:
    """A contact above all authority is asked where some value is above it."""
    tiers = parts(policy, "tiers")
    over = at(at(policy, "escalations"), "over_authority")
    if tiers and at(over, "contact") is not None and at(tiers[-1], "authority") is None:
        yield Fault(
            key="escalations.over_authority.contact",
            sentence="The highest tier may decide any value, so nothing is above it; remove this line, or write the "
            "highest tier's authority.",
        )


COMPLIANCE_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_owner, _titles, _named, _above_all)
