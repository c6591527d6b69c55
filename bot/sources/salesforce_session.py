"""A session with Salesforce that keeps to hosts, sizes and times; it knows no query and no customer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from models.policy_sources import host_of
from models.source_check import may_hold_credentials

_CHUNK = 16_384


class ForbiddenHostError(requests.RequestException):
    """The credentials would go to a host that is neither Salesforce's nor allowed."""


class RedirectedError(requests.RequestException):
    """An answer sends elsewhere."""


class TooLargeError(requests.RequestException):
    """An answer is larger than allowed."""


class _KeptAdapter(HTTPAdapter):
    """Sends requests to the hosts that are allowed and reads answers up to a size, until a time."""

    def __init__(self, *, login: str, private_hosts: tuple[str, ...], most: int, seconds: float) -> None:
        super().__init__()
        self._is_plain = login.startswith("http://")
        self._private_hosts = private_hosts
        self._most = most
        self._ends = time.monotonic() + seconds

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The whole answer. Raises requests.RequestException."""
        host = host_of(request.url or "")
        if not may_hold_credentials(host, self._private_hosts):
            raise ForbiddenHostError(host)
        if self._is_plain and host in self._private_hosts and request.url is not None:
            # simple-salesforce writes https:// for whatever host it was given.
            request.url = request.url.replace("https://", "http://", 1)
        response = super().send(request, stream=True, timeout=self._left(), verify=verify, cert=cert)
        try:
            response._content = self._body(response)
            response._content_consumed = True
        finally:
            response.close()
        if response.is_redirect:
            raise RedirectedError(str(response.status_code))
        return response

    def _body(self, response: requests.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > self._most:
                raise TooLargeError
            self._left()
        return bytes(body)

    def _left(self) -> float:
        """The seconds that are left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise requests.Timeout
        return left


def session_for(*, login: str, private_hosts: tuple[str, ...], most: int, seconds: float) -> requests.Session:
    """A session that takes nothing from the environment: no proxy, and no credentials of `.netrc`."""
    session = requests.Session()
    session.trust_env = False
    adapter = _KeptAdapter(login=login, private_hosts=private_hosts, most=most, seconds=seconds)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
