"""What people should know of a store without having asked."""

from dataclasses import dataclass

KINDS = ("outlier", "clickbait", "broken_test", "volume_gap")
"""What a condition may be of: the order in which kinds are shown."""


@dataclass(frozen=True)
class Condition:
    """Something that holds in one version of a store, and that people should know.

    `kind` and `subject` together say, over versions, that it is still the same: a subject is
    `asset:a0123`, `title:t0007`, `impressions:2026-03-01T05`.

    `what` says it in one plain sentence with names: "The poster 'X' of 'Y' is clickbait.";
    `how_much` the effect: "Take rate 1.8x its like; completion 22% against 41%."; `how_sure` how
    sure that is: "False discovery rate 5%; interval 1.5x to 2.1x.". `measures` are what it rests
    on. `link` is where to look inside the web application: `/titles/t7?assets=a1`.

    Raises `ValueError` for a kind that is not among `KINDS`.
    """

    kind: str
    subject: str
    title: str | None
    asset: str | None
    what: str
    how_much: str
    how_sure: str
    measures: tuple[str, ...]
    link: str

    def __post_init__(self) -> None:
        """Check the kind, by which notices are chosen."""
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of condition {self.kind!r}.")

    @property
    def identity(self) -> tuple[str, str]:
        """Kind and subject: what stays the same while a condition holds."""
        return self.kind, self.subject
