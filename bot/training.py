"""Training at the desk: who attests to the criteria, and who is asked to, in the desk's transaction (door 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import matters
from models import attestation_queries, attestation_rows
from models.attestation import Standing, standing
from models.lifecycle import Scene
from models.notices import MessageKind, Notice
from models.oversight.training import ask, attest, today, trainees
from models.oversight.training_acts import AskToAttest, AttestTraining, OnTraining
from models.people import Person
from models.policy import Policy
from models.policy_queries import content_of
from models.policy_versions import policy_from_json
from models.refusals import Refusal


def perform(connection: Connection, act: OnTraining, by: Person, scene: Scene) -> Refusal | None:
    """Somebody attests for themselves, or has the others asked."""
    if isinstance(act, AskToAttest):
        return _ask(connection, by, scene)
    return _attest(connection, act, by, scene)


def trained(
    connection: Connection,
    workspace: str,
    person: Person,
    policy: Policy,
    policy_of: Callable[[str], Policy],
    at: datetime,
) -> frozenset[str]:
    """The person's id, where their attestation holds under the policy in force; nobody's otherwise."""
    last = attestation_queries.last_attestation(connection, workspace, person.id)
    return frozenset({person.id} if standing(last, policy, policy_of, at).holds else ())


def standings(
    connection: Connection, workspace: str, people: tuple[str, ...], policy: Policy, at: datetime
) -> dict[str, Standing]:
    """How each of the people stands with the training now, by their user id and in their order."""
    known: dict[str, Policy] = {}

    def policy_of(version: str) -> Policy:
        if version not in known:
            content = content_of(connection, workspace, version)
            if content is None:
                raise LookupError(f"policy version {version} is not on record")
            known[version] = policy_from_json(content)
        return known[version]

    last = attestation_queries.last_attestations(connection, workspace)
    return {person: standing(last.get(person), policy, policy_of, at) for person in people}


def _attest(connection: Connection, act: AttestTraining, by: Person, scene: Scene) -> Refusal | None:
    number = attestation_queries.next_attestation(connection, scene.workspace)
    result = attest(act, by, replace(scene, number=number))
    if isinstance(result, Refusal):
        return result
    made, happened = result
    attestation_rows.add_attestation(connection, scene.workspace, made)
    matters.keep(connection, scene, by, events=(happened,))
    return None


def _ask(connection: Connection, by: Person, scene: Scene) -> Refusal | None:
    people = scene.register.members(trainees(scene.policy))
    known = standings(connection, scene.workspace, people, scene.policy, scene.at)
    since = today(scene.policy, scene.at)
    asked = attestation_queries.asked_since(connection, scene.workspace, since)
    result = ask(by, known, asked, scene)
    if isinstance(result, Refusal):
        return result
    told, happened = result
    matters.keep(connection, scene, by, events=(happened,), notices=_words(told, since))
    return None


def _words(told: tuple[str, ...], since: datetime) -> Iterator[Notice]:
    for person in told:
        yield Notice(
            kind=MessageKind.TRAINING,
            recipient=person,
            key=f"{MessageKind.TRAINING}:{since:%Y-%m-%d %H:%M}:{person}",
            detail={},
        )
