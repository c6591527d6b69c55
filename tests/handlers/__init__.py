"""The conversations in Slack: payloads, forms, and each conversation through the local Slack's real protocol."""
