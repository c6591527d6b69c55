"""Exporting: compliance takes the record out, as tables, as lines and as a packet that proves itself."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from bot.exports.packet_check import check, read_packet
from models.events import EventKind
from models.request import ExceptionRequest, Stage
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import card_at, form_text, labels
from tests.world import COMPLIANCE, MANAGER, REQUESTER, VALIDATOR, World


async def open_exporting(world: World, by: str, words: str = "") -> ActingPerson:
    """Somebody with the form before them."""
    who = world.person(by)
    await who.command(f"/exception export {words}".strip())
    await world.slack.wait_for(who.view)
    return who


async def files(world: World, reader: str, count: int) -> list[tuple[str, bytes]]:
    """Name and content of the files that the app sent to somebody directly, once there are so many."""
    who = world.person(reader)

    def sent() -> list[dict[str, Any]] | None:
        found = [file for message in who.dm() for file in message.get("files") or ()]
        return found if len(found) >= count else None

    found = await world.slack.wait_for(sent, timeout=10)
    assert len(found) == count
    return [(str(file["name"]), world.slack.parts.files.content(str(file["id"])) or b"") for file in found]


async def approved(world: World, **changed: Any) -> ExceptionRequest:
    """A request with both approvals."""
    request = await world.file(**changed)
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    return await world.request(request.number)


async def test_compliance_takes_out_the_packet_of_a_request_and_it_proves_itself(any_world: World) -> None:
    world = any_world
    request = await approved(world)
    who = await open_exporting(world, COMPLIANCE, request.id)
    assert (await who.submit()).result == "closed"
    (page_name, page), (proof_name, proof) = await files(world, COMPLIANCE, 2)
    assert page_name.endswith(".html")
    assert f"{request.id} · " in page.decode()
    assert proof_name in page.decode()
    checked = check(read_packet(proof.decode()))
    assert (checked.request, checked.faults) == (request.id, ())
    assert "Rosa" in json.loads(proof)["unproven"]["people"][REQUESTER]
    (event,) = [e for e in await world.services.records.trail(0) if e.kind == EventKind.EXPORTED]
    assert (event.actor, json.loads(event.changed)["request"]) == (COMPLIANCE, request.number)
    told = [visible_text(message) for message in world.person(COMPLIANCE).dm() if message.get("files")]
    assert any("SHA-256" in text and "on record" in text for text in told)


async def test_a_period_is_taken_out_as_tables_and_as_lines(world: World) -> None:
    request = await approved(world, Rationale="=1+1 is what they say.")
    who = await open_exporting(world, COMPLIANCE)
    assert (await who.submit()).result == "closed"
    who = await open_exporting(world, COMPLIANCE)
    await who.fill({"Format": "JSON Lines"})
    assert (await who.submit()).result == "closed"
    (zip_name, tables), (lines_name, lines) = await files(world, COMPLIANCE, 2)
    assert (zip_name[-8:], lines_name[-6:]) == (".csv.zip", ".jsonl")
    pack = zipfile.ZipFile(io.BytesIO(tables))
    rows = list(csv.DictReader(io.StringIO(pack.read("requests.csv").decode("utf-8-sig"))))
    assert [row["request"] for row in rows] == [request.id]
    events = list(csv.DictReader(io.StringIO(pack.read("events.csv").decode("utf-8-sig"))))
    filed = next(row for row in events if row["kind"] == "request.filed")
    assert (filed["actor_id"], filed["actor_name"].startswith("Rosa")) == (REQUESTER, True)
    recorded = [json.loads(line) for line in lines.decode().splitlines()]
    # The second export holds the first one's own event.
    assert [event["hash"] for event in recorded[:-1]] == [row["hash"] for row in events]
    assert recorded[-1]["kind"] == "audit.exported"


async def test_form_asks_for_a_period_or_a_request_and_says_beside_each_field_what_is_wrong(
    world: World,
) -> None:
    who = await open_exporting(world, COMPLIANCE)
    assert {"First day", "Last day", "Format"} <= set(labels(who))
    await who.fill({"Format": "Decision packet"})
    refused = await who.submit()
    assert "is of one request" in refused.errors["Format"]
    await who.fill({"What": "One request"})
    await world.slack.wait_for(lambda: "Request" in labels(who) or None)
    assert "First day" not in labels(who)
    await who.fill({"Request": "the moon"})
    assert "like EX-1042" in (await who.submit()).errors["Request"]
    await who.fill({"Request": "EX-4711"})
    assert "no request of that number" in (await who.submit()).errors["Request"]
    await who.fill({"What": "A period"})
    await world.slack.wait_for(lambda: "First day" in labels(who) or None)
    past = (world.services.clock.now() - timedelta(days=900)).date().isoformat()
    await who.fill({"First day": past, "Last day": past, "Format": "CSV"})
    assert "nothing to export" in (await who.submit()).errors["First day"]


async def test_who_may_not_reads_who_may_and_the_refusal_is_on_record(world: World) -> None:
    request = await world.file()
    who = world.person(VALIDATOR)
    await who.command("/exception export", channel="exceptions-team-lead")
    said = await world.whisper(VALIDATOR, "exceptions-team-lead")
    assert "taken out only by those whom the policy names" in said
    assert "@compliance" in said
    await who.command(f"/exception {request.id}")
    await world.slack.wait_for(who.view)
    assert "Decision packet" not in form_text(who)
    kinds = [(e.kind, e.actor) for e in await world.services.records.trail(0)]
    assert (EventKind.REFUSED, VALIDATOR) in kinds


async def test_button_in_the_details_brings_the_packet_at_once(world: World) -> None:
    request = await world.file()
    who = world.person(COMPLIANCE)
    await who.command(f"/exception {request.id}")
    view = await world.slack.wait_for(who.view)
    await who.click(view, "Decision packet")
    await world.slack.wait_for(lambda: "direct message" in form_text(who) or None)
    assert len(await files(world, COMPLIANCE, 2)) == 2
