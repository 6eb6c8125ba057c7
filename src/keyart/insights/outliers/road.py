"""The road from a question about outliers to what is found."""

from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from keyart.core.errors import BadQuestion
from keyart.core.ranges import out_of_range
from keyart.insights.catalogue import Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.figures import key_of
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms import words
from keyart.insights.norms.asking import observed_and_expected
from keyart.insights.norms.deviations import Deviations, Flags, Least
from keyart.insights.outliers import sentences
from keyart.insights.outliers.finding import Family, Finding, Outliers
from keyart.insights.outliers.judging import Beside, Judged, Rules, held, judged
from keyart.insights.outliers.unlike import Unlike
from keyart.query import Access
from keyart.query.lookups import values_of
from keyart.query.memo import recent
from keyart.query.plan import Axis, Lookup
from keyart.store import Snapshot


@dataclass(frozen=True)
class Asked:
    """Whose outliers: of the catalogue, or, with `title`, of one title's assets.

    `level` is asset, title, or both (None). `against` says what they are held against: their
    `kind`, or the other assets of their `title`. With `title` that is what they are held against
    unless said otherwise. Raises `BadQuestion`.
    """

    context: Context = field(default_factory=Context)
    title: str | None = None
    level: str | None = None
    against: str | None = None
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        """Check what fits together."""
        for name, value, known in (
            ("level", self.level, [level.value for level in Level]),
            ("against", self.against, [one.value for one in Beside]),
        ):
            if value is not None and value not in known:
                raise out_of_range(name, value, " or ".join(known))
        if self.level == Level.TITLE and self.beside is Beside.TITLE:
            raise BadQuestion(
                "A title has no others of its own to be held against.",
                hint='Ask for level="asset", or against="kind".',
            )

    @property
    def beside(self) -> Beside:
        """What assets are held against."""
        usual = Beside.KIND if self.title is None else Beside.TITLE
        return usual if self.against is None else Beside(self.against)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What is judged."""
        if self.level is not None:
            return (Level(self.level),)
        return (Level.ASSET,) if self.beside is Beside.TITLE else tuple(Level)


def outliers(snapshot: Snapshot, access: Access, asked: Asked) -> Outliers:
    """Return who gets far more, or far less, than their like.

    Raises as `keyart.query.ask` does, and `BadQuestion` if the measure is no rate of impressions.
    """
    # 1. Which impressions count.
    context, notes = settled(snapshot, access, asked.context)
    families: list[Family] = []
    findings: list[Finding] = []
    for level in asked.levels:
        # 2. What all assets, or titles, got; and how far each is from what its like get.
        known = figures(snapshot, access, context, level)
        found = _held(snapshot, access, asked, context, known, level)
        # 3. Who stands out, among those asked about.
        among = _among(known, asked.title) & (known.reach >= access.least_people)
        verdicts = judged(found, asked.rules, among)
        family = _family(level, asked.beside, found, verdicts, among)
        families.append(family)
        notes += sentences.notes(family, asked.rules)
        # 4. What is said of them.
        findings += _Told(snapshot, known, found, verdicts, asked.beside).findings(level)
    if asked.title is not None and not any(f.judged + f.left_out for f in families):
        notes.append(words.nothing_shown("title", asked.title, access.least_people))
    findings.sort(key=lambda one: (-abs(one.impact), one.level, one.id))
    return Outliers(context.measure, tuple(findings), tuple(families), tuple(notes))


def _held(
    snapshot: Snapshot, access: Access, asked: Asked, context: Context, known: Figures, level: Level
) -> Deviations:
    """Return how far units are from their like, worked out once for a version."""
    beside, least = asked.beside, _least(asked.rules.least, access)
    key = (Deviations, beside, least, key_of(access, context, level))
    return recent(
        snapshot,
        key,
        lambda: held(known, level, beside, least),
        lambda made: 8 * made.raw.value.nbytes,
    )


def _least(least: Least, access: Access) -> Least:
    """Return who is judged: nobody whom fewer people met than the asker may see."""
    return replace(least, people=max(least.people, access.least_people))


def _among(known: Figures, title: str | None) -> Flags:
    among = np.full(known.units.count, title is None)
    if title is not None:
        among[known.units.of_title(title)] = True
    return among


def _family(
    level: Level, against: Beside, found: Deviations, verdicts: Judged, among: Flags
) -> Family:
    ordinary = np.sqrt(found.ordinary)
    if found.scale.yes_or_no and found.judged.any():
        # Log-odds are wider than log rates, by how much depends on the rate.
        ordinary *= float(np.nanmedian(found.scale.squeezed(found.norm[found.judged])))
    return Family(
        level=level.value,
        against=against.value,
        judged=int(verdicts.judged.sum()),
        left_out=int((among & ~verdicts.judged).sum()),
        ordinary=float(np.expm1(ordinary)),
        found=int(verdicts.found.sum()),
    )


@dataclass(frozen=True, eq=False)
class _Told:
    """Says what was found."""

    snapshot: Snapshot
    known: Figures
    found: Deviations
    verdicts: Judged
    against: Beside

    def findings(self, level: Level) -> list[Finding]:
        places = np.flatnonzero(self.verdicts.found)
        rates = observed_and_expected(self.known, self.found)
        unlike = Unlike.of(self.known, level, self.against)
        titles = self._title_names(places)
        return [
            self._finding(
                level,
                place,
                (float(rates[0][place]), float(rates[1][place])),
                (name, unlike.said(place)),
            )
            for place, name in zip(places.tolist(), titles, strict=True)
        ]

    def _title_names(self, places: Ints) -> list[str | None]:
        units = self.known.units
        ids = units.titles.take(pa.array(units.title[places]))
        return values_of(
            self.snapshot, Axis("name", "title", Lookup.TITLES, "name"), ids
        ).to_pylist()

    def _finding(
        self,
        level: Level,
        place: int,
        rates: tuple[float, float],
        said: tuple[str | None, str],
    ) -> Finding:
        title_name, unlike = said
        known, units, verdicts = self.known, self.known.units, self.verdicts
        middle, low, high = (
            float(part[place]) for part in (verdicts.difference, verdicts.low, verdicts.high)
        )
        kind = words.kind_of(units, place)
        asset_type = units.asset_types[int(units.asset_type[place])].as_py() or "assets"
        like = (
            f"its kind ({kind})"
            if self.against is Beside.KIND
            else f"the title's other {asset_type}"
        )
        q = float(verdicts.q[place])
        return Finding(
            level=level.value,
            id=units.ids[place].as_py(),
            name=units.names[place].as_py(),
            title=units.titles[int(units.title[place])].as_py(),
            title_name=title_name,
            kind=kind,
            against=self.against.value,
            direction="over" if middle > 0 else "under",
            observed=rates[0],
            expected=rates[1],
            difference=middle,
            low=low,
            high=high,
            people=int(known.reach[place]),
            takes=float(known.whole.y[place]),
            q=q,
            sure=sentences.sure(q),
            impact=middle * rates[1] * float(known.whole.x[place]),
            reason=sentences.reason(
                rates, (middle, low, high), like, unlike, share=known.yes_or_no
            ),
        )
