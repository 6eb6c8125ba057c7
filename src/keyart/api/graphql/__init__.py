"""The graph: all that pages show, asked for in one request. `schema` is the first to read."""
