"""Names the shape of the JSON that Slack speaks; it must hold no behaviour."""

from typing import Any, TypeAlias

#: A JSON object as it goes over the wire.
Payload: TypeAlias = dict[str, Any]
