"""Reads a Slack app manifest: what the app may do and offers; it must not judge what the app does with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The types of parameters that a workflow can fill in here.
PARAMETER_TYPES = frozenset(
    {"string", "boolean", "integer", "number", "slack#/types/user_id", "slack#/types/channel_id"}
)


class ManifestError(ValueError):
    """The manifest cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A global or message shortcut (`type`)."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """An input or an output of a custom step."""

    name: str
    type: str
    title: str
    description: str
    hint: str
    is_required: bool


@dataclass(frozen=True, kw_only=True)
class Function:
    """A custom step for workflows."""

    callback_id: str
    title: str
    description: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an app's manifest says, as far as a workspace needs it."""

    name: str
    description: str
    color: str
    bot_name: str
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    bot_scopes: tuple[str, ...]
    bot_events: frozenset[str]
    interactive: bool
    has_home: bool
    has_messages_tab: bool
    messages_tab_read_only: bool
    socket_mode: bool
    functions: tuple[Function, ...] = ()


def load_manifest(path: Path) -> Manifest:
    """Read the manifest from a YAML (or JSON) file.

    Raises ManifestError with a sentence where it is no manifest, OSError where it cannot be read.
    """
    # YAML takes a tenth of a second to import, and only this function needs it.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        body = yaml.load(path.read_text(encoding="utf8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ManifestError(f"{path} is not YAML: {error}") from error
    if not isinstance(body, dict) or "display_information" not in body:
        raise ManifestError(f"{path} is not a Slack app manifest: it has no display_information.")
    return _manifest(body)


def _manifest(body: dict[str, Any]) -> Manifest:
    display = body["display_information"]
    features = body.get("features") or {}
    settings = body.get("settings") or {}
    home = features.get("app_home") or {}
    bot_user = features.get("bot_user") or {}
    return Manifest(
        name=display["name"],
        description=display.get("description", ""),
        color=display.get("background_color", "#4a154b"),
        bot_name=bot_user.get("display_name", display["name"]),
        commands=tuple(
            Command(
                command=c["command"],
                description=c.get("description", ""),
                usage_hint=c.get("usage_hint", ""),
                should_escape=bool(c.get("should_escape", False)),
            )
            for c in features.get("slash_commands") or []
        ),
        shortcuts=tuple(
            Shortcut(
                name=s["name"],
                type=s["type"],
                callback_id=s["callback_id"],
                description=s.get("description", ""),
            )
            for s in features.get("shortcuts") or []
        ),
        bot_scopes=tuple(((body.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()),
        bot_events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled", False)),
        has_home=bool(home.get("home_tab_enabled", False)),
        has_messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        functions=_functions(body.get("functions") or {}, settings),
    )


def _functions(declared: dict[str, Any], settings: dict[str, Any]) -> tuple[Function, ...]:
    """The custom steps; ManifestError for what Slack would not install, or never run."""
    if not declared:
        return ()
    if not settings.get("org_deploy_enabled"):
        raise ManifestError(
            "An app with functions must be org-ready: set settings.org_deploy_enabled to true."
        )
    if settings.get("function_runtime", "remote") != "remote":
        raise ManifestError(
            "The functions of an app that runs elsewhere have settings.function_runtime remote."
        )
    if "function_executed" not in ((settings.get("event_subscriptions") or {}).get("bot_events") or ()):
        raise ManifestError("An app with functions subscribes to the bot event function_executed.")
    return tuple(_function(callback_id, body) for callback_id, body in declared.items())


def _function(callback_id: str, body: dict[str, Any]) -> Function:
    for needed in ("title", "input_parameters", "output_parameters"):
        if needed not in body:
            raise ManifestError(f"The function {callback_id} has no {needed}.")
    return Function(
        callback_id=callback_id,
        title=body["title"],
        description=body.get("description", ""),
        inputs=_parameters(callback_id, body["input_parameters"]),
        outputs=_parameters(callback_id, body["output_parameters"]),
    )


def _parameters(callback_id: str, declared: dict[str, Any] | None) -> tuple[Parameter, ...]:
    parameters = []
    for name, body in (declared or {}).items():
        if body.get("type") not in PARAMETER_TYPES:
            raise ManifestError(f"The parameter {name} of {callback_id} has no type that is known here.")
        if body.get("name", name) != name:
            raise ManifestError(f"The parameter {name} of {callback_id} is called {body['name']} within.")
        parameters.append(
            Parameter(
                name=name,
                type=body["type"],
                title=body.get("title", name),
                description=body.get("description", ""),
                hint=body.get("hint", ""),
                is_required=bool(body.get("is_required", False)),
            )
        )
    return tuple(parameters)
