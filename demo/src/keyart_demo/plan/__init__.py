"""Which truths a demo world holds: small effects, planted one after another."""
