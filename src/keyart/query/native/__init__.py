"""The native engine: one pass over the facts, exact, near the speed of memory."""

from keyart.query.native.engine import NativeEngine

__all__ = ["NativeEngine"]
