"""What a call to Slack that failed means: wait, try again, or Slack's own code; it calls nothing."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

#: What Slack says where it does not know itself how far it came; the call may have been done all the same.
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


class SlackError(Exception):
    """Slack refused a call; the text is Slack's own error code."""

    def __init__(self, code: str, method: str, details: str = "") -> None:
        super().__init__(f"{method}: {code}{f' ({details})' if details else ''}")
        self.code = code
        self.method = method


class SlackUnavailableError(Exception):
    """Slack does not answer right now, so nothing was done. Try again in a moment."""

    def __init__(self, details: str = "") -> None:
        super().__init__(details or type(self).__doc__)


class SlackRateLimitedError(Exception):
    """Slack takes no more calls of this kind for a while."""

    def __init__(self, method: str, retry_after: float) -> None:
        super().__init__(f"{method}: try again in {retry_after:g} s")
        self.retry_after = retry_after


def understood(method: str, error: SlackApiError) -> Exception:
    """What a call that failed means: wait, try again, or Slack's own error code.

    An answer without a code is not Slack's own (a proxy's page, half an answer), so it tells nothing of the call.
    """
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    said = getattr(response, "data", None)
    data = said if isinstance(said, dict) else {}
    code = str(data.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return SlackRateLimitedError(method, seconds(response.headers.get("Retry-After", "")))
    if status >= 500 or not code or code in UNSURE:
        return SlackUnavailableError(f"{method}: HTTP {status}{f' {code}' if code else ''}")
    details = (data.get("response_metadata") or {}).get("messages") or []
    return SlackError(code, method, "; ".join(details))


def seconds(text: str) -> float:
    """How long to wait; a second where Slack does not say."""
    return float(text) if text.isascii() and text.isdigit() else 1.0
