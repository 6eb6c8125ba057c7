"""A small Apache Druid on this machine, by one command.

    python scripts/cluster.py up         brings it up, prints the router's URL, leaves it running
    python scripts/cluster.py status     says how it is: URL, health, memory, extensions
    python scripts/cluster.py down       stops it; --wipe deletes what it stored

Needs Java 17 or 21 and, the first time, Maven; Druid's jars are kept in KEYART_CACHE (else in
`keyart` in the user's cache folder).
"""

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from druid_cluster.cluster import Status, default_folder, down, status, up
from druid_cluster.errors import ClusterError
from druid_cluster.state import Phase

OK, FAILED = 0, 1


def main(words: list[str] | None = None) -> int:
    """Run one command and return the exit status: 0 ok, 1 failed, 2 misuse."""
    given = _parser().parse_args(words)
    try:
        return {"up": _up, "down": _down, "status": _status}[given.command](given)
    except ClusterError as error:
        if given.json:
            told = {"code": error.code, "message": error.args[0], "hint": error.hint}
            _say(json.dumps({"error": told}))
        else:
            sys.stderr.write(f"cluster: {error}\n")
        return FAILED


def _up(given: argparse.Namespace) -> int:
    url = up(given.folder, port=given.port, indexer=given.indexer, tell=_tell)
    _say(json.dumps({"url": url}) if given.json else url)
    return OK


def _down(given: argparse.Namespace) -> int:
    was_up = down(given.folder)
    if given.wipe:
        shutil.rmtree(given.folder, ignore_errors=True)
    words = "the cluster is down" if was_up else "there was no cluster"
    _say(json.dumps({"was_up": was_up}) if given.json else words)
    return OK


def _status(given: argparse.Namespace) -> int:
    found = status(given.folder)
    _say(json.dumps(asdict(found)) if given.json else _in_words(found))
    return OK if found.phase is Phase.HEALTHY else FAILED


def _in_words(found: Status) -> str:
    lines = [f"{found.phase}  {found.url}".rstrip()]
    for name, well in found.healthy.items():
        mebibytes = found.memory_bytes[name] / 2**20
        lines.append(f"  {name:<14}{'well' if well else 'no answer':<10}{mebibytes:7.0f} MiB")
    if found.memory_bytes:
        lines.append(f"  {'together':<24}{sum(found.memory_bytes.values()) / 2**20:7.0f} MiB")
    if found.extensions:
        lines.append(f"  extensions    {', '.join(found.extensions)}")
    if found.error:
        lines.append(found.error)
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--folder",
        type=Path,
        default=default_folder(),
        help="where it keeps settings, logs and data (default: %(default)s)",
    )
    shared.add_argument("--json", action="store_true", help="print JSON")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("up", parents=[shared], help="bring it up")
    one.add_argument("--port", type=int, default=0, help="of the router (default: any free one)")
    one.add_argument(
        "--indexer",
        action="store_true",
        help="run tasks as threads of an indexer, not as processes of a middle manager: many small "
        "loads are quicker",
    )
    commands.add_parser("status", parents=[shared], help="say how it is")
    one = commands.add_parser("down", parents=[shared], help="stop it")
    one.add_argument("--wipe", action="store_true", help="delete what it stored")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _tell(text: str) -> None:
    """Say how far it is, beside the answer."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
