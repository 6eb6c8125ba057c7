"""A miniature catalogue: titles, their artworks, clips and synopses, licences, and tests."""
