"""How many plays an impression led to, and why the others have none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from keyart.core.facts import REASONS, Reason
from keyart.core.report import QUALIFIED
from keyart.insights.attribution_evidence import IdOverlap, measure_clock_skew, measure_id_overlap
from keyart.query import Query, ask, owner
from keyart.query.memo import memo
from keyart.store import Snapshot

LIKELY = 0.5
"""A cause that explains at least this share of the plays without an impression is named."""

EPISODE = "episode"


class CauseCode(StrEnum):
    """What can part plays from their impressions."""

    PROFILES_NEVER_MEET = "profiles_never_meet"
    """Those who play are not those who were shown anything: two kinds of profile ids."""
    EPISODES_WITHOUT_SERIES = "episodes_without_series"
    """Episodes are played and series are shown, and nothing says which belongs to which."""
    TITLES_NEVER_MEET = "titles_never_meet"
    """What is played was never shown: two kinds of title ids."""
    CLOCK_SKEW = "clock_skew"
    """Plays begin shortly before the impression that led to them: clocks or zones disagree."""
    UNKNOWN = "unknown"
    """None of these explains most of the plays."""


@dataclass(frozen=True)
class Cause:
    """One likely cause."""

    code: CauseCode
    share: float
    """The share of the plays without an impression that it explains."""
    evidence: str
    """What was counted, as a sentence."""
    remedy: str
    """What to do about it, as a sentence."""

    def __str__(self) -> str:
        """Return evidence and remedy as one line."""
        return f"{self.evidence} {self.remedy}"


def likely_causes(snapshot: Snapshot) -> tuple[Cause, ...]:
    """Return what explains plays without an impression, the strongest first; never empty.

    Causes may overlap: a play can suffer from two of them.
    """
    met = measure_id_overlap(snapshot)
    parents = _parents(snapshot)
    causes = [
        _profiles(met),
        _episodes(snapshot, met, parents),
        _titles(snapshot, met, parents),
        _clocks(snapshot),
    ]
    likely = [cause for cause in causes if cause is not None and cause.share >= LIKELY]
    return tuple(sorted(likely, key=lambda cause: -cause.share)) or (_unknown(),)


def _profiles(met: IdOverlap) -> Cause:
    meet = _percent(met.playing_profiles_shown, met.playing_profiles)
    return Cause(
        CauseCode.PROFILES_NEVER_MEET,
        _ratio(met.blind_of_strangers, met.blind),
        f"Only {meet} of the {met.playing_profiles:,} profiles with plays have any impression; "
        f"{met.shown_profiles:,} profiles have impressions.",
        "Compare profile_id in both files: it must be the same id in the same spelling; "
        'map the right column with profile_id = "…" under [map.plays] or [map.impressions].',
    )


def _episodes(
    snapshot: Snapshot, met: IdOverlap, parents: Mapping[str, str | None]
) -> Cause | None:
    """Judge episodes that were played although neither they nor their series were shown."""
    blind = _blind_titles(met, parents, _of_type(snapshot, EPISODE).__contains__)
    orphans = sorted(title for title in blind if parents.get(title) is None)
    if not blind:
        return None
    lonely = (
        f"{len(orphans):,} of the {len(blind):,} played episodes have no parent_title_id "
        f"(such as {orphans[0]!r})"
        if orphans
        else f"the series of {len(blind):,} played episodes were never shown"
    )
    return Cause(
        CauseCode.EPISODES_WITHOUT_SERIES,
        _ratio(sum(blind.values()), met.blind),
        f"Episodes are played, but something else is shown: {lonely}.",
        "Give each episode in titles the parent_title_id of the series whose assets are shown, "
        "then load titles again and run keyart refresh.",
    )


def _titles(snapshot: Snapshot, met: IdOverlap, parents: Mapping[str, str | None]) -> Cause | None:
    """Judge the other titles that were played and never shown."""
    episodes = _of_type(snapshot, EPISODE)
    blind = _blind_titles(met, parents, lambda title: title not in episodes)
    if not blind:
        return None
    shown = sum(_is_shown(title, met.shown_titles, parents) for title in met.played_titles)
    meet = _percent(shown, len(met.played_titles))
    return Cause(
        CauseCode.TITLES_NEVER_MEET,
        _ratio(sum(blind.values()), met.blind),
        f"Only {meet} of the {len(met.played_titles):,} titles played were ever shown, directly or "
        f"through their series (never {min(blind)!r}).",
        "Compare title_id of plays with title_id of impressions or assets: it must be the same "
        "id; where plays are of episodes, load titles with their parent_title_id.",
    )


def _clocks(snapshot: Snapshot) -> Cause | None:
    skew = measure_clock_skew(snapshot)
    if skew.median_seconds is None:
        return None
    return Cause(
        CauseCode.CLOCK_SKEW,
        skew.share,
        f"In a sample, {skew.seen_later:,} of {skew.plays:,} such plays start before an impression "
        f"of the same title to the same profile, by a median of {_span(skew.median_seconds)}.",
        "The clock of plays seems to run behind that of impressions: send both in UTC, or name "
        'the zone of each with tz = "…" under [map.plays] and [map.impressions].',
    )


def _unknown() -> Cause:
    return Cause(
        CauseCode.UNKNOWN,
        0.0,
        "The profiles and titles of these plays have impressions, but not of that title to that "
        "profile in the 30 days before.",
        "Perhaps not every impression is logged (search, deep links, autoplay), or the files of "
        "some days are missing: compare the days of both tables.",
    )


def _blind_titles(
    met: IdOverlap, parents: Mapping[str, str | None], matches: Callable[[str], bool]
) -> dict[str, int]:
    """Return plays without an impression by title: titles that `matches` accepts, never shown."""
    return {
        title: plays
        for title, plays in met.blind_by_title.items()
        if matches(title) and not _is_shown(title, met.shown_titles, parents)
    }


def _is_shown(title: str, shown: frozenset[str], parents: Mapping[str, str | None]) -> bool:
    """Return whether a title or one of its ancestors was shown; a loop of parents ends."""
    passed: set[str] = set()
    above: str | None = title
    while above is not None and above not in passed:
        if above in shown:
            return True
        passed.add(above)
        above = parents.get(above)
    return False


def _parents(snapshot: Snapshot) -> dict[str, str | None]:
    return dict(
        zip(
            snapshot.titles.column("title_id").to_pylist(),
            snapshot.titles.column("parent_title_id").to_pylist(),
            strict=True,
        )
    )


def _of_type(snapshot: Snapshot, content_type: str) -> frozenset[str]:
    pairs: Iterable[tuple[str, str | None]] = zip(
        snapshot.titles.column("title_id").to_pylist(),
        snapshot.titles.column("content_type").to_pylist(),
        strict=True,
    )
    return frozenset(title for title, kind in pairs if kind == content_type)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percent(part: int, whole: int) -> str:
    return f"{_ratio(part, whole):.1%}"


def _span(seconds: float) -> str:
    """Return a span of time as text: `2 h 03 min`, `4 min 10 s`."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60:02} min"
    return f"{whole // 60} min {whole % 60:02} s"


