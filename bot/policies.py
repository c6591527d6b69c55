"""The policies on record: the one in force and those that older requests were filed under."""

from __future__ import annotations

from models.policy import Policy
from models.request import ExceptionRequest


class UnknownPolicyVersionError(LookupError):
    """A request names a policy version that is not on record."""


class Policies:
    """Every recorded policy in memory, by version; a request keeps the one that it was filed under."""

    def __init__(self, current_version: str, recorded: dict[str, Policy]) -> None:
        self.current_version = current_version
        self._recorded = recorded

    @property
    def current(self) -> Policy:
        """The policy that new requests are filed under."""
        return self._recorded[self.current_version]

    def of(self, request: ExceptionRequest) -> Policy:
        """The policy that the request was filed under; UnknownPolicyVersionError where it is not on record."""
        return self.version(request.policy_version)

    def version(self, version: str) -> Policy:
        """The policy of that version; UnknownPolicyVersionError where it is not on record."""
        try:
            return self._recorded[version]
        except KeyError:
            raise UnknownPolicyVersionError(f"policy version {version} is not on record") from None

    def all(self) -> tuple[Policy, ...]:
        """Every policy on record."""
        return tuple(self._recorded.values())
