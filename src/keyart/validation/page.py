"""A validation as one self-contained HTML page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Any, cast

from keyart.core.measures import is_rate
from keyart.query import Query
from keyart.validation import chart
from keyart.validation.findings import (
    REFERENCE,
    AnswerDifference,
    DifferingValue,
    Estimates,
    Failure,
    Refusal,
    Validation,
    repeat_commands,
    time_percentiles,
)

MISSING = "–"


def to_html(validation: Validation) -> str:
    """Return the page, light or dark by the reader's system."""
    sections = [
        _header_html(validation),
        _figures_html(validation),
        _differences_html(validation),
        _failures_html(validation),
        _estimates_html(validation.estimates, validation.against),
        _refusals_html(validation),
        _picks_html(validation),
    ]
    style = files("keyart.validation").joinpath("page.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(validation.verdict)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(filter(None, sections))}</main>\n</body>\n</html>\n"
    )


def _header_html(validation: Validation) -> str:
    kind = "sound" if validation.is_sound and validation.compared else "unsound"
    when = f"{validation.began:%Y-%m-%d %H:%M} UTC"
    remarks = "".join(f'<p class="remark">{escape(text)}</p>\n' for text in validation.remarks)
    return (
        f'<p class="kicker">Keyart · {escape(validation.against)} held against {REFERENCE} · '
        f"{escape(validation.store)}, version {validation.version} · {when}</p>\n"
        f'<h1 class="{kind}">{escape(validation.verdict)}</h1>\n{remarks}'
    )


def _figures_html(validation: Validation) -> str:
    times = time_percentiles(validation.reference_ms), time_percentiles(validation.other_ms)
    refused = sum(refusal.count for refusal in validation.refusals)
    figures = {
        "questions": (f"{validation.asked:,}", f"seed {validation.seed}"),
        "answered by both": (f"{validation.compared:,}", f"{refused:,} refused by name"),
        "rows compared": (
            f"{validation.rows:,}",
            f"{validation.exact + validation.estimates.count:,} values",
        ),
        **{
            f"{name}, median": (
                f"{percentiles['p50']:,.0f} ms",
                f"95%: {percentiles['p95']:,.0f} ms",
            )
            for name, percentiles in zip((REFERENCE, validation.against), times, strict=True)
            if percentiles
        },
    }
    return f"<dl>\n{''.join(_figure_html(name, *parts) for name, parts in figures.items())}</dl>\n"


def _figure_html(name: str, value: str, beside: str) -> str:
    return (
        f"<div><dt>{escape(name)}</dt>"
        f"<dd>{escape(value)}<small>{escape(beside)}</small></dd></div>\n"
    )


def _differences_html(validation: Validation) -> str:
    if not validation.differences:
        return ""
    panels = "".join(
        _difference_html(difference, validation) for difference in validation.differences
    )
    return f"<h2>Answered differently</h2>\n<p>Beyond what chance explains.</p>\n{panels}"


def _difference_html(difference: AnswerDifference, validation: Validation) -> str:
    rows = [
        (
            _format_key(cell),
            cell.measure or "the row",
            _format_value(cell.measure, cell.reference),
            _format_value(cell.measure, cell.other),
            _format_allowed(cell),
        )
        for cell in difference.cells
    ]
    more = difference.count - len(rows)
    note = f"<p>and {more:,} more values.</p>\n" if more > 0 else ""
    headings = ("row", "value", REFERENCE, validation.against, "allowed")
    return (
        f'<div class="panel">\n<h3>{escape(_describe_question(difference.question))} '
        f"<span>· {escape(difference.pick.kind)}: {escape(difference.pick.why)}</span></h3>\n"
        f"{_table_html(headings, rows, numbers=(2, 3, 4), wrong=3)}{note}"
        f"{_commands_html(validation, difference.question)}</div>\n"
    )


def _failures_html(validation: Validation) -> str:
    if not validation.failures:
        return ""
    panels = "".join(_failure_html(failure, validation) for failure in validation.failures)
    return f"<h2>Failed</h2>\n<p>{escape(validation.against)} should have answered.</p>\n{panels}"


def _failure_html(failure: Failure, validation: Validation) -> str:
    return (
        f'<div class="panel">\n<h3>{escape(_describe_question(failure.question))} '
        f"<span>· {escape(failure.code)}</span></h3>\n<p>{escape(failure.message)}</p>\n"
        f"{_commands_html(validation, failure.question)}</div>\n"
    )


