"""Gatherings: prepared, come to, and the only way to become a Friend."""
