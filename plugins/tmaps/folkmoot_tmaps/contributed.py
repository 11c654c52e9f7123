"""The features of this plugin: each says in its `contributed.py` what it hands to the host."""

FEATURES = ("maps", "sharing", "looking", "care")  # in the order in which they speak
