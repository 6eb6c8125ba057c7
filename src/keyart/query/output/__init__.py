"""From an engine's sums to an answer: rows, measures, table, notes, and bytes."""
