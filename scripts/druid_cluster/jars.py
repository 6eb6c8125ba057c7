"""Java, Maven, and the jars of Druid: looked up once, kept outside the repository."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from druid_cluster.errors import MissingProgram, NotReachable

POM = Path(__file__).with_name("pom.xml")
EXTENSIONS = ("druid-datasketches", "druid-kafka-indexing-service")
SERVICES = "services"
JAVA_VERSIONS = (17, 21)


def cache_folder() -> Path:
    """Return where what was fetched is kept: KEYART_CACHE, or `keyart` in the user's cache."""
    own = os.environ.get("KEYART_CACHE")
    if own:
        return Path(own).absolute()
    xdg = os.environ.get("XDG_CACHE_HOME")
    return (Path(xdg) if xdg else Path.home() / ".cache").absolute() / "keyart"


def java() -> str:
    """Return the Java that JAVA_HOME or PATH gives.

    Raises:
        MissingProgram: There is none, or its version does not serve.
    """
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=f"{Path(home).absolute()}/bin" if home else None)
    lowest, highest = JAVA_VERSIONS
    wanted = f"install Java {lowest} to {highest}: apt-get install openjdk-17-jre-headless"
    if program is None:
        raise MissingProgram("Druid needs Java, and none is on this machine", wanted)
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', told.stderr)
    version = int(found[1]) if found else 0
    if not lowest <= version <= highest:
        raise MissingProgram(f"Druid does not run on the Java {version} at {program}", wanted)
    return program


def jars(tell: Callable[[str], None]) -> Path:
    """Return the folder with Druid's jars, fetching them if they are not in the cache yet.

    `tell` is given a line before each part is fetched.

    It holds `services/*.jar` and `extensions/NAME/*.jar`, and is named by the pom's hash: a
    folder of that name is always complete.

    Raises:
        MissingProgram: They must be fetched, and Maven is not on this machine.
        NotReachable: Maven could not fetch them.
    """
    digest = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    folder = cache_folder() / f"druid-{digest}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as parent:
            fetched = Path(parent) / folder.name
            _fetch(fetched, tell)
            _rename(fetched, folder)
    return folder


def _fetch(folder: Path, tell: Callable[[str], None]) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingProgram(
            "Druid's jars are fetched by Maven, and none is on this machine",
            "apt-get install maven",
        )
    tell("fetching Druid by Maven, once: some 190 MB")
    _copy(maven, SERVICES, folder / SERVICES)
    for name in EXTENSIONS:
        tell(f"fetching {name}")
        _copy(maven, name, folder / "extensions" / name)


def _copy(maven: str, profile: str, folder: Path) -> None:
    """Let Maven copy what a profile of the pom names, and what that needs, into a folder."""
    told = subprocess.run(
        [
            *(maven, "-q", "-B", "-f", str(POM), "-P", profile),
            *("dependency:copy-dependencies", "-DincludeScope=runtime"),
            f"-DoutputDirectory={folder}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode or not any(folder.glob("*.jar")):
        errors = [line for line in told.stdout.splitlines() if line.startswith("[ERROR]")]
        raise NotReachable(
            f"Maven could not fetch {profile}: {errors[0] if errors else told.stdout.strip()}",
            "is Maven's registry reachable from here?",
        )


def _rename(fetched: Path, folder: Path) -> None:
    try:
        fetched.rename(folder)
    except OSError:
        if not folder.exists():  # else another process was faster
            raise
