"""What a store must answer, worked out row by row from all rows that it was ever given."""

from collections.abc import Mapping, Sequence

from keyart.core.config import parse
from keyart.core.facts import Family
from keyart.core.ids import keys
from tests.oracles import attribution
from tests.oracles.attribution import Custom, Row
from tests.oracles.world import World
from tests.pipeline.stories import CONFIG, SALT, Batch, Story


def numbers_of(profiles: Sequence[str]) -> Mapping[str, int]:
    """Number profiles as their keyed hashes sort: what decides between rows that tie."""
    hashes = {key.tobytes(): p for p, key in zip(profiles, _big_endian(profiles), strict=True)}
    return {hashes[key]: number for number, key in enumerate(sorted(hashes))}


def _big_endian(profiles: Sequence[str]):
    return keys(SALT, profiles).astype([("high", ">u8"), ("low", ">u8")])


def accepted(rows: Batch) -> tuple[list[Row], list[Row]]:
    """Return the impressions and plays that the catalogue and the profiles' consent let count."""
    title_of = {row["asset_id"]: row["title_id"] for row in rows.get("assets", ())}
    refused = {r["profile_id"] for r in rows.get("profiles", ()) if r.get("consent") == "none"}
    impressions: list[Row] = []
    for row in rows.get("impressions", ()):
        known = title_of.get(row["asset_id"])
        title = row.get("title_id") or known
        if row["profile_id"] not in refused and title is not None and known in {None, title}:
            country = row.get("country") and row["country"].upper()
            impressions.append({**row, "title_id": title, "country": country})
    return impressions, [r for r in rows.get("plays", ()) if r["profile_id"] not in refused]


def world_of(story: Story) -> World:
    """Return the world whose answers a store must give once it has all rows of the story."""
    config = parse(CONFIG, {})
    rows = story.rows
    titles = list({row["title_id"]: row for row in rows["titles"]}.values())
    everybody = {row["profile_id"] for t in ("impressions", "plays", "profiles") for row in rows[t]}
    everybody |= {profile for members in story.lists.values() for profile in members}
    number = numbers_of(sorted(everybody))

    def numbered(row: Row) -> Row:
        own = {"profile_id": number[row["profile_id"]]}
        return (
            {**row, **own}
            if row.get("position") is None
            else {**row, **own, "position": str(row["position"])}
        )

    events = [[numbered(row) for row in own] for own in accepted(rows)]
    custom = Custom(config.dimensions, config.custom_sums)
    outcome = attribution.outcome([(events[0], events[1])], titles, config.settings, custom)
    return World(
        runs=[{Family.EXPOSURE: outcome.exposure(), Family.VIEWING: outcome.viewing()}],
        titles=titles,
        assets=rows["assets"],
        profiles={number[row["profile_id"]]: row for row in rows["profiles"]},
        lists={name: [number[p] for p in members] for name, members in story.lists.items()},
        config_text=CONFIG,
    )
