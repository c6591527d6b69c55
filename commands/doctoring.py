"""The command that looks whether everything is ready, however much is broken; it mends nothing."""

from __future__ import annotations

import asyncio

import click


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def doctor(form: str) -> None:
    """Look whether everything is ready: settings, Slack, groups, channels, sources, policy and record.

    Each fault is named with what to do and who can. It ends with 1 where anything is red.
    """
    from bot.clock import Clock
    from bot.doctor import Doctor, secrets_of
    from bot.logs import set_up_logs
    from bot.readiness_report import json_text, table
    from bot.settings import read_environment
    from models.checks import Level, worst

    # What is at fault is said by the checks; what libraries say of it would stand between them.
    set_up_logs("CRITICAL", "console")
    values = read_environment()
    diagnosis = asyncio.run(Doctor(values, Clock()).diagnose())
    written = json_text if form == "json" else table
    click.echo(written(diagnosis, secrets_of(values)), nl=False)
    if worst(diagnosis.checks) is Level.RED:
        raise SystemExit(1)
