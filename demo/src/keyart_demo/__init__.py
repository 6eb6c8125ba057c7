"""Generated data: a streaming service with known answers, and events for benchmarks.

Keyart does not depend on it: it finds the command `keyart demo` and the painter of demo stores by
their entry points, `keyart.commands` and `keyart.painters`.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart_demo.gallery import Gallery
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["Gallery"]
