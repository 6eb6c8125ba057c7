"""Segments of facts: reading, writing, merging them, and hiding their rows."""
