"""Apache Druid: what it holds of a store, and how it gets there."""
