"""Profiles: their keys and numbers, consent and attributes."""
