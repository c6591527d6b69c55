"""Each setting that is missing or wrong is told in a sentence that names it and says where to get it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

GOOD = {"SLACK_BOT_TOKEN": "xoxb-sample", "SLACK_APP_TOKEN": "xapp-sample"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"SLACK_BOT_TOKEN": None},
            r"SLACK_BOT_TOKEN is not set: copy .* OAuth & Permissions, and put it into .env",
        ),
        ({"SLACK_BOT_TOKEN": ""}, r"SLACK_BOT_TOKEN is not set"),
        (
            {"SLACK_BOT_TOKEN": "xapp-1"},
            r'SLACK_BOT_TOKEN must begin with "xoxb-": copy the Bot User OAuth Token',
        ),
        (
            {"SLACK_APP_TOKEN": None},
            r"Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set.*connections:write",
        ),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, r'SLACK_APP_TOKEN must begin with "xapp-".*connections:write'),
        ({"SLACK_API_URL": "slack.com/api"}, r'SLACK_API_URL is "slack.com/api": write a whole address like'),
        ({"SLACK_API_URL": "ftp://x/"}, r"SLACK_API_URL is"),
        ({"PORT": "http"}, r'PORT is "http": write a number from 0 to 65535, such as 3000'),
        ({"PORT": "65536"}, r'PORT is "65536"'),
        ({"PORT": "-1"}, r'PORT is "-1"'),
        ({"PORT": "٣"}, r"PORT is"),
        ({"ALERTS_SECRET": "secret"}, r'ALERTS_SECRET must be "whsec_" and 24 to 64 bytes .*openssl rand'),
        ({"ALERTS_SECRET": f"whsec_{'A' * 28}"}, r"ALERTS_SECRET must be"),
        ({"ALERTS_SECRET": f"whsec_{'A' * 100}"}, r"ALERTS_SECRET must be"),
        ({"ALERTS_SECRET": f"whsec_{'!' * 32}"}, r"ALERTS_SECRET must be"),
        ({"ALERTS_SECRET": f"{'A' * 32}"}, r"ALERTS_SECRET must be"),
        ({"ALERTS_SECRET": f"whsec_{'A' * 32} whsec_"}, r"Secret 2 of ALERTS_SECRET must be"),
        ({"LOG_LEVEL": "loud"}, r'LOG_LEVEL is "LOUD": write one of DEBUG, INFO, WARNING, ERROR'),
        ({"LOG_FORMAT": "xml"}, r'LOG_FORMAT is "xml": write one of console, json'),
    ],
)
def test_wrong_setting_is_named(changed: dict[str, str | None], sentence: str) -> None:
    given = {key: value for key, value in (GOOD | changed).items() if value is not None}
    with pytest.raises(SettingsError, match=sentence):
        read_settings(given, None)


def test_settings_have_the_documented_defaults() -> None:
    settings = read_settings(GOOD, None)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.startswith("sqlite:///")
    assert (settings.policy_file, settings.host, settings.port) == (Path("policy.toml"), "127.0.0.1", 3000)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")


def test_settings_are_read_as_they_are_given() -> None:
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_API_URL": "http://127.0.0.1:1/api",
        "DATABASE_URL": "sqlite:///x",
        "POLICY_FILE": "p.toml",
        "HOST": "::1",
        "PORT": "0",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "JSON",
    }
    assert read_settings(given, None) == Settings(
        slack_bot_token="xoxb-1",
        slack_signing_secret="secret",
        slack_api_url="http://127.0.0.1:1/api/",
        database_url="sqlite:///x",
        policy_file=Path("p.toml"),
        host="::1",
        port=0,
        log_level="DEBUG",
        log_format="json",
    )


def test_alerts_may_be_signed_with_a_new_secret_and_the_one_before() -> None:
    new, old = f"whsec_{'A' * 32}", f"whsec_{'B' * 43}"
    assert read_settings(GOOD | {"ALERTS_SECRET": f" {new}  {old} "}, None).alerts_secret == (new, old)
    assert read_settings(GOOD, None).alerts_secret == ()


def test_environment_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nPORT=4000\nHOST=\n")
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-env", "PORT": ""}, file)
    assert (settings.slack_bot_token, settings.slack_app_token) == ("xoxb-env", "xapp-file")
    assert (settings.port, settings.host) == (4000, "127.0.0.1")
    assert read_settings(GOOD, tmp_path / "missing") == read_settings(GOOD, None)


def test_command_that_never_speaks_to_slack_needs_no_token() -> None:
    assert read_settings({"DATABASE_URL": "sqlite:///x"}, None, slack=False).database_url == "sqlite:///x"


def test_secrets_are_not_shown() -> None:
    secrets = {"SLACK_SIGNING_SECRET": "hush", "ALERTS_SECRET": f"whsec_{'A' * 32}"}
    settings = read_settings(GOOD | secrets, None)
    assert not [word for word in ("xoxb", "xapp", "hush", "whsec") if word in f"{settings!r} {settings}"]
