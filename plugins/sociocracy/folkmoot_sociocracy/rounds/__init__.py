"""A circle's rounds, whatever is decided in them: who is heard and in which order, objections, and how it goes on."""
