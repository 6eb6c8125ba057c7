"""`keyart serve`: serve a store to browsers and programs, locally or on a network."""

import ipaddress
import os
import secrets
import sys
import webbrowser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from keyart.cli.arguments import Store, example
from keyart.cli.terminal import remark, show
from keyart.cli.warming import load, warm
from keyart.core.config import server_settings
from keyart.core.errors import BadSettings, StoreError
from keyart.core.server import ServerSettings
from keyart.store import open_snapshot
from keyart.store.paths import Paths

EXAMPLE = example(
    "keyart serve my.keyart",
    "keyart serve my.keyart --host 0.0.0.0 --port 8080 --workers 4",
)

Host = Annotated[
    str | None,
    typer.Option(
        "--host", metavar="H", help="Where to listen; beyond this machine, set KEYART_TOKEN."
    ),
]
Port = Annotated[
    int | None,
    typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes any free one."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, max=256, help="The number of worker processes."),
]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")]


def serve_(
    store: Store,
    host: Host = None,
    port: Port = None,
    workers: Workers = None,
    open_browser: Open = False,
) -> None:
    """Serve a store to browsers and programs.

    Prints a link with a token. Anyone with the token has full access.
    """
    options = {"host": host, "port": port, "workers": workers}
    changes = {name: value for name, value in options.items() if value is not None}
    serving(
        store, replace(server_settings(Paths(store).config), **changes), open_browser=open_browser
    )


def serving(
    store: Path, settings: ServerSettings, *, open_browser: bool, any_port: bool = False
) -> None:
    """Serve a store until interrupted, and print its link.

    With `any_port`, use another port if that of the settings is taken.
    """
    # The web's packages take longer to import than most commands to run.
    from keyart.api.process.serving import listen, serve  # noqa: PLC0415
    from keyart.live import run  # noqa: PLC0415

    with open_snapshot(store) as snapshot:
        salt = snapshot.salt
        for warning in snapshot.key.warnings():
            remark(warning)
    _check(settings, salt)
    configured_token = settings.token
    if not configured_token:
        settings = replace(settings, token=secrets.token_urlsafe(32))
    try:
        listening = listen(settings, any_port=any_port)
    except OSError as error:
        raise StoreError(
            f"Can't listen on {settings.host}, port {settings.port}: {error.strerror}.",
            hint="Choose another port, or --port 0 for any free one.",
        ) from error
    warm()
    address = _address(settings, listening.getsockname()[1])
    link = address if configured_token else f"{address}?token={settings.token}"
    show(link)
    remark("Stop with Ctrl-C." + (" The token is the one you set." if configured_token else ""))
    if open_browser and _has_screen():
        webbrowser.open(link)
    producer = partial(run, address=address)
    if Paths(store).is_read_only:
        remark("The store's folder is read-only: events and changes are refused.")
        producer = None
    serve(store, settings, listening, remark, producer, load)


def _has_screen() -> bool:
    """Return whether there is a screen; without one, a browser would open in the terminal."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _check(settings: ServerSettings, salt: str) -> None:
    if settings.token and settings.token == settings.view_token:
        raise BadSettings("token and view_token must differ.", hint="Set another view_token.")
    if not _is_local(settings.host) and not settings.token:
        raise BadSettings(
            f"On {settings.host} other machines can reach the service.",
            hint="Set KEYART_TOKEN to a long random text, or omit --host.",
        )
    if settings.notify_urls:
        from keyart.notify.addresses import addresses  # noqa: PLC0415 - apprise takes a second

        addresses(settings.notify_urls, salt)


def _address(settings: ServerSettings, port: int) -> str:
    """Return the address to open on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    return f"http://{host}:{port}/"


def _is_local(host: str) -> bool:
    """Return whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
