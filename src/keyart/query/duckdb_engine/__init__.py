"""The reference engine: the same plan as SQL over the same facts, by DuckDB."""

from keyart.query.duckdb_engine.engine import DuckDBEngine

__all__ = ["DuckDBEngine"]
