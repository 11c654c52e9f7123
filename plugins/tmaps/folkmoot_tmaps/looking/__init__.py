"""Looking at a map: the card for heavy days, and when to look again."""
