"""Apache Druid: its copy of a store, and loading that copy."""
