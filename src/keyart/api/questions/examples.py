"""Answers to questions as a service gives them, shortened: the examples of OpenAPI."""

from collections.abc import Mapping
from typing import Any

NOTE = "Only impressions of the explore phase count: those chosen by a model aren't comparable."

RATE = {"value": 0.0507, "low": 0.0403, "high": 0.0611}
ARM = {"asset": "blue", "name": "Blue", "title": "t1", "people": 4537, "waiting": 0, "rate": RATE}
COMPARISON: dict[str, Any] = {
    "verdict": {
        "kind": "winner", "asset": "blue", "sentence": "“Blue” wins by 18%.", "reasons": [],
    },
    "measure": "take_rate", "basis": "adjusted", "level": 0.95, "margin": 0.05, "fixed": False,
    "arms": [ARM], "differences": [], "guardrails": [], "audiences": [], "notes": [NOTE],
    "first_day": "2026-03-01", "last_day": "2026-03-28", "version": 7, "ms": 168.9,
}  # fmt: skip
PLAN = {
    "sentence": "A test of 3 assets of “The Heist” takes about 34 days.",
    "title": "t1", "name": "The Heist", "arms": 3, "measure": "take_rate", "mde": 0.1,
    "level": 0.95, "power": 0.8, "sequential": True, "rate": 0.0518, "people_per_arm": 66300,
    "people": 198900, "impressions": 207600, "days": 34, "people_per_day": 5850.0,
    "since": "2026-03-01", "until": "2026-03-28", "explore_only": True,
    "people_known": 412000, "in_four_weeks": 0.11,
}  # fmt: skip
OUTLIERS = {
    "measure": "take_rate",
    "findings": [],
    "families": [
        {"level": "asset", "against": "title", "judged": 6, "left_out": 1, "ordinary": 0.0509,
         "found": 0},
    ],
    "notes": [NOTE],
}  # fmt: skip
NORMS = {
    "measure": "take_rate",
    "rows": [{
        "asset": "blue", "name": "Blue", "title": "t1", "kind": "film artwork", "people": 5468,
        "takes": 273.0, "observed": 0.0499, "expected": 0.0469, "index": 103.3, "low": 93.4,
        "high": 114.2, "percentile": 54.1, "among": "drama artwork", "peers": 145,
        "usual_low": 0.043, "usual": 0.0474, "usual_high": 0.0559,
        "sentence": "5.0% where its kind gets 4.7%: index 103 (93 to 114), in the middle of drama"
        " artwork.",
    }],
    "notes": [NOTE],
}  # fmt: skip
AUTHENTICITY = {
    "found": [],
    "standings": [{
        "asset": "blue", "name": "Blue", "title": "t1", "title_name": "The Heist",
        "asset_type": "artwork", "audience": None, "audience_name": None, "people": 4803,
        "plays": 285, "take_rate": {"own": 0.0502, "others": None},
        "winning": {"value": 0.0406, "low": -0.0882, "high": 0.1875},
        "keeping": {"value": 0.0547, "low": -0.0565, "high": 0.1791}, "place": "no_clear_place",
    }],
    "notes": [NOTE],
    "rules": {"q": 0.1, "least_effect": 0.1, "least_people": 500, "least_plays": 50, "sure": 0.95},
    "version": 7,
}  # fmt: skip
FAVOURITES: dict[str, Any] = {"found": [], "titles": 1, "notes": [NOTE], "suppressed": 0}
_NONE = {"value": 0.0, "low": 0.0, "high": 0.0}
DECIDE: dict[str, Any] = {
    "title": "t1", "title_name": "The Heist", "asset_type": "artwork", "policy": "p3a1c0d4e5f6b",
    "store_version": 41, "valid_from": "2026-06-01T06:00:00+00:00",
    "valid_until": "2026-06-29T06:00:00+00:00",
    "rules": [{
        "audience": "affinity:heist-thrillers", "audience_name": "Heist Thrillers", "asset": "a3",
        "name": "The Crew", "shares": {"a3": 0.9, "a1": 0.05, "a2": 0.05}, "people": 6896,
        "share_of_people": 0.29, "rate": 0.137, "single_rate": 0.08,
        "gain": {"value": 0.057, "low": 0.036, "high": 0.078},
        "guardrails": [{
            "measure": "completion_rate", "difference": {"value": 0.01, "low": -0.03, "high": 0.05},
            "watch": False,
        }],
    }],
    "otherwise": {
        "audience": None, "audience_name": "everyone else", "asset": "a1", "name": "The Kiss",
        "shares": {"a1": 0.9, "a2": 0.1}, "people": 16547, "share_of_people": 0.71, "rate": 0.081,
        "single_rate": 0.081, "gain": _NONE, "guardrails": [],
    },
    "seed": "9c56cc51b374c3ba", "personalised": True,
    "sentence": "Show “The Crew” to Heist Thrillers and “The Kiss” to everyone else: about 340 more"
    " viewers a week (210 to 480) than with one asset for everyone.",
    "reward": "viewers", "value": {"value": 0.097, "low": 0.091, "high": 0.103},
    "best_single": {"value": 0.081, "low": 0.077, "high": 0.085},
    "random": {"value": 0.06, "low": 0.058, "high": 0.062}, "single": "a1",
    "gain": {"value": 0.0167, "low": 0.0106, "high": 0.0228},
    "tried": {"value": 0.0167, "low": 0.0106, "high": 0.0228},
    "expected_per_week": {"value": 340.0, "low": 210.0, "high": 480.0},
    "people_per_week": 20400.0, "people": 23443, "blocked": [], "notes": [],
}  # fmt: skip
POLICY: dict[str, Any] = {
    "title": "t1", "asset_type": "artwork", "policy": "p3a1c0d4e5f6b", "store_version": 41,
    "valid_from": "2026-06-01T06:00:00+00:00", "valid_until": "2026-06-29T06:00:00+00:00",
    "rules": [{
        "audience": "affinity:heist-thrillers", "asset": "a3",
        "shares": {"a3": 0.9, "a1": 0.05, "a2": 0.05},
    }],
    "otherwise": {"asset": "a1", "shares": {"a1": 0.9, "a2": 0.1}}, "seed": "9c56cc51b374c3ba",
}  # fmt: skip
DECISION: dict[str, Any] = {
    "id": 12, "kind": "winner", "title": "t1", "title_name": "The Heist", "chosen": "a3",
    "heading": "Show “Portrait” to everyone", "because": "It wins.", "by": "Ada",
    "made": "2026-06-01T08:00:00+00:00", "until": "2026-06-29T08:00:00+00:00", "version": 41,
    "question": None, "figures": None, "expected_per_week": None, "state": "stands",
    "reversed": None, "reversed_because": None, "reversed_by": None,
}  # fmt: skip
SET_ASIDE: dict[str, Any] = {
    "key": "5b1f0c2e9a77", "because": "The campaign ends tomorrow.", "until": None, "by": None,
    "made": "2026-06-01T08:00:00+00:00",
}  # fmt: skip
PENDING: dict[str, Any] = {
    "decisions": [{
        "key": "0c4be1d83a5f", "kind": "winner", "title": "t1", "title_name": "The Heist",
        "asset_type": "artwork", "assets": ["a3"], "heading": "Show “Portrait” to everyone",
        "evidence": "“Portrait” wins: +9.1% (+4.6 to +13.8%). 52% of 18,300 new people a week still"
        " get another.",
        "per_week": {"value": 260.0, "low": 130.0, "high": 390.0}, "unit": "viewers",
        "chosen": "a3", "people": 5210, "demand": None, "set_aside": None,
    }],
    "set_aside": 1, "suppressed": 0,
}  # fmt: skip
REVIEWS: dict[str, Any] = {
    "reviews": [{
        "decision": 12, "kind": "winner", "title": "t1", "title_name": "The Heist",
        "heading": "Show “Portrait” to everyone", "by": "Ada",
        "made": "2026-06-01T08:00:00+00:00", "since": "2026-05-04T08:00:00+00:00",
        "until": "2026-06-29T08:00:00+00:00", "people": 73200, "rate_before": 0.104,
        "rate_usual": 0.101, "rate_after": 0.116,
        "promised": {"value": 260.0, "low": 130.0, "high": 390.0},
        "actual": {"value": 275.0, "low": 120.0, "high": 430.0}, "unit": "viewers",
        "state": "as_promised",
        "sentence": "Promised 260 (130 to 390) more viewers a week; 275 (120 to 430) came: as"
        " promised.",
    }],
    "promised": {"value": 260.0, "low": 130.0, "high": 390.0},
    "actual": {"value": 275.0, "low": 120.0, "high": 430.0},
    "share": {"value": 1.06, "low": 0.46, "high": 1.65},
    "sentence": "106% of what was promised came (46% to 165%): 275 of 260 viewers a week, over 1"
    " decision.",
    "notes": ["Corrected for the season by titles without a decision."], "suppressed": 0,
}  # fmt: skip
CAMPAIGN: dict[str, Any] = {
    "name": "spring-heist", "title": "t1", "title_name": "The Heist", "segment": "segment:binge",
    "state": "approved", "holdout": 0.1, "primary": "viewers",
    "start": "2026-06-08T00:00:00+00:00", "end": "2026-06-22T00:00:00+00:00",
    "purpose": "Win back binge viewers", "recipient": "Braze",
    "audiences": [{
        "audience": "affinity:heist-thrillers", "audience_name": "Heist Thrillers", "asset": "a3",
        "asset_name": "The Crew", "people": 11860, "held_out": 1320, "rate": 0.137,
    }, {
        "audience": None, "audience_name": "everyone else", "asset": "a1",
        "asset_name": "The Kiss", "people": 25050, "held_out": 2780, "rate": 0.081,
    }],
    "people": 36910, "held_out": 4100,
    "left_out": {"capped": 812, "quiet": 40, "control": 0},
    "overlaps": [{"campaign": "crime-week", "people": 2210}],
    "baseline": 0.21, "minimum_effect": 0.096,
    "power": "With 4,100 people held out you will see +10% or more.", "expected_viewers": 3654.0,
    "sentence": "36,910 of 41,010 people get one of 2 assets of “The Heist” for 14 days; 4,100"
    " (10%) are held out.",
    "version": 41, "members": None, "verdict": None, "verdict_sentence": None,
    "holdouts": [{"holdout": 0.05, "minimum_effect": 0.132},
                 {"holdout": 0.1, "minimum_effect": 0.096},
                 {"holdout": 0.2, "minimum_effect": 0.074}],
    "groups": [{"attribute": "age_band", "value": "25-34", "people": 16020, "share": 0.12}],
    "log": [
        {"what": "planned", "when": "2026-06-01T08:00:00+00:00", "by": "Ada",
         "because": "Win back binge viewers", "people": None},
        {"what": "approved", "when": "2026-06-02T08:00:00+00:00", "by": "Bo",
         "because": "Fits the launch.", "people": None},
    ],
    "notes": [],
}  # fmt: skip
_RAISED: dict[str, Any] = {
    "treated": 0.226, "held_out": 0.209,
    "difference": {"value": 0.017, "low": 0.003, "high": 0.031},
    "ratio": {"value": 0.081, "low": 0.013, "high": 0.154},
}  # fmt: skip
CAMPAIGN_RESULT: dict[str, Any] = {
    "campaign": "spring-heist", "title": "t1", "title_name": "The Heist", "state": "ended",
    "primary": "viewers", "verdict": "worked",
    "sentence": "Worked: viewers +8.1% (+1.3 to +15.4), about 627 more viewers (111 to 1,144).",
    "reasons": ["It moved viewing: hours of everything +1.2% (+0.2 to +2.3)."],
    "since": "2026-06-08T00:00:00+00:00", "until": "2026-06-22T00:00:00+00:00",
    "people": 36910, "held_out": 4100,
    "additional": {"value": 627.0, "low": 111.0, "high": 1144.0}, "margin": 0.05, "level": 0.95,
    "progress": 8.6,
    "effects": [{"measure": "viewers", "of_title": True, **_RAISED, "p": 0.004,
                 "variance_reduced": 0.23}],
    "path": [{"day": "2026-06-08", "difference": {"value": 0.021, "low": None, "high": None}},
             {"day": "2026-06-21", "difference": _RAISED["difference"]}],
    "audiences": [{
        "audience": "affinity:heist-thrillers", "audience_name": "Heist Thrillers", "asset": "a3",
        "asset_name": "The Crew", "people": 11860, "held_out": 1320,
        "difference": _RAISED["difference"], "ratio": _RAISED["ratio"], "q": 0.03, "found": True,
    }],
    "groups": [{
        "attribute": "age_band", "value": "25-34", "people": 14410, "held_out": 1610,
        "treated": 0.231, "usual": 0.212,
        "difference": {"value": 0.019, "low": -0.01, "high": 0.048},
        "ratio": {"value": 0.09, "low": -0.046, "high": 0.245}, "worse": False,
    }],
    "sample_ratio": {"expected": 0.1, "seen": 0.1, "p": 0.98, "broken": False}, "version": 58,
    "suppressed": 0,
}  # fmt: skip
CAMPAIGN_CONTROL: dict[str, Any] = {
    "sentence": "All 2 campaigns together raised viewing: hours viewed per person +1.4% (+0.3 to"
    " +2.5).",
    "campaigns": ["crime-week", "spring-heist"], "since": "2026-01-05T00:00:00+00:00",
    "until": "2026-06-22T00:00:00+00:00", "people": 401200, "control": 8190, "level": 0.95,
    "effects": [{"measure": "hours_viewed", "of_title": False, **_RAISED, "p": 0.004,
                 "variance_reduced": 0.47}],
    "version": 58,
}  # fmt: skip
RESONANCE: dict[str, Any] = {
    "by": ["genre"], "across": "country", "against": "everybody",
    "rows": [{
        "value": "thriller", "market": "DE", "audience": None, "people": 5210, "hours": 8120.5,
        "share_of_hours": 0.184, "share_of_supply": 0.092, "taste_index": 131.2,
        "taste_index_low": 122.0, "taste_index_high": 141.1, "demand_index": 198.0,
        "demand_index_low": 142.3, "demand_index_high": 275.5, "trend": 104.0, "trend_low": 95.1,
        "trend_high": 113.7, "titles": 12, "top_title": "t1", "top_title_name": "The Heist",
        "top_title_share": 0.21, "without_top_title": 171.4, "finding": "under_served",
        "sentence": "More thriller would find viewers: taste 131, demand 198 (100 is par), also"
        " without its top title.",
    }],
    "notes": [], "suppressed": 0,
}  # fmt: skip
BRIEF: dict[str, Any] = {
    "headline": "Germany: more thriller", "audience": None, "market": "DE", "findings": [],
    "elsewhere": [], "notes": [], "markdown": "# Germany: more thriller", "html": "<!doctype html>",
}  # fmt: skip

