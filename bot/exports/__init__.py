"""Exports: the record written for others, as tables, as JSON Lines and as a packet that proves itself."""
