"""Looking back: what the workspace learns from its requests; pure, and it knows no database and no Slack."""
