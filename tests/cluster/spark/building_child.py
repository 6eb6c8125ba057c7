"""A program that builds a folder of files by a Spark of its own, for a test that kills it.

`python -m tests.cluster.spark.building_child FOLDER OUT`; files are called after their tables.
"""

import sys
from pathlib import Path

from keyart.scale.spark import start
from tests.cluster.spark.both import built

if __name__ == "__main__":
    folder, out = map(Path, sys.argv[1:])
    files = {path.stem: [str(path)] for path in sorted(folder.glob("*.parquet"))}
    built(start("local[1]", "1g"), files, out)
