"""What every part of the policy is: frozen, and strict about its keys; it holds no part itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the policy: frozen, and an unknown key in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
