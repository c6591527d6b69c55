"""Tests of the rules: no Slack, no database, no clock."""
