"""Plugins that each fail in one way, as real modules: fixtures of the tests about faults."""
