"""A store's `keyart.toml`: settings, mapping, service, Druid, dimensions, measures, regions."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from keyart.core import druid as druid_table
from keyart.core import server as server_table
from keyart.core import settings as settings_table
from keyart.core.druid import DruidSettings
from keyart.core.errors import BadSettings, UnknownName
from keyart.core.measures import Measures, custom_sum_columns, measures
from keyart.core.ranges import format_value
from keyart.core.schema import INPUT_TABLES
from keyart.core.server import ServerSettings
from keyart.core.settings import Settings, table_of

SECTIONS = ("settings", "server", "druid", "map", "dimensions", "measures", "regions")

DEFAULT_TEXT = """\
# Settings of this Keyart store. All are described in docs/settings.md.

[settings]
# min_play_seconds = 120
# attribution_window = "24h"
# completion_fraction = 0.9
# exclude_placements = ["continue_watching"]

# Your names for Keyart's columns, by table, and the time zone of times without an offset:
# [map.impressions]
# profile_id = "uid"
# tz = "America/New_York"

# More columns of impressions to group and filter by:
# [dimensions]
# experiment = "impressions"

# Sums of a numeric column of impressions, and ratios of two measures:
# [measures.cost]
# sum = "cost_usd"
# [measures.cost_per_viewer]
# numerator = "cost"
# denominator = "viewers"
"""


@dataclass(frozen=True)
class TableMap:
    """The user's names for the columns of one input table."""

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    tz: str = "UTC"


@dataclass(frozen=True)
class Config:
    """The contents of `keyart.toml`."""

    settings: Settings = field(default_factory=Settings)
    server: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The checked `[server]` table; `server_settings` adds the environment's values."""
    druid: DruidSettings = field(default_factory=DruidSettings)
    maps: Mapping[str, TableMap] = field(default_factory=dict[str, TableMap])
    dimensions: tuple[str, ...] = ()
    """Custom event dimensions: additional text columns of impressions."""
    custom_measures: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]]
    )
    regions: Mapping[str, str] | None = None
    """Region by country, if the store has its own map; None for the built-in map."""

    @property
    def measures(self) -> Measures:
        """All measures by name."""
        return measures(self.custom_measures)

    @property
    def custom_sums(self) -> tuple[str, ...]:
        """Numeric columns of impressions that custom measures add up."""
        return custom_sum_columns(self.custom_measures)

    def map(self, table: str) -> TableMap:
        """Return the mapping of an input table, empty if there is none."""
        return self.maps.get(table, TableMap())


def _read_maps(raw: Mapping[str, Any], where: str) -> dict[str, TableMap]:
    maps: dict[str, TableMap] = {}
    for table, entries in raw.items():
        if table not in INPUT_TABLES:
            raise UnknownName(
                "input table", table, INPUT_TABLES, hint=f"[map.{table}] is in {where}."
            )
        named = table_of(entries, f"map.{table}", where)
        for name, column in named.items():
            if not isinstance(column, str):
                raise BadSettings(
                    f"{where}: [map.{table}] {name} must be text, not {format_value(column)}.",
                    hint='Write the name of your column in quotes, such as profile_id = "uid".',
                )
        columns = {name: column for name, column in named.items() if name != "tz"}
        maps[table] = TableMap(columns, named.get("tz", "UTC"))
    return maps


def _read_dimensions(raw: Mapping[str, Any], where: str) -> tuple[str, ...]:
    for name, table in raw.items():
        if table != "impressions":
            raise BadSettings(
                f'{where}: [dimensions] {name} must be "impressions", not {format_value(table)}.',
                hint="Custom event dimensions are columns of impressions.",
            )
    return tuple(raw)


def _read_measures(raw: Mapping[str, Any], where: str) -> dict[str, Mapping[str, Any]]:
    return {name: table_of(table, f"measures.{name}", where) for name, table in raw.items()}


def _read_regions(raw: Mapping[str, Any], where: str) -> dict[str, str] | None:
    regions: dict[str, str] = {}
    for region, codes in raw.items():
        if not isinstance(codes, list):
            raise BadSettings(
                f"{where}: [regions] {region} must be a list of countries, "
                f"not {format_value(codes)}.",
                hint='Write it in brackets, such as DACH = ["DE", "AT", "CH"].',
            )
        regions |= {str(code).upper(): region for code in cast(list[object], codes)}
    return regions or None


def parse(text: str, environment: Mapping[str, str], where: str = "keyart.toml") -> Config:
    """Return the configuration in `text`; raises `BadSettings` or `UnknownName`."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadSettings(f"{where} is not valid TOML: {reason}.", hint="Fix the file.") from error
    for section in raw:
        if section not in SECTIONS:
            raise UnknownName("section", section, SECTIONS, hint=f"It is in {where}.")
    tables = {name: table_of(raw.get(name, {}), name, where) for name in SECTIONS}
    config = Config(
        settings=settings_table.load(tables["settings"], environment, where),
        server=tables["server"],
        druid=druid_table.load(tables["druid"], environment, where),
        maps=_read_maps(tables["map"], where),
        dimensions=_read_dimensions(tables["dimensions"], where),
        custom_measures=_read_measures(tables["measures"], where),
        regions=_read_regions(tables["regions"], where),
    )
    measures(config.custom_measures)
    server_table.load(config.server, {}, where)
    return config


def load(path: Path) -> Config:
    """Return the configuration in the file at `path`, the defaults if there is no file.

    Raises `BadSettings` or `UnknownName`.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise BadSettings(
            f"{path} is not text in UTF-8: byte {error.start + 1:,} cannot be read.",
            hint="Save it as UTF-8, or restore a backup.",
        ) from error
    return parse(text, os.environ, str(path))


def server_settings(path: Path) -> ServerSettings:
    """Return the service's settings from the file at `path` and the environment.

    Variables of the service are read only here, when one starts: a variable that was set for
    another program must not prevent opening a store.
    """
    return server_table.load(load(path).server, os.environ, str(path))
