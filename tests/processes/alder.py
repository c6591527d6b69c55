"""A workspace that has none of the sample's people, groups and channels, and the flags that set the bot up in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sandbox import LocalSlack
from tests.processes.bot_process import database_url

#: Every role that somebody must have, as flags.
ROLES = {
    "validators": "@quality-desk",
    "team_lead": "@shift-leads",
    "manager": "@branch-managers",
    "executive": "@leadership",
    "execution": "@fulfilment",
    "conflicting_data": "@master-data",
    "regulatory": "@legal-and-risk",
    "administrators": "ida.tech, Dina Aas",
    "operations_supervisor": "U0ALSUPER1",
    "operations_director": "dina.aas",
    "customer_success_manager": "Carl Lie",
    "managing_director": "ingrid.dahl",
    "team_lead_channel": "#shift-exceptions",
    "manager_channel": "branch-approvals",
    "executive_channel": "#leadership-desk",
    "execution_channel": "#fulfilment",
    "conflicting_data_channel": "#master-data",
    "regulatory_channel": "#legal-and-risk",
    "customer_success_manager_channel": "#customer-care",
}


def flags(**changed: str | None) -> list[str]:
    """The flags of a set-up that asks nothing."""
    given = ROLES | changed
    return ["init", "--yes", *(f"--set={key}={names}" for key, names in given.items() if names is not None)]


def environment(slack: LocalSlack, folder: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url(folder),
    }


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def policy_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8"))
