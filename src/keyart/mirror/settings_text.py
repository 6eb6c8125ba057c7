"""The section [druid] in the text of a `keyart.toml`, all else left as it is."""

import re
from collections.abc import Mapping

NOTE = "# How Druid holds this store: docs/scale-out.md."

COMMENTED = """\
# lg_k = 14
# granularity = "15m"
# attributes = ["plan"]
# audiences = ["affinity"]
# retention = "400d"
# input_folder = "/mnt/keyart"
"""
"""What else can be said, for those who read on."""

_HEADING = re.compile(r"^\s*\[druid\]\s*(#.*)?$")
_ANY_HEADING = re.compile(r"^\s*\[")


def with_druid(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with `values` in its section [druid], which is added at the end if need be.

    A setting that is there already is replaced where it stands; comments and all other settings
    stay.
    """
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if _HEADING.match(line)), None)
    if start is None:
        settings = [_line(name, value) for name, value in values.items()]
        section = [NOTE, "[druid]", *settings, COMMENTED]
        return "\n".join([*([text.rstrip(), ""] if text.strip() else []), *section])
    later = (at for at in range(start + 1, len(lines)) if _ANY_HEADING.match(lines[at]))
    end = next(later, len(lines))
    section = lines[start + 1 : end]
    for name, value in values.items():
        section = _set(section, name, _line(name, value))
    return "\n".join([*lines[: start + 1], *section, *lines[end:]]) + "\n"


def _set(section: list[str], name: str, line: str) -> list[str]:
    given = re.compile(rf"^\s*{re.escape(name)}\s*=")
    if not any(given.match(old) for old in section):
        return [line, *section]
    return [line if given.match(old) else old for old in section]


def _line(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} = "{escaped}"'
