"""The page of a brief, as Markdown and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from keyart.insights.catalogue.places import country_name
from keyart.insights.resonance import Finding, ResonanceRow

NOTHING = "No genre is under-served or over-served."
SURE = (
    "At most one in ten findings is false on average, over all genres. “Sure” holds without the "
    "top title, too."
)
KINDS = {
    Finding.UNDER_SERVED: ("Make or license", "Sure"),
    Finding.ONE_TITLE: ("Wait before buying more", "One title"),
    Finding.OVER_SERVED: ("Make less", "Sure"),
}
STYLE = """
@page { size: A4; margin: 14mm }
body { font: 13px/19px system-ui, sans-serif; color: #1b1b1f; background: #fff; max-width: 180mm;
  margin: 8mm auto }
h1 { font-size: 24px; line-height: 30px; margin: 10px 0 6px }
h2 { font-size: 15px; margin: 18px 0 6px }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 5px 8px 5px 0;
  border-top: 1px solid #d9d9de }
.n { text-align: right; white-space: nowrap }
small, .quiet { color: #55555c; font-size: 12px }
"""


def headline(whose: str, findings: Sequence[ResonanceRow]) -> str:
    """Return what the findings say in one line: `Portugal: more crime, less animation`."""
    more, less = (
        [row.value for row in findings if row.finding is kind]
        for kind in (Finding.UNDER_SERVED, Finding.OVER_SERVED)
    )
    parts = [
        f"{word} {' and '.join(values[:2])}"
        for word, values in (("more", more), ("less", less))
        if values
    ]
    return f"{whose}: {', '.join(parts) or 'nothing to change'}"


@dataclass(frozen=True)
class Sheet:
    """What a page says."""

    headline: str
    whom: str
    findings: Sequence[ResonanceRow]
    elsewhere: Sequence[ResonanceRow]
    notes: tuple[str, ...]

    @property
    def _lists(self) -> dict[str, Sequence[str]]:
        """What follows the findings, by its heading, without what is empty."""
        lists = {
            "Titles that carry them": _titles(self.findings),
            "What did well with comparable people": _places(self.elsewhere),
            "How sure": self.notes,
        }
        return {heading: listed for heading, listed in lists.items() if listed}

    def markdown(self) -> str:
        """Return the page as Markdown."""
        lines = [f"# {_plain(self.headline)}", "", f"Keyart brief · {_plain(self.whom)}", ""]
        lines += ["## Findings", ""]
        for number, row in enumerate(self.findings, 1):
            what, why, demand, sure = map(_plain, _finding(row))
            lines.append(f"{number}. **{what}**. {why} Demand {demand}. *{sure}.*")
        if not self.findings:
            lines.append(NOTHING)
        for heading, listed in self._lists.items():
            lines += ["", f"## {heading}", "", *(f"- {_plain(entry)}" for entry in listed)]
        return "\n".join([*lines, ""])

    def html(self) -> str:
        """Return the page as HTML."""
        rows = "".join(
            f"<tr><td>{number}</td><td><b>{escape(what)}</b><br><small>{escape(why)}</small></td>"
            f'<td class="n"><b>{escape(demand)}</b><br><small>{escape(sure)}</small></td></tr>'
            for number, (what, why, demand, sure) in enumerate(map(_finding, self.findings), 1)
        )
        found = f"<table>{rows}</table>" if rows else f"<p>{NOTHING}</p>"
        lists = "".join(
            f"<h2>{heading}</h2><ul>{''.join(f'<li>{escape(e)}</li>' for e in listed)}</ul>"
            for heading, listed in self._lists.items()
        )
        title = escape(self.headline)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{STYLE}</style></head><body><main>"
            f'<p class="quiet">Keyart brief · {escape(self.whom)}</p><h1>{title}</h1>'
            f"<h2>Findings</h2>{found}{lists}"
            '<p class="quiet">Demand index: share of viewing / share of what is on offer, 100 is '
            "par, with its interval at 95%.</p></main></body></html>\n"
        )


def _finding(row: ResonanceRow) -> tuple[str, str, str, str]:
    do, sure = KINDS[row.finding]
    why = f"{row.share_of_hours:.1%} of viewing, {row.share_of_supply:.1%} of what is on offer."
    if row.without_top_title is not None and row.top_title_name is not None:
        why += f" Demand is {row.without_top_title:.0f} without {row.top_title_name}."
    bounds = (row.demand_index_low, row.demand_index_high)
    low, high = ("–" if bound is None else f"{bound:.0f}" for bound in bounds)
    return f"{do} {row.value}", why, f"{row.demand_index or 0:.0f} ({low} to {high})", sure


def _titles(findings: Sequence[ResonanceRow]) -> list[str]:
    return [
        f"{row.top_title_name}: {row.top_title_share:.0%} of {row.value} hours"
        for row in findings
        if row.top_title_name is not None and row.top_title_share is not None
    ]


def _places(rows: Sequence[ResonanceRow]) -> list[str]:
    return [
        f"{country_name(row.market or '')} likes {row.value}, too: taste {row.taste_index:.0f} "
        f"({row.taste_index_low:.0f} to {row.taste_index_high:.0f})"
        for row in rows
    ]


def _plain(text: str) -> str:
    """Return text without what Markdown would read as marks."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text)
