"""The secret that alerts to the demo are signed with: it stands in the README, and opens nothing anywhere else."""

SECRET = "whsec_YS1zYW1wbGUtc2VjcmV0LWZvci10aGUtZGVtbw=="
