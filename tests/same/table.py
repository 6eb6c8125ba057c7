"""Questions that together use every measure, dimension, condition and option of the contract."""

from typing import Any

COUNTED = ["impressions", "reach", "plays", "qualified_plays", "viewers", "watch_seconds"]
RATES = ["frequency", "take_rate", "play_rate", "watch_seconds_per_profile", "avg_watch_seconds"]
COMPLETED = ["completions", "completion_known", "completion_rate", "short_plays"]
CLIPS = ["short_play_rate", "hooks", "holds", "hook_rate", "hold_rate"]
VIEWED = ["starts", "active_profiles", "hours_viewed", "views", "unattributed_plays"]
CUSTOM = ["cost", "cost_per_viewer", "reach_per_viewer", "viewers_per_play"]

QUESTIONS: dict[str, dict[str, Any]] = {
    # Measures of each family, alone and together.
    "counts": {"measures": COUNTED},
    "rates": {"measures": RATES, "by": ["asset"]},
    "completions": {"measures": COMPLETED, "by": ["title"]},
    "clips": {"measures": CLIPS, "by": ["asset_type"]},
    "viewing": {"measures": VIEWED, "by": ["title"]},
    "views by profile": {"measures": ["views_per_profile", "views"], "by": ["series"]},
    "custom": {"measures": CUSTOM, "by": ["experiment"], "intervals": True},
    "both families": {"measures": ["reach", "starts", "take_rate"], "by": ["country"]},
    "people of each title": {
        "measures": ["title_reach", "title_viewers", "title_take_rate", "titles_per_viewer"],
        "by": ["genre", "audience"],
        "intervals": True,
    },
    "who comes back": {
        "measures": [
            *("active_days_7", "returned_7", "return_rate_7"),
            *("active_days_28", "returned_28", "return_rate_28"),
            *("kept_viewers", "active_days_per_profile"),
        ],
        "by": ["country"],
        "tz": "Europe/Berlin",
    },
    "rates where no play is linked": {
        "measures": ["take_rate", "title_take_rate", "play_rate"],
        "by": ["placement"],
        "intervals": True,
    },
    "one measure as text": {"measures": "reach", "by": "asset"},
    # Dimensions: one, two, of many values.
    "two dimensions": {"measures": ["impressions", "reach"], "by": ["asset", "device"]},
    "three dimensions": {"measures": ["reach"], "by": ["phase", "placement", "position"]},
    "genres": {"measures": ["reach", "views"], "by": ["genre"]},
    "two of many values": {"measures": ["impressions"], "by": ["tag", "asset_tag"]},
    "concepts": {"measures": ["reach"], "by": ["concept", "locale"], "labels": True},
    "regions": {"measures": ["starts", "hours_viewed"], "by": ["region", "content_type"]},
    "reasons": {"measures": ["starts"], "by": ["reason"]},
    "ages": {"measures": ["impressions"], "by": ["days_since_launch"]},
    "attributes": {"measures": ["reach"], "by": ["profile.plan", "title.mood"]},
    "numbers": {"measures": ["reach"], "by": ["title.runtime_seconds"]},
    "bare names": {"measures": ["reach"], "by": ["plan", "mood"]},
    # Time.
    "days in Berlin": {"measures": ["reach"], "grain": "day", "tz": "Europe/Berlin"},
    "the hours of a night that has one less": {
        "measures": ["impressions", "starts"],
        "grain": "hour",
        "tz": "Europe/Berlin",
        "since": "2025-03-30",
        "until": "2025-03-31",
        "fill": True,
    },
    "the hours of a night that has half an hour more": {
        "measures": ["impressions"],
        "grain": "hour",
        "tz": "Australia/Lord_Howe",
        "since": "2025-04-05T12:00",
        "until": "2025-04-06T12:00",
        "fill": True,
    },
    "weeks of each asset": {
        "measures": ["take_rate"],
        "by": ["asset"],
        "grain": "week",
        "tz": "America/New_York",
        "intervals": 0.8,
    },
    "months": {"measures": ["reach", "active_profiles"], "grain": "month"},
    "quarters": {"measures": ["reach"], "grain": "quarter", "tz": "Asia/Kathmandu"},
    "years": {"measures": ["views"], "grain": "year", "order": ["-time"]},
    "filled days of each title": {
        "measures": ["impressions", "completion_rate"],
        "by": ["title"],
        "grain": "day",
        "fill": True,
        "labels": True,
    },
    "a range by instants": {
        "measures": ["reach"],
        "since": 1_743_292_800,
        "until": "2025-04-02T00:00+05:45",
    },
    "nothing in that range": {"measures": ["reach", "take_rate"], "until": "2024-01-01"},
    # Conditions in all their forms.
    "a value": {"measures": ["reach"], "by": ["asset"], "where": {"title": "film"}},
    "values and none": {
        "measures": ["reach"],
        "by": ["country"],
        "where": {"country": ["DE", None], "device": ["tv", "phone"]},
    },
    "no value": {"measures": ["reach", "take_rate"], "where": {"country": []}, "intervals": True},
    "groups of no value": {"measures": ["reach"], "by": ["asset"], "where": {"country": []}},
    "the missing one": {"measures": ["reach"], "by": ["asset"], "where": {"country": None}},
    "not": {"measures": ["reach"], "by": ["device"], "where": {"device": {"not": ["tv"]}}},
    "not missing": {"measures": ["reach"], "by": ["phase"], "where": {"phase": {"not": None}}},
    "a span of numbers": {"measures": ["reach"], "where": {"position": {"from": 1, "to": 12}}},
    "a span of text": {"measures": ["reach"], "by": ["asset"], "where": {"asset": {"from": "a2"}}},
    "a span of times": {
        "measures": ["reach"],
        "by": ["title"],
        "where": {"title.launched_at": {"to": "2025-03-30"}},
        "tz": "Europe/Berlin",
    },
    "one of many values": {"measures": ["reach"], "by": ["genre"], "where": {"genre": "crime"}},
    "and its neighbours": {
        "measures": ["reach"],
        "by": ["genre"],
        "where": {"genre": "crime"},
        "co_values": True,
    },
    "unknown values": {
        "measures": ["reach"],
        "where": {"country": ["DE", "Ø", "xx,yy"], "asset": "nothing", "genre": {"not": "opera"}},
    },
    # Audiences.
    "an expression": {
        "measures": ["reach", "starts"],
        "by": ["device"],
        "audience": "(list:a or segment:one) and not attr:plan=gold",
    },
    "a rule": {
        "measures": ["reach", "take_rate"],
        "audience": "viewed(genre=drama, at_least=2, since=2025-03-29)",
    },
    "audiences": {"measures": ["reach", "take_rate"], "by": ["audience"], "labels": True},
    "some audiences": {
        "measures": ["reach", "viewers"],
        "by": ["audience", "asset_type"],
        "audiences": ["list:b", "segment:two", "not list:a"],
        "intervals": True,
    },
    "no audiences": {"measures": ["reach"], "by": ["audience"], "audiences": []},
    "affinities": {"measures": ["reach"], "by": ["audience:affinity"], "labels": True},
    "where an audience": {
        "measures": ["reach"],
        "by": ["audience"],
        "where": {"audience": ["list:a", None]},
    },
    # Which rows, and in which order.
    "having": {
        "measures": ["reach"],
        "by": ["asset", "country"],
        "having": {"reach": {"from": 2}, "take_rate": {"not": [None, 0]}},
    },
    "order": {"measures": ["reach"], "by": ["asset"], "order": ["-take_rate", "asset"]},
    "limit": {"measures": ["reach"], "by": ["asset"], "order": ["-reach"], "limit": 2},
    "no row": {"measures": ["reach"], "by": ["asset"], "limit": 0},
    "intervals of all": {
        "measures": ["take_rate", "play_rate", "frequency", "avg_watch_seconds"],
        "by": ["asset"],
        "intervals": True,
        "order": ["-take_rate_low"],
    },
    "names": {"measures": ["reach"], "by": ["title", "asset", "series"], "labels": True},
    "what never was": {
        "measures": ["impressions", "take_rate"],
        "by": ["title"],
        "include_empty": True,
        "labels": True,
    },
    "by the other engine": {"measures": ["reach"], "by": ["asset"], "engine": "duckdb"},
}

