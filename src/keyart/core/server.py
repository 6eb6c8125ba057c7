"""The settings of the service: `[server]` in `keyart.toml`, or `KEYART_<NAME>`.

They are read like a store's settings: see `keyart.core.settings`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from keyart.core.ranges import Range, format_duration, format_size
from keyart.core.settings import (
    NAMES,
    read_duration,
    read_names,
    read_number,
    read_settings,
    read_size,
    read_whole_number,
    setting,
    split_address,
)

LEAST_TOKEN = 16
"""The minimum length of a token: shorter ones can be guessed."""

TOKEN = f"{LEAST_TOKEN} characters or more"


def _read_host(value: object) -> str:
    text = str(value).strip()
    if not isinstance(value, str) or not text or not text.isprintable() or set(text) & set(" /@"):
        raise ValueError("a host name or an address, such as 0.0.0.0")
    return text


def _read_token(value: object) -> str:
    text = str(value)
    if len(text) < LEAST_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError(f"{LEAST_TOKEN} or more letters, digits and symbols, without spaces")
    return text


def _read_origins(value: object) -> tuple[str, ...]:
    origins = read_names(value)
    for origin in origins:
        parts = split_address(origin)
        if parts is None or parts.scheme not in {"http", "https"}:
            raise ValueError("a scheme and host only, such as https://media.example.com")
        if origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("a scheme and host only, such as https://media.example.com")
        if not parts.hostname or set(origin) & set(" ;,'\"*"):
            raise ValueError("a host without asterisks, quotes or commas")
    return origins


def _read_notify_urls(value: object) -> tuple[str, ...]:
    # Commas or spaces separate addresses, but an address may also contain them.
    parts = re.split(r"[\s,]+(?=\w+://)", value.strip(" ,")) if isinstance(value, str) else value
    urls = tuple(dict.fromkeys(part for part in read_names(parts) if part))
    if not all(re.match(r"\w+://", url) for url in urls):
        raise ValueError("addresses such as slack://… or mailto://…: see docs/notices.md")
    return urls


def _read_public_url(value: object) -> str:
    text = str(value).rstrip("/")
    parts = split_address(text)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("the address that people open, such as https://keyart.example.com")
    if parts.query or parts.fragment or not text.isprintable() or " " in text:
        raise ValueError("an address without ? and #")
    return text


def _read_folders(value: object) -> tuple[str, ...]:
    folders = read_names(value)
    if not all(Path(folder).is_absolute() for folder in folders):
        raise ValueError("absolute paths, such as /srv/artwork")
    return folders


@dataclass(frozen=True)
class ServerSettings:
    """The values of all settings of the service."""

    host: str = setting(
        "127.0.0.1",
        _read_host,
        "The address to listen on; if other machines can reach it, `token` is required.",
        "a name or address",
    )
    port: int = setting(
        8765,
        read_whole_number,
        "The port to listen on; 0 picks a free one.",
        Range(0, 65535, whole=True),
    )
    workers: int = setting(
        1, read_whole_number, "Processes that answer requests.", Range(1, 256, whole=True)
    )
    token: str = setting(
        "",
        _read_token,
        "Gives full access; if it is not set, each start makes a new one.",
        TOKEN,
        secret=True,
    )
    view_token: str = setting(
        "",
        _read_token,
        "Gives access to read, but not to change anything or to export facts.",
        TOKEN,
        secret=True,
    )
    allowed_hosts: tuple[str, ...] = setting(
        (),
        read_names,
        "Host names of the service, in addition to localhost and IP addresses.",
        NAMES,
    )
    allowed_origins: tuple[str, ...] = setting(
        (), _read_origins, "Other websites whose pages may call the service (CORS).", "origins"
    )
    media_origins: tuple[str, ...] = setting(
        (),
        _read_origins,
        "Where pictures and clips may come from, in addition to the service itself.",
        "origins",
    )
    media_roots: tuple[str, ...] = setting(
        (),
        _read_folders,
        "Folders that may contain files of assets, in addition to the store's own.",
        "absolute paths",
    )
    min_cell: int = setting(
        50,
        read_whole_number,
        "Figures about fewer people than this are not shown; 0 shows all.",
        Range(0, 1_000_000_000, whole=True),
    )
    connections: int = setting(
        1000,
        read_whole_number,
        "Connections per worker; above that, the client with the most loses one.",
        Range(8, 100_000, whole=True),
    )
    scans: int = setting(
        4,
        read_whole_number,
        "Questions that one worker answers at once.",
        Range(1, 1000, whole=True),
    )
    waiting: int = setting(
        64,
        read_whole_number,
        "Questions that may wait in the queue; more are refused.",
        Range(0, 100_000, whole=True),
    )
    cache_size: int = setting(
        256 << 20,
        read_size,
        "Memory for the answers that one worker keeps to reuse.",
        Range(0, 1 << 40, as_text=format_size),
    )
    query_timeout: float = setting(
        30.0,
        read_duration,
        "How long a question may take before it is stopped.",
        Range(0.1, 86400, as_text=format_duration),
    )
    body_size: int = setting(
        1 << 20,
        read_size,
        "The largest body of a request.",
        Range(1 << 10, 1 << 30, as_text=format_size),
    )
    events_size: int = setting(
        64 << 20,
        read_size,
        "The largest body of a request that sends events.",
        Range(1 << 10, 4 << 30, as_text=format_size),
    )
    inbox_size: int = setting(
        1 << 30,
        read_size,
        "Bytes of events that may wait to be published; more are refused.",
        Range(0, 1 << 50, as_text=format_size),
    )
    body_timeout: float = setting(
        30.0,
        read_duration,
        "How long the body of a request may keep the service waiting, without its transfer.",
        Range(0.1, 86400, as_text=format_duration),
    )
    rate: float = setting(
        100.0,
        read_number,
        "Requests per second from one client, averaged over ten seconds; 0 sets no limit.",
        Range(0, 1_000_000),
    )
    drain: float = setting(
        30.0,
        read_duration,
        "How long running requests may take to finish when the service stops.",
        Range(0, 3600, as_text=format_duration),
    )
    notify_urls: tuple[str, ...] = setting(
        (),
        _read_notify_urls,
        "Where notices are sent: apprise addresses.",
        "addresses",
        secret=True,
    )
    public_url: str = setting(
        "", _read_public_url, "The address of the service in links of notices.", "an address"
    )


SERVER_SETTINGS = tuple(fields(ServerSettings))
"""The fields of `ServerSettings`, each with `metadata` `read`, `doc` and `secret`."""


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> ServerSettings:
    """Return the settings from a `[server]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    return ServerSettings(**read_settings(SERVER_SETTINGS, table, environment, where))
