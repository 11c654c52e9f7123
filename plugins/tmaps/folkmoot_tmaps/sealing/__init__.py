"""Keys, and what is sealed with them: age files that only their owner, and whom they chose, can open."""
