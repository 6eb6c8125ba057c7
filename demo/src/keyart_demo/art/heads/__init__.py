"""Heads sculpted from signed distances, lit by lamps, and painted in a few tones."""
