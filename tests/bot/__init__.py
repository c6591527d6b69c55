"""Tests of the floor that does: the desk on a real database, the relay and the directory over real HTTP."""
