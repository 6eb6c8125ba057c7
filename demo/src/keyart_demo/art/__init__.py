"""Key art drawn from numbers: posters, clips, and the studio that stores them."""
