"""Ratios of the bot against the bare thing, both taken side by side in one run; none of them is a test."""
