"""The local Slack: a workspace on one machine that a Bolt app cannot tell from Slack."""

from sandbox.interactions import RefusedError
from sandbox.local_slack import LocalSlack
from sandbox.manifest import ManifestError
from sandbox.person import ActingPerson, Submission
from sandbox.picking import PickError
from sandbox.workspace import WorkspaceError

__all__ = [
    "ActingPerson",
    "LocalSlack",
    "ManifestError",
    "PickError",
    "RefusedError",
    "Submission",
    "WorkspaceError",
]
