"""Which column of an input is which field, checked before rows are read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice

from keyart.core.config import Config
from keyart.core.errors import BadInput, MissingColumn, UnknownName
from keyart.core.schema import Table
from keyart.ingest.mapping.fields import Field


def check_names(table: Table, config: Config, fields: Sequence[Field]) -> None:
    """Raise `UnknownName` if the mapping names a column that Keyart does not know."""
    labels = [field.label for field in fields]
    for name in config.map(table.name).columns:
        if name not in labels:
            raise UnknownName(
                f"column of {table.name}",
                name,
                labels,
                hint=f"Write [map.{table.name}] as: Keyart's name = your name.",
            )


def check_columns(
    table: Table, fields: Iterable[Field], columns: Collection[str], name: str
) -> None:
    """Raise `MissingColumn` if an input has no column for a required field."""
    absent = [f for f in fields if f.required and f.source not in columns]
    if not absent:
        return
    field = absent[0]
    near = nearest(field, columns)
    description = repr(field.source)
    if field.source != field.label:
        description += f" (which [map.{table.name}] gives for {field.label})"
    line = f'{field.label} = "{near[0] if near else "YOUR_NAME"}"'
    raise MissingColumn(
        f"{name} has no column {description}. It has {_list_columns(columns)}.",
        hint=f"Write under [map.{table.name}] in keyart.toml: {line}",
    )


def check_once(fields: Iterable[Field], repeated: Collection[str], name: str) -> None:
    """Raise `BadInput` if an input has a field's column more than once."""
    for field in fields:
        if field.source in repeated:
            raise BadInput(
                f"{name} has several columns {field.source!r}.", hint="Rename all but one."
            )


MOST_COMPARED = 500
"""Similar names are searched in this many columns; synonyms in all."""


def nearest(field: Field, columns: Iterable[str]) -> list[str]:
    """Return the columns that may hold `field`: synonyms first, then similar names."""
    simple = {_simplify(column): column for column in columns}
    synonymous = [simple[name] for name in map(_simplify, synonyms(field.label)) if name in simple]
    compared = islice(simple, MOST_COMPARED)
    close = get_close_matches(_simplify(field.label), compared, n=3, cutoff=0.6)
    return list(dict.fromkeys([*synonymous, *(simple[name] for name in close)]))


def _simplify(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _list_columns(columns: Collection[str]) -> str:
    if not columns:
        return "none"
    shown = [repr(column[:40]) for column in list(columns)[:12]]
    return ", ".join(shown) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")


def notes_on(
    table: Table, fields: Iterable[Field], inputs: Mapping[str, Collection[str]], *, keep: bool
) -> list[str]:
    """Return notes on the columns of all inputs (by name); with `keep` none on unknown ones."""
    fields = list(fields)
    present = {column for columns in inputs.values() for column in columns}
    sources = {field.source for field in fields}
    notes: list[str] = []
    unknown = sorted(c for c in present - sources if c and not c.startswith("__index_level_"))
    if unknown and not keep:
        how = " [dimensions] in keyart.toml declares them." if table.name == "impressions" else ""
        notes.append(f"{table.name}: ignored the columns {_list_columns(unknown)}.{how}")
    notes += [
        f"{table.name}: [map.{table.name}] says {field.label} is {field.source!r}, "
        f"and no input has such a column."
        for field in fields
        if field.source != field.label and field.source not in present and present
    ]
    return notes


_SYNONYMS = {
    "ts": "timestamp time event_time event_ts event_timestamp datetime date created_at occurred_at "
    "start_time started_at shown_at viewed_at played_at server_time client_time at when",
    "profile_id": "uid user_id userid user account_id viewer_id member_id customer_id profile "
    "visitor_id device_id anonymous_id subscriber_id household_id client_id viewer",
    "asset_id": "artwork_id image_id creative_id asset creative thumbnail_id poster_id variant_id "
    "banner_id item_id headline_id package_id artwork image",
    "title_id": "content_id show_id movie_id video_id item_id program_id programme_id series_id "
    "title media_id film_id game_id content movieid",
    "event_id": "id uuid event_uuid impression_id play_id session_id request_id message_id",
    "country": "country_code geo market region_code iso_country territory cc",
    "device": "device_type platform device_category client app device_family",
    "placement": "surface slot_name row page location shelf module rail position_name",
    "position": "rank index pos slot position_in_row row_position",
    "phase": "mode policy strategy arm_type",
    "propensity": "propensity_score probability prob pscore",
    "visible_ms": "visibility_ms viewable_ms time_visible_ms dwell_ms view_time_ms",
    "media_seconds": "clip_seconds trailer_seconds video_seconds media_time",
    "seconds": "watch_seconds duration duration_seconds watch_time watch_time_seconds play_seconds "
    "seconds_watched view_seconds playtime watched_seconds duration_s",
    "fraction": "completion progress percent_complete fraction_watched completion_rate",
    "impression_id": "impression_event_id source_impression_id attributed_impression_id",
    "name": "title title_name display_name label headline movie_title",
    "parent_title_id": "series_id parent_id show_id parent",
    "content_type": "type kind format title_type",
    "genres": "genre categories category",
    "tags": "tag keywords labels",
    "launched_at": "launch_date release_date released_at released launch premiere_date year",
    "runtime_seconds": "runtime duration_seconds length_seconds runtime_s duration",
    "synopsis": "description summary overview extract plot",
    "maturity": "rating maturity_rating age_rating certification",
    "asset_type": "type kind creative_type media_type",
    "uri": "url path file image_url href thumbnail src",
    "text": "headline copy body synopsis caption",
    "concept": "concept_id idea family design",
    "aspect": "aspect_ratio ratio size",
    "locale": "language lang",
    "created_at": "created creation_date uploaded_at",
    "consent": "privacy consent_status tracking_consent",
    "is_minor": "minor child is_kid kids",
    "test": "test_id experiment experiment_id test_name",
    "share": "weight allocation traffic",
    "start": "started_at start_date from",
    "end": "ended_at end_date until",
    "from": "start start_date available_from valid_from",
    "until": "end end_date available_until valid_until to",
}


def synonyms(name: str) -> list[str]:
    """Return usual other names for the contract's column `name`, the likeliest first."""
    return _SYNONYMS.get(name, "").split()
