"""A program that sends due messages in a loop, for tests that kill it."""

import sys
from datetime import timedelta
from pathlib import Path

from keyart.notify.addresses import addresses
from keyart.notify.deliveries import send_next
from tests.notify.found import START


def main(root: Path, url: str) -> None:
    told = addresses([url], "salt")
    while True:
        send_next(root, told, START + timedelta(hours=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
