"""The SQL that states the rule of attribution runs on Spark, and says what the loops say."""

import pyarrow as pa
import pytest
import sqlglot
from pyspark.sql import SparkSession

from keyart.attribute import MATCH_SQL
from tests.attribute.match_sql import busy_world, match_by_loops, match_tables, merged
from tests.attribute.parts import Encoder
from tests.attribute.strategies import CATALOGUE, CUSTOM


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")
def test_sql_matches_on_spark_as_the_loops_do(spark: SparkSession) -> None:
    encoder = Encoder(CATALOGUE, CUSTOM)
    tables = merged(encoder, busy_world())
    for name, table in match_tables(encoder, *tables).items():
        spark.createDataFrame(_signed(table)).createOrReplaceTempView(name)
    (text,) = sqlglot.transpile(MATCH_SQL, read="duckdb", write="spark")
    found = [(row.play, row.impression, row.reason) for row in spark.sql(text).collect()]
    assert found == match_by_loops(encoder, *tables)


def _signed(table: pa.Table) -> pa.Table:
    """Return a table whose whole numbers are signed, as all are in Spark."""
    types = {f.name: pa.int64() if pa.types.is_integer(f.type) else f.type for f in table.schema}
    return table.cast(pa.schema(types))
