"""Derived: how a request stands by its events alone; an independent reading, which asks no lifecycle and no policy.

Whether the events are those that were recorded, the chain's hashes say: `models.audit_chain.first_fault`.
"""

from models.derived.attestations import derive_attestations
from models.derived.delegations import derive_delegations
from models.derived.deriving import derive
from models.derived.differing import Difference, differences
from models.derived.gathering import snapshots_told
from models.derived.preferences import derive_preferences
from models.derived.told import CannotDeriveError

__all__ = [
    "CannotDeriveError",
    "Difference",
    "derive",
    "derive_attestations",
    "derive_delegations",
    "derive_preferences",
    "differences",
    "snapshots_told",
]
