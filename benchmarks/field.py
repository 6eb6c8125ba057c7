"""All contenders, loaded with one set of facts."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.contenders import Contender, duckdb_approx, duckdb_exact, one_pass, polars_
from benchmarks.contenders.clickhouse import ClickHouse
from benchmarks.contenders.duckdb_table import load
from benchmarks.facts import Facts


@contextmanager
def field(facts: Facts, data: Path, threads: int) -> Generator[list[Contender]]:
    """Give all contenders but Keyart; what they keep on disk goes when they do."""
    data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=data) as temporary:
        folder = Path(temporary)
        clickhouse = ClickHouse(facts, folder, threads)
        connection = load(facts, folder, threads)
        try:
            yield [
                *duckdb_exact.contenders(connection, facts.profiles),
                duckdb_approx.contender(connection),
                polars_.contender(facts),
                *clickhouse.contenders(),
                one_pass.contender(facts),
            ]
        finally:
            connection.close()
            clickhouse.close()
