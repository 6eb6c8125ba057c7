"""Generated data: event worlds of any size for benchmarks, the same for the same seed."""
