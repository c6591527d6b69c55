"""The bot as a process of its own: how it starts, ends, and is killed."""
