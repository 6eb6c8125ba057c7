"""The cache of compiled code, so that a new process does not compile it again."""

import os
import tempfile
import warnings
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def keep_compiled_code(version: str) -> None:
    """Choose a folder for compiled code; must run before numba is imported.

    A folder that the user set (`NUMBA_CACHE_DIR`) stays. Otherwise it is one for this version of
    Keyart in the user's cache folder: numba fails on code compiled for classes that no longer
    exist. If that cannot be written, it is a temporary one, with a warning, because numba cannot be
    imported without one.
    """
    if VARIABLE in os.environ:
        return
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "keyart" / "compiled" / version
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="keyart-compiled-"))
        warnings.warn(
            "Keyart cannot keep its compiled code, so each process compiles it again "
            f"(about ten seconds). Set {VARIABLE} to a folder that can be written.",
            RuntimeWarning,
            stacklevel=3,
        )
    os.environ[VARIABLE] = str(folder)


def was_compiled(folder: str) -> bool:
    """Return whether loops of a package, named by its last part, were compiled before."""
    cache = os.environ.get(VARIABLE)
    return cache is not None and any(Path(cache).glob(f"*.{folder}.*/*.nbi"))
