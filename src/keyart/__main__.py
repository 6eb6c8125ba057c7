"""`python -m keyart`: the same as `keyart`."""

from keyart.cli import main

main()
