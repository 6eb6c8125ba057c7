"""A title's page by Druid, by Keyart's own engine, and by the feed: how soon, and how far off."""
