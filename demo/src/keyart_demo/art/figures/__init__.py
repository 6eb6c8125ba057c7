"""Whole people, horses and vehicles, sculpted from the same parts as heads."""
