"""Other packages name Arrow's classes through here."""

from pyarrow import RecordBatch as RecordBatch
from pyarrow import RecordBatchReader as RecordBatchReader
from pyarrow import Schema as Schema
from pyarrow import Table as Table
