"""The native engine: one pass over the facts, exact, close to memory speed."""

from keyart.query.native.engine import NativeEngine

__all__ = ["NativeEngine"]
