"""The policies on record: the one in force and those that older requests were filed under."""

from __future__ import annotations

from collections.abc import Callable

from models.policy import Policy
from models.request import ExceptionRequest


class UnknownPolicyVersionError(LookupError):
    """A request names a policy version that is not on record."""


def _nothing(version: str) -> Policy | None:
    return None


class Policies:
    """Every recorded policy in memory, by version; a request keeps the one that it was filed under.

    `read` finds one that another process has recorded since; it is asked once for each version.
    """

    def __init__(
        self,
        current_version: str,
        recorded: dict[str, Policy],
        read: Callable[[str], Policy | None] = _nothing,
    ) -> None:
        self.current_version = current_version
        self._recorded = recorded
        self._read = read

    @property
    def current(self) -> Policy:
        """The policy in force, which new requests are filed under."""
        return self._recorded[self.current_version]

    def of(self, request: ExceptionRequest) -> Policy:
        """The policy that the request was filed under; UnknownPolicyVersionError where it is not on record."""
        return self.version(request.policy_version)

    def version(self, version: str) -> Policy:
        """The policy of that version; UnknownPolicyVersionError where it is not on record."""
        found = self._recorded.get(version) or self._read(version)
        if found is None:
            raise UnknownPolicyVersionError(f"policy version {version} is not on record")
        self._recorded[version] = found
        return found

    def knows(self, version: str) -> bool:
        """Whether the version is in memory."""
        return version in self._recorded

    def learn(self, version: str, policy: Policy) -> None:
        """Keep what a version says."""
        self._recorded[version] = policy

    def put_in_force(self, version: str) -> None:
        """Let new requests be filed under a version that is known."""
        self.version(version)
        self.current_version = version
