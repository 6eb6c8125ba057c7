"""Whole fonts, fetched from the npm registry, checked, and kept in the user's cache.

The files are from the Fontsource project, whose packages hold fonts under the SIL Open Font
License. Only `font_making` needs them; it puts the parts needed for the demo's words into the
package.
"""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keyart_demo.art.cache import cache_folder
from keyart_demo.art.sfnt import NotAFont, unpacked

_REGISTRY: Final = "https://registry.npmjs.org"
_SECONDS: Final = 30
"""Timeout for a silent registry."""

LICENCE: Final = "LICENSE"
"""The file in a package with its licence and copyright."""


class FontsUnavailable(Exception):
    """A font package is unavailable: no network, no such package, or not the pinned bytes."""


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package `@fontsource/name`, with its npm digest, `integrity`."""

    name: str
    version: str
    integrity: str
    """SHA-512 of the tarball in base64."""
    cuts: tuple[str, ...]
    """The weights and slopes to keep, such as `700-normal`."""

    @property
    def folder(self) -> str:
        """The name of its folder; a different choice of cuts has a different folder."""
        cuts = hashlib.sha256(" ".join((*self.cuts, LICENCE)).encode()).hexdigest()
        return f"{self.name}-{self.version}-{cuts[:8]}"


class FontStore:
    """The fonts on this machine; safe to use from several threads and processes."""

    def __init__(self, folder: Path | None = None, registry: str | None = None) -> None:
        """Keep fonts in a folder (default: the cache's), from a registry (default: npm's)."""
        self._folder = folder if folder is not None else cache_folder() / "fonts"
        self._registry = registry

    def folder(self, package: Package) -> Path:
        """Return the folder of a package's files, fetched if it does not exist.

        It has sfnt files, one for each cut and part of Unicode, and the licence. Raises
        `FontsUnavailable`.
        """
        folder = self._folder / package.folder
        if not folder.is_dir():
            try:
                _unpack(self._download(package), package, folder)
            except (OSError, NotAFont, tarfile.TarError) as error:
                raise FontsUnavailable(f"{package.name}: {error}") from error
        return folder

    def _download(self, package: Package) -> bytes:
        if self._registry is None:
            self._registry = registry()
        name, version = package.name, package.version
        address = f"{self._registry.rstrip('/')}/@fontsource/{name}/-/{name}-{version}.tgz"
        if not address.startswith(("https://", "http://")):
            raise FontsUnavailable(f"{self._registry} is not the address of a registry")
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310
            tarball: bytes = answer.read()
        digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode("ascii")
        if digest != package.integrity:
            raise FontsUnavailable(f"{name} {version} is not the file that was pinned")
        return tarball


def registry() -> str:
    """Return the npm registry that this machine uses."""
    named = os.environ.get("NPM_CONFIG_REGISTRY")
    if named:
        return named
    npm = shutil.which("npm")
    if npm is None:
        return _REGISTRY
    try:
        result = subprocess.run(
            [npm, "config", "get", "registry"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return _REGISTRY
    return result.stdout.strip() or _REGISTRY


def _unpack(tarball: bytes, package: Package, folder: Path) -> None:
    """Write the wanted files of a tarball to a folder, which appears complete or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{package.name}-", dir=folder.parent))
    try:
        with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
            for member in archive:
                name = Path(member.name).name
                body = archive.extractfile(member)
                if body is not None and name == LICENCE:
                    (draft / name).write_bytes(body.read())
                elif body is not None and _covers_script(name, package):
                    (draft / name).with_suffix(".ttf").write_bytes(unpacked(body.read()))
        try:
            draft.rename(folder)
        except OSError:
            # Another process was first; its files are the same.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _covers_script(name: str, package: Package) -> bool:
    """Return whether a file covers a whole script: CJK fonts also have 100 numbered slices."""
    rest = name.removeprefix(f"{package.name}-")
    whole = rest != name and not rest[0].isdigit()
    return whole and rest.endswith(tuple(f"-{cut}.woff" for cut in package.cuts))
