"""What circles decided, until when, and when they look at it again; and the mission."""
