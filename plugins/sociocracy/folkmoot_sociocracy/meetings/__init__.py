"""Meetings of a circle: its backlog, the agenda, one live screen for all who came in, and minutes."""
