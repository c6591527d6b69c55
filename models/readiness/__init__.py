"""Readiness: the policy's checklist and what the bot itself needs, judged from what was found out; pure."""
