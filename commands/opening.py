"""What commands open: the settings, the database, the policy file; what cannot be used ends them with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.policy_file import PolicyFile
    from bot.settings import Settings

#: The argument that names a policy file.
policy_file = click.argument(
    "file", type=click.Path(path_type=Path), envvar="POLICY_FILE", default=Path("policy.toml")
)


def read_policy(file: Path) -> PolicyFile:
    """The policy in the file; all that is wrong with it ends the command."""
    from bot.clock import Clock
    from bot.policy_file import PolicyFileError, load

    try:
        return load(file, today=Clock().now().date())
    except PolicyFileError as error:
        raise click.ClickException(f"The policy cannot be used.\n{error}") from None


def settings_without_slack() -> Settings:
    """The settings, for a command that needs no Slack."""
    from bot.settings import SettingsError, read_settings

    try:
        return read_settings(slack=False)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def database() -> Iterator[Engine]:
    """The database that the settings name, for a command that needs no Slack."""
    from bot.settings import SettingsError, read_settings
    from models.database import DatabaseUrlError, open_database

    try:
        engine = open_database(read_settings(slack=False).database_url)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    try:
        yield engine
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    finally:
        engine.dispose()


@contextmanager
def recorded() -> Iterator[Connection]:
    """What is recorded, to be read; where there is no database, none is made."""
    from models.database import HEAD, current_migration, for_reading, is_missing

    url = settings_without_slack().database_url
    if is_missing(url):
        raise click.ClickException(
            f"Nothing has been recorded yet in {url}, the database that DATABASE_URL names: there is no such file."
        )
    with database() as engine:
        found = current_migration(engine)
        if found is None:
            raise click.ClickException(
                f"Nothing has been recorded yet in {engine.url!r}, the database that DATABASE_URL names."
            )
        if found < HEAD:
            raise click.ClickException(
                f"{engine.url!r} is older than this program. Bring it up with `python app.py migrate` first."
            )
        with for_reading(engine).connect() as connection:
            yield connection
