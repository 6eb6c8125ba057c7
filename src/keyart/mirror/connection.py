"""The Druid of a store's settings, and writing them into its `keyart.toml`."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from keyart.core import config
from keyart.core.druid import DruidSettings
from keyart.core.errors import BadSettings
from keyart.scale.druid.client import Druid
from keyart.scale.druid.http import Login

NOTE = "# How Druid holds this store: docs/scale-out.md."

COMMENTED = """\
# lg_k = 14
# granularity = "15m"
# attributes = ["plan"]
# audiences = ["affinity"]
# retention = "400d"
# input_folder = "/mnt/keyart"
"""
"""Other settings, as comments."""

_HEADING = re.compile(r"^\s*\[druid\]\s*(#.*)?$")
_ANY_HEADING = re.compile(r"^\s*\[")


def connect(settings: DruidSettings) -> Druid:
    """Return the Druid of `settings`; raises `BadSettings` if they have no address."""
    if not settings.url:
        raise BadSettings(
            "This store has no Druid.",
            hint="Set its address: keyart druid init STORE --url http://HOST:8888.",
        )
    return Druid(settings.url, Login(settings.user, settings.password, settings.token))


def write_settings(file: Path, url: str, prefix: str | None) -> DruidSettings:
    """Write the address of Druid into a `keyart.toml`, and return its settings of Druid.

    The rest of the file stays. For invalid settings raises `BadSettings` and changes nothing.
    """
    values = {"url": url} if prefix is None else {"url": url, "prefix": prefix}
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    after = set_druid(before, values)
    settings = config.parse(after, os.environ, str(file)).druid
    if after != before:
        _replace(file, after)
    return settings


def _replace(file: Path, text: str) -> None:
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", delete=False
    ) as new:
        new.write(text)
    if file.exists():
        Path(new.name).chmod(file.stat().st_mode & 0o777)
    Path(new.name).replace(file)


def set_druid(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with `values` in its section [druid], which is added at the end if missing.

    An existing setting is replaced in its line; comments and other settings stay.
    """
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if _HEADING.match(line)), None)
    if start is None:
        settings = [_format_line(name, value) for name, value in values.items()]
        section = [NOTE, "[druid]", *settings, COMMENTED]
        return "\n".join([*([text.rstrip(), ""] if text.strip() else []), *section])
    later = (at for at in range(start + 1, len(lines)) if _ANY_HEADING.match(lines[at]))
    end = next(later, len(lines))
    section = lines[start + 1 : end]
    for name, value in values.items():
        section = _set(section, name, _format_line(name, value))
    return "\n".join([*lines[: start + 1], *section, *lines[end:]]) + "\n"


def _set(section: list[str], name: str, line: str) -> list[str]:
    pattern = re.compile(rf"^\s*{re.escape(name)}\s*=")
    if not any(pattern.match(old) for old in section):
        return [line, *section]
    return [line if pattern.match(old) else old for old in section]


def _format_line(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} = "{escaped}"'
