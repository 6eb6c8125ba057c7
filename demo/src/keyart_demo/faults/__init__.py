"""Faults of real data: rows that are duplicated, late, or broken."""
