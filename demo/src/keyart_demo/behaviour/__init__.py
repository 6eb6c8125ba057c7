"""What profiles do: they are shown things, take some, and watch."""
