"""Whether what Keyart declares is true: simulations of worlds whose truth is known."""
