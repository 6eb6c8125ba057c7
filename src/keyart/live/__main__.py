"""`python -m keyart.live STORE`: produce for a store until a signal ends it."""

import logging
import signal
import sys
from pathlib import Path
from threading import Event, Thread

from keyart.core.errors import KeyartError
from keyart.live.producer import run


def main(words: list[str]) -> int:
    """Produce for the store that the command line names; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(words) != 1 or words[0].startswith("-"):
        sys.stderr.write("usage: python -m keyart.live STORE\n")
        return 2
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # In a thread: the event's lock may be held by what the signal interrupts.
        signal.signal(number, lambda _number, _frame: Thread(target=stop.set).start())
    try:
        run(Path(words[0]), stop)
    except KeyartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
