"""Answers to meetings: who comes, who hosts."""
