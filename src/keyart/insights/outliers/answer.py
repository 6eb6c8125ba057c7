"""Find outliers among assets and titles."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keyart.insights.catalogue import Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.figures import key_of
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms.answer import observed_and_expected
from keyart.insights.norms.deviations import Deviations, Flags, MinimumSample
from keyart.insights.norms.wording import kind_of, nothing_shown
from keyart.insights.outliers import wording
from keyart.insights.outliers.exposures import ExposureDifferences
from keyart.insights.outliers.judgement import (
    OutlierRules,
    OutlierVerdicts,
    find_deviations,
    judge_deviations,
)
from keyart.insights.outliers.request import ComparedWith, OutlierRequest
from keyart.insights.outliers.result import Outlier, OutlierFamily, Outliers
from keyart.query import Access
from keyart.query.findings import kept_answer
from keyart.query.lookups import values_of
from keyart.query.memo import recent
from keyart.query.planning.plan import Axis, Lookup
from keyart.store import Snapshot

BYTES_EACH = 2000
"""The memory that a finding takes, about."""


def outliers(
    snapshot: Snapshot, access: Access, request: OutlierRequest, *, every_look: bool = False
) -> Outliers:
    """Return what does far better or worse than similar assets and titles; once per version.

    With `every_look` the promised share of false findings holds at every check. Raises the errors
    of `keyart.query.ask`, and `BadQuestion` if the measure is not a rate of impressions.
    """
    return kept_answer(
        Outliers,
        snapshot,
        access,
        request,
        lambda: _outliers(snapshot, access, request, _rules(request, every_look=every_look)),
        lambda result: BYTES_EACH * (len(result.findings) + 1),
        every_look,
    )


def _outliers(
    snapshot: Snapshot, access: Access, request: OutlierRequest, rules: OutlierRules
) -> Outliers:
    # 1. Which impressions count.
    context, notes = settled(snapshot, access, request.context(request.measure))
    families: list[OutlierFamily] = []
    findings: list[Outlier] = []
    for level in request.levels:
        # 2. What all assets or titles got, and how far each is from its baseline.
        catalogue = figures(snapshot, access, context, level)
        deviations = _find_deviations(snapshot, access, request, context, catalogue, level)
        # 3. Which of the requested ones stand out.
        among = _select_requested(catalogue, request.title) & (
            catalogue.reach >= access.least_people
        )
        verdicts = judge_deviations(deviations, rules, among)
        family = _describe_family(level, request.beside, deviations, verdicts, among)
        families.append(family)
        notes += wording.notes(family, rules)
        # 4. The findings.
        findings += _OutlierBuilder(
            snapshot, catalogue, deviations, verdicts, request.beside
        ).findings(level)
    if request.title is not None and not any(f.judged + f.left_out for f in families):
        notes.append(nothing_shown("title", request.title, access.least_people))
    findings.sort(key=lambda finding: (-abs(finding.impact), finding.level, finding.id))
    return Outliers(context.measure, tuple(findings), tuple(families), tuple(notes))


def _rules(request: OutlierRequest, *, every_look: bool) -> OutlierRules:
    least = MinimumSample(request.min_people, request.min_takes)
    return OutlierRules(request.q, request.effect, least, every_look)


def _find_deviations(
    snapshot: Snapshot,
    access: Access,
    request: OutlierRequest,
    context: Context,
    catalogue: Figures,
    level: Level,
) -> Deviations:
    """Return how far units are from their baseline; computed once per version."""
    beside, least = request.beside, _least(request, access)
    key = (Deviations, beside, least, key_of(access, context, level))
    return recent(
        snapshot,
        key,
        lambda: find_deviations(catalogue, level, beside, least),
        lambda made: 8 * made.raw.value.nbytes,
    )


def _least(request: OutlierRequest, access: Access) -> MinimumSample:
    """Return the minimum sample, no smaller than the smallest cell."""
    return MinimumSample(max(request.min_people, access.least_people), request.min_takes)


def _select_requested(catalogue: Figures, title: str | None) -> Flags:
    among = np.full(catalogue.units.count, title is None)
    if title is not None:
        among[catalogue.units.of_title(title)] = True
    return among


def _describe_family(
    level: Level,
    against: ComparedWith,
    deviations: Deviations,
    verdicts: OutlierVerdicts,
    among: Flags,
) -> OutlierFamily:
    ordinary = np.sqrt(deviations.ordinary)
    if deviations.scale.yes_or_no and deviations.is_judged.any():
        # Log-odds are wider than log rates, by a factor that depends on the rate.
        ordinary *= float(
            np.nanmedian(deviations.scale.squeezed(deviations.norm[deviations.is_judged]))
        )
    return OutlierFamily(
        level=level.value,
        against=against.value,
        judged=int(verdicts.in_family.sum()),
        left_out=int((among & ~verdicts.in_family).sum()),
        ordinary=float(np.expm1(ordinary)),
        found=int(verdicts.is_outlier.sum()),
    )


@dataclass(frozen=True, eq=False)
class _OutlierBuilder:
    """Builds findings from verdicts."""

    snapshot: Snapshot
    catalogue: Figures
    deviations: Deviations
    verdicts: OutlierVerdicts
    against: ComparedWith

    def findings(self, level: Level) -> list[Outlier]:
        places = np.flatnonzero(self.verdicts.is_outlier)
        rates = observed_and_expected(self.catalogue, self.deviations)
        unlike = ExposureDifferences.of(self.catalogue, level, self.against)
        titles = self._title_names(places)
        return [
            self._finding(
                level,
                place,
                (float(rates[0][place]), float(rates[1][place])),
                (name, unlike.describe(place)),
            )
            for place, name in zip(places.tolist(), titles, strict=True)
        ]

    def _title_names(self, places: Ints) -> list[str | None]:
        units = self.catalogue.units
        ids = units.titles.take(pa.array(units.title[places]))
        return values_of(
            self.snapshot, Axis("name", "title", Lookup.TITLES, "name"), ids
        ).to_pylist()

    def _finding(
        self,
        level: Level,
        place: int,
        rates: tuple[float, float],
        title_and_differences: tuple[str | None, str],
    ) -> Outlier:
        title_name, unlike = title_and_differences
        catalogue, units, verdicts = self.catalogue, self.catalogue.units, self.verdicts
        middle, low, high = (
            float(part[place]) for part in (verdicts.difference, verdicts.low, verdicts.high)
        )
        kind = kind_of(units, place)
        asset_type = units.asset_types[int(units.asset_type[place])].as_py() or "assets"
        like = (
            f"its kind ({kind})"
            if self.against is ComparedWith.KIND
            else f"the title's other {asset_type}"
        )
        q = float(verdicts.q[place])
        return Outlier(
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
            people=int(catalogue.reach[place]),
            takes=float(catalogue.whole.y[place]),
            q=q,
            sure=wording.sure(q),
            impact=middle * rates[1] * float(catalogue.whole.x[place]),
            reason=wording.reason(
                rates, (middle, low, high), like, unlike, share=catalogue.yes_or_no
            ),
        )
