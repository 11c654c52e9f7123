"""Sharing: sections that chosen people can read, letters that carry them, and what others share with oneself."""