SUSPICIOUS = 0.5
"""When more than this share of all plays has no impression, the likely cause is looked for."""


@dataclass(frozen=True)
class Attribution:
    """All plays of a store by what became of them."""

    plays: Mapping[str, int]
    """Plays by `qualified` or the reason why not; all four are there."""
    causes: tuple[Cause, ...]
    """Why most plays have no impression; empty when it is not most of them."""

    @property
    def total(self) -> int:
        """All plays."""
        return sum(self.plays.values())

    def share(self, outcome: str) -> float | None:
        """Return the share of all plays with this outcome; None when there are no plays."""
        return self.plays[outcome] / self.total if self.total else None


def attribution(snapshot: Snapshot) -> Attribution:
    """Return what became of the plays, and the likely cause where most have no impression.

    It is worked out once for a snapshot: the cause takes a look at every play.
    """
    return memo(snapshot, Attribution, lambda: _attribution(snapshot))


def _attribution(snapshot: Snapshot) -> Attribution:
    answer = ask(snapshot, owner(), Query(measures=("starts",), by=("reason",)))
    starts_by_reason = {row["reason"] or QUALIFIED: int(row["starts"]) for row in answer.to_dicts()}
    plays = {outcome: starts_by_reason.get(outcome, 0) for outcome in (QUALIFIED, *REASONS)}
    total = sum(plays.values())
    suspicious = total > 0 and plays[Reason.NO_IMPRESSION] > SUSPICIOUS * total
    return Attribution(plays, likely_causes(snapshot) if suspicious else ())
