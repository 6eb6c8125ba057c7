"""Painters of people: one face, a group, someone in motion."""