RECOMMENDATIONS: dict[str, Any] = {
    "audience": "segment:binge", "country": "DE", "people": 5210, "personalised": True,
    "rows": [{
        "title": "t7", "name": "Night Shift", "score": 1.0, "new_to_them": 0.83,
        "reason": {
            "kind": "watched", "titles": ["t1", "t4"], "affinity": None,
            "words": "Watched by people who watched The Heist and Casino, which they watch more"
            " than others.",
        },
    }],
    "notes": [],
}  # fmt: skip
LOOKALIKE: dict[str, Any] = {
    "seed": "list:vip", "seed_profiles": 5210, "candidates": 48200, "profiles": 10000,
    "least_score": 0.41, "include_seed": False,
    "auc": {"value": 0.94, "low": 0.93, "high": 0.95}, "top_lift": 7.4,
    "titles": [
        {"title": "t1", "name": "The Heist", "part": 0.24, "watched": 0.61, "watched_base": 0.2},
    ],
    "fit": 3, "sentence": "10,000 people are most like list:vip.", "notes": [],
}  # fmt: skip
DESCRIPTION: dict[str, Any] = {
    "name": "segment:binge", "profiles": 5210, "text": "binge()", "note": None, "owner": None,
    "ready_made": True, "made_of": [], "used_by": [], "history": [],
}  # fmt: skip
INDEX = {
    "value": "heist", "label": "heist", "profiles": 800, "watched": 0.4, "watched_base": 0.2,
    "share": 0.24, "base": 0.06, "index": 400.0, "low": 380.0, "high": 421.0,
}  # fmt: skip
EXPLORATION = {
    "name": "affinity:heist-thrillers", "label": "Heist Thrillers", "profiles": 2000,
    "share": 0.2, "growth": [{"fit": 1, "profiles": 2000}], "indexes": {"tag": [INDEX]},
    "top_titles": [{"title": "t1", "name": "The Heist", "profiles": 1500}], "nearest": [],
    "returns": [{"days": 7, "active": 9000, "rate": 0.31}],
    "returns_of_all": [{"days": 7, "active": 60000, "rate": 0.22}],
}  # fmt: skip
NOTICE = {
    "id": 12,
    "kind": "clickbait",
    "subject": "asset:a1",
    "title": "t7",
    "asset": "a1",
    "what": "The poster 'Red' of 'The Heist' is clickbait.",
    "how_much": "Take rate 1.8x similar assets; completion 22% against 41%.",
    "how_sure": "False discovery rate 5%; interval 1.5x to 2.1x.",
    "measures": ["take_rate", "completion_rate"],
    "link": "/titles/t7?asset=a1",
    "state": "open",
    "opened": "2026-03-01T12:00:00+00:00",
    "opened_version": 3,
    "resolved": None,
    "resolved_version": None,
    "seen": None,
    "deliveries": [
        {"about": "opened", "address": "slack", "state": "sent", "attempts": 1, "error": None}
    ],
}

