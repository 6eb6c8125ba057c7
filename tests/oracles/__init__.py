"""Slow, obvious answers to compare the real ones with."""
