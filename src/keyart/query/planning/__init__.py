"""From a query to a plan: names resolved, conditions read, rights applied."""
