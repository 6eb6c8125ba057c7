"""Metadata tables, definitions of segments, fits of affinities."""
