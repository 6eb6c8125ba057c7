"""The commands: each module holds those of its name."""
