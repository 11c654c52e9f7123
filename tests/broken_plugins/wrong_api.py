"""Written for an API that is not spoken here."""

FOLKMOOT_API = 99
