"""The catalogue: which files make up each version, who uses it, and the accounts of batches."""
