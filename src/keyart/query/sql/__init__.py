"""What engines that answer by SQL have in common: scans, and the pieces of their statements."""

from keyart.query.sql.scan import RUNTIME, SqlScan, key_names, term_name
from keyart.query.sql.tree import Among, age, column, judged, listed, table

__all__ = [
    "RUNTIME",
    "Among",
    "SqlScan",
    "age",
    "column",
    "judged",
    "key_names",
    "listed",
    "table",
    "term_name",
]
