"""COME IN: Bolt listeners and ticks; each reads a payload, performs one act at the desk and answers."""
