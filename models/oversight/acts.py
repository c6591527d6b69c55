"""Acts that concern the workspace and no request, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from models.acts import OnDelegation
from models.oversight.exporting import Export as Export

#: They belong to no request.
OnWorkspace = OnDelegation | Export
