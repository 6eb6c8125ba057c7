"""The documentation's pages, taken apart: headings, rows, blocks of code, links."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import Field, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from keyart.core import config

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A block of code."""

    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """The path below the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without its blocks of code."""
        return _FENCE.sub("", self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of code, in order."""
        return tuple(Block(*match.groups()) for match in _FENCE.finditer(self.text))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(match[1] for match in _HEADING.finditer(self.prose))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link to a heading of this page ends with."""
        return frozenset(_anchor(heading) for heading in self.headings)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The targets of the links, in order."""
        return tuple(match[1] for match in _LINK.finditer(self.prose))

    def section(self, heading: str) -> str:
        """Return the text below a heading, up to the next one of its level or above."""
        match = re.search(rf"^(#+) {re.escape(heading)}$", self.prose, re.MULTILINE)
        assert match is not None, f"{self.name} has no heading {heading!r}"
        rest = self.prose[match.end() :]
        end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
        return rest[: end.start()] if end else rest


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the tables in `text`, their headings among them."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in _CELL.split(line)[1:-1]]


def names(text: str) -> list[str]:
    """Return what stands as code in the first column of the tables in `text`."""
    first = (row[0] for row in rows(text))
    return [match[1] for cell in first if (match := re.match(r"`([^`]+)`", cell))]


def page(name: str) -> Page:
    """Return a page by its path below the repository."""
    return Page(ROOT / name)


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")


def check_settings(text: str, settings: Iterable[Field[Any]]) -> None:
    """Expect a row for each setting, in order: default, what is allowed, sentence."""
    found = {row[0].strip("`"): row[1:] for row in rows(text)}
    del found["setting"]
    known = tuple(settings)
    assert list(found) == [setting.name for setting in known]
    for setting in known:
        default, allowed, meaning = found[setting.name]
        if default == "none":
            assert not setting.default
        else:
            assert setting.metadata["read"](default.strip("`")) == setting.default
        assert allowed == str(setting.metadata["allowed"])
        assert meaning == setting.metadata["doc"]


def check_examples_of_settings(found: Page) -> None:
    """Expect of each example of a `keyart.toml` that it says something, and can be read."""
    for block in found.blocks:
        if block.language == "toml":
            assert tomllib.loads(block.text)
            config.parse(block.text, {}, found.name)
