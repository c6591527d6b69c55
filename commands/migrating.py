"""The command that brings the database up."""

from __future__ import annotations

import click

from commands.opening import database


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration."""
    from models.database import migrate as bring_up

    with database() as engine:
        click.echo("The database was migrated." if bring_up(engine) else "The database is up to date.")
