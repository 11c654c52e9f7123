"""Fails when it is imported."""

raise RuntimeError("the shed is locked")