def _estimates_html(estimates: Estimates, against: str) -> str:
    if estimates.share_inside is None:
        return ""
    return (
        "<h2>How well people are estimated</h2>\n"
        f"<p>{escape(against)} states that {estimates.confidence:.1%} of its counts lie within "
        f"{estimates.bound:.2%} of the exact ones. Of {estimates.count:,} counts, "
        f"<strong>{estimates.share_inside:.1%}</strong> do; the widest error is "
        f"{estimates.widest:.2%}. "
        f"A difference is what lies beyond {estimates.allowed:.2%}.</p>\n"
        f'<div class="panel"><figure>{chart.draw_errors(estimates)}<figcaption>'
        "Relative error by the exact number of people. The band is what the engine states; beyond "
        "the dashed lines chance no longer explains it.</figcaption></figure></div>\n"
    )


def _refusals_html(validation: Validation) -> str:
    if not validation.refusals:
        return ""
    rows = [_refusal_html(refusal, validation) for refusal in validation.refusals]
    return (
        "<h2>Refused</h2>\n"
        f"<p>Questions that {escape(validation.against)} cannot answer; "
        "these are not differences.</p>\n"
        f'<div class="panel">{"".join(rows)}</div>\n'
    )


def _refusal_html(refusal: Refusal, validation: Validation) -> str:
    command = repeat_commands(validation.store, refusal.example, (validation.against,))[0]
    return (
        f"<details><summary>{refusal.count:,} × {escape(refusal.message)}</summary>"
        f"<pre>{escape(command)}</pre></details>\n"
    )


def _picks_html(validation: Validation) -> str:
    rows = [
        (pick.kind, pick.why, ", ".join(map(str, pick.where.values())) or "all")
        for pick in validation.picks
    ]
    return (
        "<h2>Titles</h2>\n<p>The questions are about each of these in turn.</p>\n"
        f'<div class="panel">{_table_html(("kind", "why", "titles"), rows)}</div>\n'
    )


def _commands_html(validation: Validation, question: Query) -> str:
    words = repeat_commands(validation.store, question, (REFERENCE, validation.against))
    return (
        f"<details><summary>Ask both again</summary><pre>{escape(chr(10).join(words))}</pre>"
        "</details>\n"
    )


def _table_html(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: Sequence[int] = (),
    wrong: int | None = None,
) -> str:
    kinds = [
        " ".join([*(["number"] if at in numbers else []), *(["wrong"] if at == wrong else [])])
        for at in range(len(headings))
    ]
    head = _row_html("th", [kind.removesuffix("wrong") for kind in kinds], headings)
    body = "".join(_row_html("td", kinds, row) for row in rows)
    return f"<table><thead>\n{head}</thead><tbody>\n{body}</tbody></table>\n"


def _row_html(tag: str, kinds: Sequence[str], values: Sequence[object]) -> str:
    cells = (
        f'<{tag} class="{kind.strip()}">{_escape_value(value)}</{tag}>'
        for kind, value in zip(kinds, values, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _format_key(cell: DifferingValue) -> str:
    if not cell.key:
        return cell.part
    return ", ".join(f"{name} {_format_plain(value)}" for name, value in cell.key.items())


def _format_allowed(cell: DifferingValue) -> str:
    if cell.low is None or cell.high is None:
        return "equal" if cell.measure else ""
    return f"{_format_value(cell.measure, cell.low)} to {_format_value(cell.measure, cell.high)}"


def _format_value(measure: str, value: object) -> str:
    """Return a value of a measure for people: a rate as a percentage."""
    if isinstance(value, float) and is_rate(measure):
        return f"{value:.2%}"
    return _format_number(value) if isinstance(value, int | float) else _format_plain(value)


def _describe_question(question: Query) -> str:
    """Return a question as one readable line."""
    request: Mapping[str, Any] = question.to_dict()
    by = [*question.by, *([question.grain] if question.grain else [])]
    conditions = [f"{name} {_format_condition(value)}" for name, value in question.where.items()]
    range_ = [f"{name} {request[name]}" for name in ("since", "until") if name in request]
    audience = [f"of {question.audience}"] if question.audience else []
    parts = [
        ", ".join(question.measures),
        f"by {', '.join(by)}" if by else "",
        f"where {'; '.join(conditions)}" if conditions else "",
        *audience,
        *range_,
        f"in {question.tz}" if question.tz != "UTC" else "",
    ]
    return " ".join(filter(None, parts))


def _format_condition(value: Any) -> str:
    match value:
        case {"not": values}:
            return f"not {_format_condition(values)}"
        case {"from": low, "to": high}:
            return f"from {low} to {high}"
        case {"from": low}:
            return f"from {low}"
        case {"to": high}:
            return f"below {high}"
        case list():
            return " or ".join(map(_format_plain, cast(list[object], value)))
        case _:
            return _format_plain(value)


def _escape_value(value: object) -> str:
    return escape(_format_number(value) if isinstance(value, int | float) else _format_plain(value))


def _format_plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return MISSING if value is None else str(value)


def _format_number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
