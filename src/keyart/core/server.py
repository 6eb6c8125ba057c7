"""The one table of the service's settings: `[server]` in `keyart.toml`, or `KEYART_<NAME>`.

Read as those of a store are: see `keyart.core.settings`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyart.core.settings import (
    duration,
    names,
    number,
    positive,
    read_settings,
    setting,
    size,
    whole,
)

LEAST_TOKEN = 16
"""Characters of the shortest token that is let pass: less can be guessed."""


def _none_or_more(value: object) -> int:
    found = whole(value)
    if found < 0:
        raise ValueError("write a whole number, 0 or more")
    return found


def _rate(value: object) -> float:
    found = number(value)
    if not 0 <= found < float("inf"):
        raise ValueError("write a number, 0 or more")
    return found


def _port(value: object) -> int:
    found = whole(value)
    if not 0 <= found < 1 << 16:
        raise ValueError("write a port from 0 (any that is free) to 65535")
    return found


def _token(value: object) -> str:
    text = str(value)
    if len(text) < LEAST_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError(f"write {LEAST_TOKEN} or more letters, digits and signs, without spaces")
    return text


def _origins(value: object) -> tuple[str, ...]:
    found = names(value)
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("write scheme and host alone, such as https://media.example.com")
        if not parts.hostname or set(origin) & set(" ;,'\"*"):
            raise ValueError("write a host without stars, quotes or commas")
    return found


def _notify_urls(value: object) -> tuple[str, ...]:
    # Between two stands a comma or a space; either may also be part of one.
    parts = re.split(r"[\s,]+(?=\w+://)", value.strip(" ,")) if isinstance(value, str) else value
    found = tuple(dict.fromkeys(part for part in names(parts) if part))
    if not all(re.match(r"\w+://", url) for url in found):
        raise ValueError("write addresses such as slack://… or mailto://…: docs/notices.md")
    return found


def _public_url(value: object) -> str:
    text = str(value).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the address that people open, such as https://keyart.example.com")
    if parts.query or parts.fragment or not text.isprintable() or " " in text:
        raise ValueError("write an address without ? and #")
    return text


def _folders(value: object) -> tuple[str, ...]:
    found = names(value)
    if not all(Path(folder).is_absolute() for folder in found):
        raise ValueError("write whole paths, such as /srv/artwork")
    return found


@dataclass(frozen=True)
class ServerSettings:
    """The values of all settings of the service."""

    host: str = setting(
        "127.0.0.1", str, "The address to listen on; others than this machine's own need `token`."
    )
    port: int = setting(8765, _port, "The port to listen on; 0 takes any that is free.")
    workers: int = setting(1, positive, "Processes that answer requests.")
    token: str = setting(
        "",
        _token,
        "Who has it may do everything; when none is given, each start makes a new one.",
        secret=True,
    )
    view_token: str = setting(
        "", _token, "Who has it may read, but neither change anything nor take facts.", secret=True
    )
    allowed_hosts: tuple[str, ...] = setting(
        (), names, "Names by which people reach the service, beside localhost and addresses."
    )
    allowed_origins: tuple[str, ...] = setting(
        (), _origins, "Other web sites whose pages may call the service (CORS)."
    )
    media_origins: tuple[str, ...] = setting(
        (), _origins, "Where pictures and clips may be shown from, beside the service itself."
    )
    media_roots: tuple[str, ...] = setting(
        (), _folders, "Folders in which files of assets may lie, beside the store's own."
    )
    min_cell: int = setting(
        50, _none_or_more, "Figures about fewer people than this are not shown; 0 shows all."
    )
    connections: int = setting(
        1000, positive, "Connections that one worker holds at once; further ones are refused."
    )
    scans: int = setting(4, positive, "Questions that one worker works on at once.")
    waiting: int = setting(
        64, _none_or_more, "Questions that may wait for their turn; the next one is refused."
    )
    cache_size: int = setting(
        256 << 20, size, "Bytes of answers that one worker keeps, to give them again."
    )
    query_timeout: float = setting(
        30.0, duration, "How long a question may take before it is stopped."
    )
    body_size: int = setting(1 << 20, size, "The largest body of a request.")
    events_size: int = setting(64 << 20, size, "The largest body of a request that brings events.")
    inbox_size: int = setting(
        1 << 30, size, "Bytes of events that may wait to be published; more are refused."
    )
    body_timeout: float = setting(
        30.0,
        duration,
        "How long the body of a request may keep the service waiting, beside its transfer.",
    )
    rate: float = setting(
        100.0,
        _rate,
        "Requests per second from one client, averaged over ten seconds; 0 sets no limit.",
    )
    drain: float = setting(
        30.0, duration, "How long requests in flight may take to finish when the service stops."
    )
    notify_urls: tuple[str, ...] = setting(
        (), _notify_urls, "Where notices are sent: addresses of apprise.", secret=True
    )
    public_url: str = setting(
        "", _public_url, "Where people reach the service, for links in what is sent."
    )


SERVER_SETTINGS = tuple(fields(ServerSettings))
"""The fields of `ServerSettings`, each with `metadata` `read`, `doc` and `secret`."""


def load(table: Mapping[str, Any], environment: Mapping[str, str], where: str) -> ServerSettings:
    """Return the settings from a `[server]` table and the environment.

    Raises `UnknownName` for a name that does not exist and `BadSettings` for a bad value.
    """
    return ServerSettings(**read_settings(SERVER_SETTINGS, table, environment, where))
