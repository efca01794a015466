"""Finds the bugs in Python services that unit tests do not catch."""
