"""What a verification of the record tells, in plain words for a terminal; it reads nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.attesting import Finding, Place
from bot.audit import Attested

#: What is compared with the log, as a person calls it.
_PLACES = {
    Place.BODY: "its stored state",
    Place.COLUMN: "its row",
    Place.DECISIONS: "the table of decisions",
    Place.SNAPSHOTS: "the table of snapshots",
    Place.TIMERS: "the table of timers",
    Place.FINDING: "what lists and searches go by",
    Place.DELEGATIONS: "the table of delegations",
    Place.PREFERENCES: "the table of preferences",
    Place.ATTESTATIONS: "the table of attestations",
    Place.POLICIES: "the table of policies",
}
#: What the thing is that is named, where its name alone does not say it.
_NOUNS = {
    Place.DECISIONS: "decision at ",
    Place.SNAPSHOTS: "snapshot of ",
    Place.TIMERS: "timer ",
    Place.DELEGATIONS: "delegation ",
    Place.PREFERENCES: "choice of ",
    Place.ATTESTATIONS: "attestation ",
}


def fault_lines(attested: Attested) -> Iterator[str]:
    """One line for each thing that was found: broken chains first."""
    for broken in attested.broken:
        yield f"BROKEN: {_chain(broken.number)}, event {broken.position}: {broken.problem}."
    for finding in attested.findings:
        yield _told(finding)


def verdict(attested: Attested) -> str:
    """The last word: what holds, or how much does not."""
    if attested.is_whole:
        return (
            f"{attested.events} events in {attested.chains} chains: all hold, "
            "and every request is as its events tell."
        )
    said = []
    if attested.broken:
        said.append(f"{len(attested.broken)} of {attested.chains} chains do not hold.")
    differing = {(f.workspace, f.number) for f in attested.findings if f.difference is not None}
    if differing:
        said.append(f"{len(differing)} of {attested.chains} have rows that are not as their events tell.")
    unknown = {(f.workspace, f.number) for f in attested.findings if f.difference is None}
    if unknown:
        said.append(f"{len(unknown)} of {attested.chains} could not be compared with their rows.")
    if any(finding.place is Place.FINDING for finding in attested.findings):
        said.append("`audit lists` makes again what lists and searches go by.")
    return " ".join(said)


def _told(finding: Finding) -> str:
    said = "DIFFERS" if finding.difference is not None else "NOT COMPARED"
    return f"{said}: {_whose(finding.number)}, {problem_of(finding)}."


def problem_of(finding: Finding) -> str:
    """What is not as the events tell, without whose it is."""
    where, difference = _PLACES[finding.place], finding.difference
    if difference is None:
        return f"{where}: {finding.problem}"
    field = f"{_NOUNS.get(finding.place, '')}{difference.field}"
    return f"{field}: {difference.log} by its events, {difference.row} in {where}"


def _chain(number: int) -> str:
    return f"EX-{number}" if number else "the workspace's own chain"


def _whose(number: int) -> str:
    return f"EX-{number}" if number else "the workspace"
