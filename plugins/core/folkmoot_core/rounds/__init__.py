"""Rounds: a Friend is asked to be a Partner by consent of the Partners."""
