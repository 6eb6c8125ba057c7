"""The Druid that a store's settings name."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from keyart.core import config
from keyart.core.druid import DruidSettings
from keyart.core.errors import BadSettings
from keyart.mirror.settings_text import with_druid
from keyart.scale.druid.client import Druid
from keyart.scale.druid.http import Login


def connect(settings: DruidSettings) -> Druid:
    """Return the Druid that `settings` name; raises `BadSettings` where they name none."""
    if not settings.url:
        raise BadSettings(
            "This store has no Druid.",
            hint="Say where it is: keyart druid init STORE --url http://HOST:8888.",
        )
    return Druid(settings.url, Login(settings.user, settings.password, settings.token))


def write_settings(file: Path, url: str, prefix: str | None) -> DruidSettings:
    """Write where Druid is into a `keyart.toml`, and return what the file then says of it.

    All else in the file stays. Raises `BadSettings` and leaves the file as it is, if what it
    would say makes no sense.
    """
    values = {"url": url} if prefix is None else {"url": url, "prefix": prefix}
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    after = with_druid(before, values)
    said = config.parse(after, os.environ, str(file)).druid
    if after != before:
        _replace(file, after)
    return said


def _replace(file: Path, text: str) -> None:
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", delete=False
    ) as new:
        new.write(text)
    if file.exists():
        Path(new.name).chmod(file.stat().st_mode & 0o777)
    Path(new.name).replace(file)
