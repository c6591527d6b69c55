"""Exports on the command line: files are written row by row, and get their names once the export is on record.

It asks Slack nothing, so that people are ids here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine

from bot import exporting
from bot.exports.packet_check import NoPacketError, check, read_packet
from bot.exports.page import packet_name
from bot.exports.taking import (
    Taking,
    name_of,
    stem_of,
    take_packet,
    write_csv_zip,
    write_json_lines,
    write_table,
)
from bot.views.export_words import AS, FAULTS, events, what
from bot.views.values import day
from models import export_queries, ledger
from models.database import for_reading
from models.lifecycle import Scene
from models.oversight.exporting import Export, Format, Wanted, exported, fault_of, wanted
from models.people import SYSTEM
from models.policy_queries import content_of, in_force
from models.policy_versions import policy_from_json
from models.refusals import Fault
from models.request import number_of


class ExportError(Exception):
    """Nothing was exported; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was exported: each file with its SHA-256, and what it is of in a sentence."""

    said: str
    files: Mapping[Path, str]


#: What the command says in other words than a form does.
_SAID = {Fault.ENDS_FIRST: "The last day is before the first one."}
Write = Callable[[Taking, BinaryIO], None]


def export(
    engine: Engine, workspace: str, asked: Wanted, output: Path, *, operator: str, at: datetime
) -> Written:
    """Write the files and record it; ExportError where there is nothing to export, or a file is there already."""
    # One view of the record, however long the export takes.
    with for_reading(engine).connect() as connection:
        scene = _scene(connection, workspace, at)
        named, asked = asked, _up_to_now(connection, scene, asked)
        found = exporting.what_there_is(connection, scene, asked)
        for fault in fault_of(found, asked, most=None).values():
            raise ExportError(FAULTS[fault])
        targets = dict(_targets(asked, output))
        for target in targets:
            if target.exists():
                raise ExportError(f"{target} is there already. Name another place with --output.")
        taking = Taking(
            connection=connection,
            workspace=workspace,
            asked=asked,
            span=asked.span(scene.policy),
            people={},
            made_at=at,
            made_by=f"{operator}, on the command line,",
        )
        with _unfinished(targets) as parts:
            for target, write in targets.items():
                with parts[target].open("xb") as file:
                    write(taking, file)
            digests = {target: _sha256(part) for target, part in parts.items()}
            happened = exported(
                asked, found, operator=operator, files={target.name: one for target, one in digests.items()}
            )
            # The files get their names once it is on record that they were made.
            with engine.begin() as writing:
                ledger.next_number(writing, workspace)
                exporting.record(writing, scene, SYSTEM, happened)
            for target, part in parts.items():
                part.replace(target)
    taken = f"The record of {what(happened.changed)} {AS[asked.format]}: {events(found.events)}"
    cut = f" {day(named.last)} is still to come." if named.last and asked.last != named.last else ""
    return Written(said=f"{taken}.{cut} It is on record as taken out by {operator}.", files=digests)


def _up_to_now(connection: Connection, scene: Scene, asked: Wanted) -> Wanted:
    """Without days to come: by this computer's clock, or by the newest event where the bot's own was ahead of it."""
    newest = export_queries.newest_at(connection, scene.workspace)
    return asked.until(max(scene.at, newest or scene.at), scene.policy)


def asked_for(first: date | None, last: date | None, request: str | None, kind: str) -> Wanted:
    """What the command's options ask for; ExportError where they ask for nothing, or for two things."""
    if (request is None) == (first is None):
        raise ExportError("Say what to export: days with --from and --to, or one request with --request.")
    number = number_of(request) if request is not None else None
    act = Export(
        format=kind,
        first=first,
        last=last or first,
        request=request or "",
        is_of_request=request is not None,
    )
    asked = wanted(act, number)
    if isinstance(asked, Wanted):
        return asked
    raise ExportError(" ".join(_SAID.get(fault) or FAULTS[fault] for fault in asked.values()))


def verified(file: Path) -> tuple[str, ...]:
    """What is wrong with a packet, a line each; empty where all of it holds. ExportError where it is no packet."""
    try:
        text = file.read_bytes().decode()
    except OSError as error:
        raise ExportError(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise ExportError(f"{file} is no decision packet: it is no UTF-8.") from None
    try:
        checked = check(read_packet(text))
    except NoPacketError as error:
        raise ExportError(f"{file}: {error}") from None
    return tuple(f"BROKEN: {fault}." for fault in checked.faults)


def verdict(file: Path) -> str:
    """What holds, of a packet that holds."""
    checked = check(read_packet(file.read_bytes().decode()))
    state = (
        "the request that they lead to" if checked.is_derived else "no state, which these events do not tell"
    )
    return (
        f"{checked.request}: {events(checked.events)}, {checked.snapshots} snapshots, policy "
        f"{' and '.join(checked.versions)}, {state}: all hold.\n"
        f"The last hash is {checked.head}; compare it with the one in the database, for a packet alone cannot prove "
        "that nobody wrote the whole chain anew."
    )


def _targets(asked: Wanted, output: Path) -> Iterator[tuple[Path, Write]]:
    """Which files are written: into a folder each under its own name, or as the one file that is named."""
    is_folder = output.is_dir()
    if asked.format is Format.PACKET:
        page = output / name_of(asked) if is_folder else output.with_suffix(".html")
        proof = output / packet_name(asked.request or 0) if is_folder else output.with_suffix(".json")
        yield page, partial(_write_packet, is_proof=False, proof_name=proof.name)
        yield proof, partial(_write_packet, is_proof=True, proof_name=proof.name)
    elif asked.format is Format.JSON_LINES:
        yield (output / name_of(asked) if is_folder else output), write_json_lines
    elif is_folder:
        for name in ("events.csv", "requests.csv"):
            yield output / f"{stem_of(asked)}-{name}", partial(_write_table, name=name)
    else:
        # Whatever it is named, it is a zip, and says so.
        yield (
            output if output.suffix.lower() == ".zip" else output.with_name(f"{output.name}.zip"),
            write_csv_zip,
        )


def _write_packet(taking: Taking, file: BinaryIO, *, is_proof: bool, proof_name: str) -> None:
    made = take_packet(replace(taking, proof_name=proof_name))
    file.write(made.proof if is_proof else made.page)


def _write_table(taking: Taking, file: BinaryIO, *, name: str) -> None:
    write_table(taking, name, file)


def _scene(connection: Connection, workspace: str, at: datetime) -> Scene:
    version = in_force(connection, workspace)
    content = content_of(connection, workspace, version) if version is not None else None
    if version is None or content is None:
        raise ExportError("No policy is on record yet, so nothing is. Run the bot first.")
    return Scene(workspace=workspace, at=at, policy=policy_from_json(content), policy_version=version)


@contextmanager
def _unfinished(targets: Mapping[Path, Write]) -> Iterator[dict[Path, Path]]:
    """Where each file is written until it is whole; what is left over is removed."""
    parts = {target: target.with_name(f".{target.name}.{os.getpid()}.part") for target in targets}
    try:
        yield parts
    except OSError as error:
        raise ExportError(f"The export could not be written: {error.strerror or error}.") from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
