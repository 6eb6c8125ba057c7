"""The files of a store: reading, verifying and writing their bytes, and sorted arrays in them."""