ANSWERS: Mapping[str, Any] = {
    "compare": COMPARISON,
    "plan_test": PLAN,
    "outliers": OUTLIERS,
    "norms": NORMS,
    "authenticity": AUTHENTICITY,
    "favourites": FAVOURITES,
    "resonance": RESONANCE,
    "decide": DECIDE,
    "decisions": {"decisions": [DECISION]},
    "pending_decisions": PENDING,
    "decision_reviews": REVIEWS,
    "campaigns": {"campaigns": [CAMPAIGN]},
    "campaign_result": CAMPAIGN_RESULT,
    "campaign_control": CAMPAIGN_CONTROL,
    "brief": BRIEF,
    "list_audiences": {"audiences": ["list:vip", "segment:binge"]},
    "show_audience": DESCRIPTION,
    "audience_size": {"audience": "segment:binge and not list:vip", "profiles": 5210},
    "audience_overlap": {
        "audiences": ["list:vip", "list:new"],
        "profiles": 9000,
        "both": [[80, 60], [60, 200]],
    },
    "explore": EXPLORATION,
    "recommend": RECOMMENDATIONS,
    "lookalike": LOOKALIKE,
    "affinities": {"affinities": [{"id": "affinity:heist-thrillers", "name": "Heist Thrillers"}]},
    "notices": {"notices": [NOTICE]},
}
"""An answer to each question by its name."""
