"""Generated data: a streaming service in which the answers are known, and events for benchmarks."""
