"""Set-up: the shipped policy made a workspace's own, and the settings beside it; what is asked stands in commands."""
