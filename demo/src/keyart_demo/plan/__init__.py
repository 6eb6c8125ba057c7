"""The truths of a demo world: small effects, planted one after another."""
