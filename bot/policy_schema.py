"""The JSON Schema that helps editors with policy.toml, made from the model that reads it; it checks nothing."""

from __future__ import annotations

import json

from models.policy import Policy


def schema_text() -> str:
    """The schema as the text of policy.schema.json."""
    schema = Policy.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
