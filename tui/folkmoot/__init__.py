"""The host: composes, routes and isolates; it knows no word of any community."""

__version__ = "0.1.0"
