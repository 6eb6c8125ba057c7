"""Keyart's terms and measures, each with a definition: for docs and help."""

from collections.abc import Mapping
from types import MappingProxyType

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "title": "What people watch or play: a film, a series, an episode, a live event, a game. "
        "An episode names its series; artwork usually belongs to the series, plays to the episode.",
        "asset": "One piece of promotional media of one title: artwork, a video, a synopsis.",
        "profile": "One viewer identity. Ids are stored only as keyed hashes.",
        "impression": "An asset shown to a profile.",
        "play": "One playback, game session or live attendance, with a duration.",
        "qualified play": "A play of at least `min_play_seconds`, linked to the impression that "
        "led to it.",
        "reach": "Distinct profiles with an impression.",
        "viewers": "Distinct profiles with a qualified play.",
        "take rate": "viewers / reach.",
        "take rate per title": "title viewers / title reach: people count once for each "
        "title, so it is fair over several titles.",
        "play rate": "qualified plays / impressions.",
        "frequency": "impressions / reach.",
        "short-play rate": "The share of attributed plays that ended under `min_play_seconds`.",
        "completion rate": "The share of qualified plays with a known end that reached "
        "`completion_fraction`.",
        "viewing": "Every play, whether or not an impression led to it.",
        "phase": "`explore` (shown at random, so comparable) or `exploit` (chosen by a model, so "
        "biased).",
        "propensity": "The probability that this asset was chosen for an impression.",
        "audience": "Any set of profiles: an uploaded list, an attribute value, an affinity, a "
        "segment.",
        "affinity": "A taste inferred from viewing, with a name that people understand. A profile "
        "can have several.",
        "segment": "A boolean rule over audiences, attributes and behaviour, saved under a name.",
        "arm": "One of the assets in a comparison.",
        "guardrail": "A measure that a winner must not make worse.",
        "effective": "An effective asset wins plays, compared with the title's other assets.",
        "authentic": "An authentic asset satisfies those who play, compared with the title's "
        "other assets.",
        "clickbait": "An asset that is effective and not authentic, beyond chance.",
        "hidden gem": "An asset that is authentic and not effective, beyond chance.",
        "norm": "The usual figure of assets of the same kind, shown as often in the same "
        "placements, markets and ages of the title.",
        "outlier": "An asset or title further from its norm than chance and usual differences "
        "explain.",
        "index": "A figure relative to the usual one, which is 100.",
        "facts": "The stored rows after attribution.",
    }
)
"""The definition of each term, in the order to learn them."""


def _returns(after: int) -> dict[str, str]:
    return {
        f"active_days_{after}": "People with a play of at least `min_play_seconds`, counted once "
        f"for each day on which they have one; only days for which the return {after} days later "
        "is known.",
        f"returned_{after}": f"Those of `active_days_{after}` with a play of at least "
        f"`min_play_seconds` on the day {after} days later, of any title.",
        f"return_rate_{after}": f"returned_{after} / active_days_{after}: of the people active on "
        f"a day, the share active again {after} days later. Over several days, each day weighs as "
        "many as it has people.",
    }


MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "impressions": "Impressions.",
        "reach": "Distinct profiles with an impression.",
        "frequency": "impressions / reach.",
        "plays": "Plays that an impression led to, including short ones.",
        "qualified_plays": "Plays that an impression led to, of at least `min_play_seconds`.",
        "viewers": "Distinct profiles with a qualified play.",
        "take_rate": "viewers / reach. Over several titles, use `title_take_rate`.",
        "title_reach": "Distinct pairs of a profile and a title with an impression.",
        "title_viewers": "Distinct pairs of a profile and a title with a qualified play.",
        "title_take_rate": "title_viewers / title_reach: equal to take_rate within one title, and "
        "fair over several.",
        "play_rate": "qualified_plays / impressions. (Some papers call this take rate.)",
        "watch_seconds": "Seconds watched in qualified plays.",
        "watch_seconds_per_profile": "watch_seconds / reach.",
        "avg_watch_seconds": "watch_seconds / qualified_plays.",
        "completions": "Qualified plays that reached `completion_fraction`; missing if no fraction "
        "is known.",
        "completion_known": "Qualified plays whose watched fraction is known.",
        "completion_rate": "completions / completion_known.",
        "short_plays": "Plays that an impression led to, under `min_play_seconds`.",
        "short_play_rate": "short_plays / plays.",
        "hooks": "Impressions whose clip ran at least 3 seconds.",
        "holds": "Impressions whose clip ran at least 15 seconds.",
        "hook_rate": "hooks / impressions.",
        "hold_rate": "holds / hooks.",
        "starts": "Plays.",
        "active_profiles": "Distinct profiles with a play of at least `min_play_seconds`.",
        "hours_viewed": "Hours watched.",
        "views": "Hours watched / the title's runtime; titles without `runtime_seconds` add "
        "nothing.",
        "unattributed_plays": "Plays that no impression led to: `outside_window` or "
        "`no_impression`.",
        "kept_viewers": "Distinct profiles with a qualified play seen to the end or, where the end "
        "is unknown, at least half of the title's or its series' runtime.",
        **_returns(7),
        **_returns(28),
    }
)
"""The definition of each measure."""
