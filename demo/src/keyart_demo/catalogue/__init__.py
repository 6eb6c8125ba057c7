"""A catalogue in miniature: titles, their artworks, clips and synopses, licences, and tests."""
