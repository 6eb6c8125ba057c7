"""What resolvers are given beside their arguments."""

import strawberry

from keyart.api.asked import Asked

Info = strawberry.Info[Asked, None]
"""Its `context` is the request."""
