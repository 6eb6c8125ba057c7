"""What every layer shares: names, schemas, settings, time, errors. Knows no other layer."""
