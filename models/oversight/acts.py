"""Acts that concern the workspace and no request, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from models.acts import OnDelegation

#: They belong to no request.
OnWorkspace = OnDelegation
