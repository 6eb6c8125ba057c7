"""Programs for tests with two processes: `hold` the writer's lock, or `read` without end.

`python -m tests.pipeline.holding_child hold|read STORE` says `ready`, and ends with its input.
"""

import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import keyart
from keyart.store import publication


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def hold(root: Path) -> None:
    """Hold the writer's lock until the end of the input."""
    with publication(root, command="ingest", now=datetime.now(UTC)):
        say("ready")
        sys.stdin.read()


def read(root: Path) -> None:
    """Ask until the end of the input; then say how many versions were seen.

    In each version there are as many impressions as plays.
    """
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    seen: set[int] = set()
    with keyart.open(root) as store:
        while not ended.is_set():
            result = store.query(measures=["impressions", "starts", "reach"], by=["title"])
            (row,) = result.to_dicts()
            assert row["impressions"] == row["starts"] == row["reach"] == result.meta.version
            if not seen:
                say("ready")
            seen.add(result.meta.version)
            time.sleep(0.01)
    say(str(len(seen)))


if __name__ == "__main__":
    {"hold": hold, "read": read}[sys.argv[1]](Path(sys.argv[2]))
