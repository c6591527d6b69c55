"""The commands about the trail: verified, taken out, shown, and the key figures held against it."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from commands.opening import database, recorded
from commands.periods import Days, day_or_month


@click.group()
def audit() -> None:
    """Verify the audit trail, take it out, show a request's, or hold the key figures against it."""


@audit.command()
@click.argument("packet", required=False, type=click.Path(path_type=Path))
def verify(packet: Path | None) -> None:
    """Check every chain of the trail, and every row against what its events tell; name each that differs.

    With a PACKET it checks that decision packet (JSON), and needs no database.
    """
    if packet is not None:
        _verify_packet(packet)
        return
    from bot.attesting import policies_on_record
    from bot.audit import as_of, attest
    from bot.clock import Clock
    from bot.views.verified import fault_lines, verdict

    with recorded() as connection:
        attested = attest(connection, policies_on_record(connection), as_of(connection, Clock().now()))
    for line in fault_lines(attested):
        click.echo(line)
    if not attested.is_whole:
        raise click.ClickException(verdict(attested))
    click.echo(verdict(attested))


def _verify_packet(packet: Path) -> None:
    """Check a decision packet by itself, and name all that does not hold in it."""
    from bot.exports.command import ExportError, verdict, verified

    try:
        faults = verified(packet)
    except ExportError as error:
        raise click.ClickException(str(error)) from None
    for line in faults:
        click.echo(line)
    if faults:
        raise click.ClickException(f"{packet} does not hold: do not rely on it.")
    click.echo(verdict(packet))


@audit.command("export")
@click.option(
    "--from",
    "first",
    type=day_or_month,
    metavar="DAY",
    help="The first day, such as 2026-11-01, or a month, 2026-11.",
)
@click.option(
    "--to",
    "last",
    type=day_or_month,
    metavar="DAY",
    help="The last day, or a month; without it, what --from names.",
)
@click.option("--request", help="One request instead of a period, such as EX-1042.")
@click.option("--format", "kind", type=click.Choice(["csv", "jsonl", "packet"]), required=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The file, or the folder for it (default: where you are).",
)
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def audit_export(
    first: Days | None,
    last: Days | None,
    request: str | None,
    kind: str,
    output: Path,
    workspace: str | None,
) -> None:
    """Take the record out, of some days (in the policy's time zone) or of one request; it is recorded that you did.

    csv: a table of events and one of requests. jsonl: every event as recorded. packet: a request's decision packet.
    """
    import getpass

    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.exports.command import ExportError, asked_for, export

    until = last or first
    try:
        asked = asked_for(first.first if first else None, until.last if until else None, request, kind)
        with recorded() as connection:
            named = only_workspace(connection, workspace)
        with database() as engine:
            written = export(engine, named, asked, output, operator=getpass.getuser(), at=Clock().now())
    except (AuditError, ExportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(written.said)
    for file, digest in written.files.items():
        click.echo(f"{file}  SHA-256 {digest}")


@audit.command("show")
@click.argument("request")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def audit_show(request: str, workspace: str | None) -> None:
    """Print the whole trail of a REQUEST, such as EX-1042."""
    from bot.audit import AuditError, only_workspace, trail_lines
    from models.queries import trail
    from models.request import number_of

    number = number_of(request)
    if number is None:
        raise click.ClickException(f'"{request}" is no request; write it like EX-1042.')
    with recorded() as connection:
        try:
            links = trail(connection, only_workspace(connection, workspace), number)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
    if not links:
        raise click.ClickException(f"There is no request EX-{number}.")
    for line in trail_lines(links):
        click.echo(line)


@audit.command("figures")
@click.option("--write", is_flag=True, help="Mend what differs, and record that it was mended.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
@click.option(
    "--by", "operator", help="Your name, for the record; without it, the one this computer knows you by."
)
def audit_figures(write: bool, workspace: str | None, operator: str | None) -> None:
    """Make the key figures again from the events, and name each that differs from what is kept."""
    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.reports.compared import lines, verdict
    from bot.rollups import compare, mend

    with recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
        found = compare(connection, named)
    for line in lines(found):
        click.echo(line)
    if found.differences and not write:
        raise click.ClickException(verdict(found))
    if found.differences:
        with database() as engine, engine.begin() as connection:
            mend(connection, named, found, Clock().now(), operator=operator or getpass.getuser())
    click.echo(verdict(found, is_mended=write))


@audit.command("lists")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def audit_lists(workspace: str | None) -> None:
    """Make again what lists, searches and App Home go by, where `verify` names it; it holds nothing of its own."""
    from bot.attesting import policies_on_record
    from bot.audit import AuditError, only_workspace
    from models.found_rows import make_again

    with recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
    with database() as engine, engine.begin() as connection:
        policy_of = policies_on_record(connection)
        made = make_again(connection, named, lambda request: policy_of(named, request.policy_version))
    click.echo(f"{made:,} request{'' if made == 1 else 's'}: what they are found by was made again.")
