"""The demo as a newcomer meets it: its own process, a browser, and the whole story."""
