"""The folder for fetched and drawn files, kept between runs."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder named by `KEYART_CACHE`, or Keyart's folder in the user's cache."""
    named = os.environ.get("KEYART_CACHE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "keyart"
