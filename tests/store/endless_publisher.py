"""A program that starts processes that publish without end, for tests that kill them.

Version n has n profiles, kept events, titles and members of a list; the facts of the last five.
"""

import os
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

from keyart.core.facts import EXPOSURE_DIMENSIONS, EXPOSURE_SUMS, Family
from keyart.core.ids import keys
from keyart.core.report import Account, Report
from keyart.core.vocabulary import Vocabulary
from keyart.store import PairSet, Publication, publication, sorted_keys
from tests.store.store_rows import DAY, NOW, temporary_store


def publish(p: Publication) -> None:
    number = p.base.version
    (profile,) = p.ordinals(sorted_keys(keys("salt", [str(number)])))[0].tolist()
    title = f"t{number}"
    columns = {name: pa.array([0], pa.int32()) for name in ("title", *EXPOSURE_DIMENSIONS)}
    columns |= {name: pa.array([profile], pa.uint32()) for name in ("profile", "slot")}
    columns |= {name: pa.array([1], pa.int64()) for name in EXPOSURE_SUMS}
    words = {name: Vocabulary([title]) for name in ("title", *EXPOSURE_DIMENSIONS)}
    p.hide(PairSet(whole_titles=frozenset({f"t{number - 5}"})))
    p.add_segment(Family.EXPOSURE, [pa.table(columns)], words)
    event = {
        "profile": pa.array([profile], pa.uint32()),
        "title": pa.array([title]).dictionary_encode(),
        "ts": pa.array([(18_000 + number % 3) * DAY], pa.int64()),
        "event_id": pa.array([str(number)]),
    }
    p.add_events("impressions", [pa.table(event)])
    p.put_metadata("titles", pa.table({"title_id": [title], "name": [title]}))
    p.put_profiles(np.array([profile], np.uint32), pa.table({"plan": [title]}))
    p.put_list("all", np.arange(p.profiles, dtype=np.uint32))
    p.set_report(Report({"impressions": Account(rows=1, accepted=1)}))
    p.commit()


def publish_endlessly(root: Path) -> None:
    while True:
        with publication(root, command="endless", now=NOW) as p:
            publish(p)


def main(root: Path) -> None:
    """For each line of input start a process that publishes, say its id, and wait for its end."""
    with temporary_store() as elsewhere:  # once beforehand, so that compiled code is loaded
        for _ in range(2):
            with publication(elsewhere, command="warm", now=NOW) as p:
                publish(p)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            publish_endlessly(root)
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
