"""What others call our columns."""

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
    """Return other names for the contract's column `name`, the likeliest first."""
    return _SYNONYMS.get(name, "").split()