BAD: dict[str, dict[str, Any]] = {
    "no measure": {"measures": []},
    "no such measure": {"measures": ["reech"]},
    "no such dimension": {"measures": ["reach"], "by": ["aset"]},
    "no such condition": {"measures": ["reach"], "where": {"cuntry": "DE"}},
    "no such grain": {"measures": ["reach"], "grain": "dya"},
    "no such zone": {"measures": ["reach"], "tz": "Europe/Belin"},
    "no such audience": {"measures": ["reach"], "audience": "list:z"},
    "no such audience to group by": {
        "measures": ["reach"],
        "by": ["audience"],
        "audiences": ["segment:on"],
    },
    "no such kind of audience": {"measures": ["reach"], "by": ["audience:afinity"]},
    "no such fit": {"measures": ["reach"], "audiences_version": 7},
    "no such engine": {"measures": ["reach"], "engine": "natve"},
    "no such order": {"measures": ["reach"], "order": ["-asset"]},
    "no such having": {"measures": ["reach"], "by": ["asset"], "having": {"asset": "a1"}},
    "a dimension that plays have not": {"measures": ["starts"], "by": ["asset"]},
    "a dimension that impressions have not": {"measures": ["reach"], "by": ["reason"]},
    "twice the same": {"measures": ["reach", "reach"]},
    "no quarter of an hour": {"measures": ["reach"], "since": "2025-04-01T00:07"},
    "no time": {"measures": ["reach"], "since": "yesterday"},
    "the wrong way round": {"measures": ["reach"], "since": "2025-04-02", "until": "2025-04-01"},
    "fill without buckets": {"measures": ["reach"], "fill": True},
    "audiences without groups": {"measures": ["reach"], "audiences": ["list:a"]},
    "a broken expression": {"measures": ["reach"], "audience": "list:a and"},
    "an expression broken in its second line": {
        "measures": ["reach"],
        "audience": "list:a and\n (",
    },
    "no condition": {"measures": ["reach"], "where": {"country": {"form": "DE"}}},
    "no number": {"measures": ["reach"], "where": {"position": "first"}},
    "too much confidence": {"measures": ["reach"], "intervals": 1.5},
    "less than nothing": {"measures": ["reach"], "limit": -1},
    "a fit before the first": {"measures": ["reach"], "audiences_version": 0},
    "conditions without names": {"measures": ["reach"], "where": ["DE"]},
    "'quotes' and \"quotes\"": {"measures": ["re'a\"ch"]},
}
