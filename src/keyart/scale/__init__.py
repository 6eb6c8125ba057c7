"""Data too large for one machine: Spark builds facts, Druid serves them."""
