"""Key art drawn from numbers: posters, clips, and the studio that keeps them."""
