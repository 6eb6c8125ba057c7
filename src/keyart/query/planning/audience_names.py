"""The names that audience expressions can use in one snapshot, and the segments' definitions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from keyart.audiences import (
    ATTRIBUTE,
    KINDS,
    READY_MADE,
    SEGMENT,
    Attribute,
    Expression,
    Leaf,
    NamedAudience,
    leaves,
    named_segments,
    parse,
)
from keyart.core.errors import BadExpression, BadQuestion, UnknownName
from keyart.query.memo import memo
from keyart.query.planning.plan import Audience
from keyart.store import Snapshot

parse_cached = lru_cache(4096)(parse)
"""As `parse`, with a cache: the same texts are parsed again and again."""


@dataclass(frozen=True)
class AudienceNames:
    """The audiences and attributes that exist.

    `kept` are the lists, affinities and saved segments by full name, in byte order. `segments` has
    the text of every segment, including ready-made ones, by its name without the kind.
    """

    kept: tuple[str, ...]
    segments: Mapping[str, str]
    attributes: tuple[str, ...]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """All named audiences, in byte order."""
        ready_made = (f"{SEGMENT}:{name}" for name in self.segments)
        return tuple(sorted({*self.kept, *ready_made}, key=str.encode))

    def read(self, text: str) -> Expression:
        """Return the expression of a text: an audience's exact name, or an expression.

        Raises `BadExpression`, and `UnknownName` for a name that does not exist.
        """
        if text in self.known:
            kind, name = text.split(":", 1)
            return NamedAudience(kind, name)
        expression = parse_cached(text)
        self.check(expression, text)
        return expression

    def audience(self, text: str) -> Audience:
        """Return the expression of a text as an audience to group by; raises as `read`."""
        return Audience.of(self.read(text))

    def of_kind(self, kind: str) -> tuple[Audience, ...]:
        """Return the audiences of one kind, including ready-made segments.

        Raises `UnknownName` if there are none.
        """
        if kind == ATTRIBUTE:
            hint = 'Group by the attribute itself, such as by=["profile.country"].'
            raise BadQuestion("Attributes cannot be grouped as audiences.", hint=hint)
        names = [name for name in self.known if name.split(":", 1)[0] == kind]
        if not names:
            kinds = {name.split(":", 1)[0] for name in self.known}
            hint = f"This store has no {kind} yet." if kind in KINDS else ""
            raise UnknownName("kind of audience", kind, kinds, hint=hint)
        return tuple(map(self.audience, names))

    def check(self, expression: Expression, text: str) -> None:
        """Raise `UnknownName` for the first name in the expression that does not exist."""
        for leaf in leaves(expression):
            self._check_leaf(leaf, text)

    def _check_leaf(self, leaf: Leaf, text: str) -> None:
        where = f"It is at column {leaf.at + 1} of {_short(text)!r}."
        if isinstance(leaf, Attribute) and leaf.name not in self.attributes:
            raise UnknownName(
                "profile attribute", leaf.name, self.attributes, hint=where, position=leaf.at
            )
        if isinstance(leaf, NamedAudience) and not self._exists(leaf):
            raise UnknownName("audience", leaf.full_name, self.known, hint=where, position=leaf.at)

    def _exists(self, named: NamedAudience) -> bool:
        if named.kind == SEGMENT:
            return named.name in self.segments
        return named.full_name in self.kept

    def expression(self, segment: NamedAudience) -> Expression:
        """Return the definition of a segment; raises as `read`."""
        text = self.segments[segment.name]
        expression = parse_cached(text)
        self.check(expression, text)
        return expression

    def in_order(self, expression: Expression) -> tuple[NamedAudience, ...]:
        """Return the segments that `expression` needs, each after those in its definition.

        Raises `BadExpression` if a segment's definition contains itself.
        """
        done: dict[NamedAudience, None] = {}
        path: dict[NamedAudience, None] = {}
        waiting = [(named, False) for named in reversed(named_segments(expression))]
        while waiting:
            named, expanded = waiting.pop()
            if expanded:
                path.pop(named)
                done[named] = None
            elif named in path:
                raise _circular([*path, named], self.segments)
            elif named not in done:
                path[named] = None
                waiting.append((named, True))
                parts = named_segments(self.expression(named))
                waiting += [(part, False) for part in reversed(parts)]
        return tuple(done)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _circular(path: Iterable[NamedAudience], segments: Mapping[str, str]) -> BadExpression:
    *_, before, again = path
    whole = list(path)
    loop = whole[whole.index(again) :]
    return BadExpression(
        f"{again.full_name} would be defined by itself "
        f"({' → '.join(named.full_name for named in loop)}).",
        text=segments[before.name],
        position=again.at,
        hint="Define it without that segment.",
    )


def names_of(snapshot: Snapshot) -> AudienceNames:
    """Return the names that expressions can use in `snapshot`."""
    return memo(snapshot, AudienceNames, lambda: _names_of(snapshot))


def _names_of(snapshot: Snapshot) -> AudienceNames:
    saved = {name: row.text or "" for name, row in snapshot.definitions.current.items()}
    segments = {segment.name: segment.text for segment in READY_MADE.values()}
    segments |= {name.split(":", 1)[1]: text for name, text in saved.items()}
    lists = [name for name in snapshot.lists if name.split(":", 1)[0] in KINDS]
    return AudienceNames(
        kept=tuple(sorted([*lists, *saved], key=str.encode)),
        segments=segments,
        attributes=snapshot.attributes,
    )
