"""Queries and their answers: a query is data, compiled once, answered by any engine.

Start reading in `answer`.
"""

from keyart.query.access import Access, owner
from keyart.query.answer import ask
from keyart.query.cancel import Cancel, under
from keyart.query.request import Query
from keyart.query.result import Meta, Result

__all__ = ["Access", "Cancel", "Meta", "Query", "Result", "ask", "owner", "under"]
