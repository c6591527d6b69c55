"""Settings: what the environment or `.env` says; each wrong one ends the start with a sentence that names it."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("console", "json")


class SettingsError(ValueError):
    """A setting is missing or wrong; the text says which, and where to get it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that an installation decides; see `.env.example`."""

    slack_bot_token: str
    slack_app_token: str | None = None
    slack_signing_secret: str | None = None
    alerts_secret: tuple[str, ...] = ()
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///var/exception-desk.sqlite3"
    policy_file: Path = Path("policy.toml")
    host: str = "127.0.0.1"
    port: int = 3000
    log_level: str = "INFO"
    log_format: str = "console"

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Settings(policy_file={str(self.policy_file)!r}, host={self.host!r}, port={self.port})"


def read_environment(
    environment: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")
) -> dict[str, str]:
    """All that is set: what the environment says, and below it what `.env` does; empty values are not set."""
    given = dict(os.environ if environment is None else environment)
    filed = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    return {key: value for key, value in filed.items() if value} | {k: v for k, v in given.items() if v}


def read_settings(
    environment: Mapping[str, str] | None = None, env_file: Path | None = Path(".env"), *, slack: bool = True
) -> Settings:
    """The settings of the environment, then of `.env`. Raises SettingsError.

    `slack=False` is for commands that never speak to Slack: they need no token.
    """
    values = read_environment(environment, env_file)
    bot_token = _bot_token(values) if slack else values.get("SLACK_BOT_TOKEN", "")
    app_token, secret = values.get("SLACK_APP_TOKEN"), values.get("SLACK_SIGNING_SECRET")
    if slack:
        _check_transport(app_token, secret)
    return Settings(
        slack_bot_token=bot_token,
        slack_app_token=app_token,
        slack_signing_secret=secret,
        alerts_secret=_alerts_secret(values.get("ALERTS_SECRET", "")),
        slack_api_url=_api_url(values.get("SLACK_API_URL", Settings.slack_api_url)),
        database_url=values.get("DATABASE_URL", Settings.database_url),
        policy_file=Path(values.get("POLICY_FILE", str(Settings.policy_file))),
        host=values.get("HOST", Settings.host),
        port=_port(values.get("PORT", str(Settings.port))),
        log_level=_one_of("LOG_LEVEL", values.get("LOG_LEVEL", Settings.log_level).upper(), LEVELS),
        log_format=_one_of("LOG_FORMAT", values.get("LOG_FORMAT", Settings.log_format).lower(), FORMATS),
    )


def all_faults(values: Mapping[str, str]) -> tuple[str, ...]:
    """Each setting that is missing or wrong, in a sentence; `values` are those of the environment and of `.env`."""
    checks = (
        lambda: _bot_token(values),
        lambda: _check_transport(values.get("SLACK_APP_TOKEN"), values.get("SLACK_SIGNING_SECRET")),
        lambda: read_settings(values, None, slack=False),
    )
    found = []
    for check in checks:
        try:
            check()
        except SettingsError as error:
            found.append(str(error))
    return tuple(found)


def _bot_token(values: Mapping[str, str]) -> str:
    token = values.get("SLACK_BOT_TOKEN")
    where = "copy the Bot User OAuth Token from your app's page at api.slack.com/apps → OAuth & Permissions"
    if not token:
        raise SettingsError(f"SLACK_BOT_TOKEN is not set: {where}, and put it into .env.")
    if not token.startswith("xoxb-"):
        raise SettingsError(f'SLACK_BOT_TOKEN must begin with "xoxb-": {where}.')
    return token


def _check_transport(app_token: str | None, secret: str | None) -> None:
    if not app_token and not secret:
        raise SettingsError(
            "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set, so Slack cannot reach the bot: for Socket Mode "
            "create an app-level token with connections:write (api.slack.com/apps → Basic Information → App-Level "
            "Tokens) and set SLACK_APP_TOKEN; for HTTP set SLACK_SIGNING_SECRET (Basic Information → App Credentials)."
        )
    if app_token and not app_token.startswith("xapp-"):
        raise SettingsError(
            'SLACK_APP_TOKEN must begin with "xapp-": create one with connections:write at api.slack.com/apps → '
            "Basic Information → App-Level Tokens."
        )


def _alerts_secret(text: str) -> tuple[str, ...]:
    secrets = tuple(text.split())
    for number, secret in enumerate(secrets, start=1):
        if not _is_alerts_secret(secret):
            which = f"secret {number} of ALERTS_SECRET" if len(secrets) > 1 else "ALERTS_SECRET"
            raise SettingsError(
                f'{which[0].upper()}{which[1:]} must be "whsec_" and 24 to 64 bytes in base64 after it: make one with '
                "`echo whsec_$(openssl rand -base64 32)`."
            )
    return secrets


def _is_alerts_secret(secret: str) -> bool:
    given = secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(given + "=" * (-len(given) % 4), validate=True)
    except ValueError:
        return False
    return secret.startswith("whsec_") and 24 <= len(key) <= 64


def _api_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError(
            f'SLACK_API_URL is "{url}": write a whole address like "{Settings.slack_api_url}".'
        )
    return url if url.endswith("/") else f"{url}/"


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise SettingsError(f'PORT is "{text}": write a number from 0 to 65535, such as {Settings.port}.')
    return int(text)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SettingsError(f'{name} is "{value}": write one of {", ".join(allowed)}.')
    return value
