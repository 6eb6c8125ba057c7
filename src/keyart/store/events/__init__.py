"""Kept events, the index of their ids, and rejected rows."""
