"""What every layer uses: names, schemas, settings, time, errors. It imports no other layer."""
