"""What profiles do: they see titles, take some, and watch."""
