"""Fact files: a folder of Parquet by day, written and read."""
