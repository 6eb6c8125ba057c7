"""Values: text of any encoding, numbers, times and hashes, a whole column at a time."""
