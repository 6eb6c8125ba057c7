"""Painters of people: one face, a group, somebody in motion."""
