"""Home groups and working groups: three to six people with a pulse of their own; some with an end."""
