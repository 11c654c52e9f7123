"""The features of this plugin: each says in its `contributed.py` what it hands to the host."""

FEATURES = (  # in the order in which they speak
    "today",
    "rhythm",
    "answers",
    "people",
    "gatherings",
    "rounds",
    "groups",
    "clinic",
    "board",
)
