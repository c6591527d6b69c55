"""Whole conversations, through the real protocol, with the clock moved."""
