"""Keyart against other engines, on one machine, in one run: see README.md."""
