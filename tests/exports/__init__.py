"""Exports: tables, lines and packets, each read by somebody else than who wrote it."""
