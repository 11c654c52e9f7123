"""The care map plugin: private first, shared by choice."""

from folkmoot.api import hooks_of
from folkmoot_tmaps.contributed import FEATURES

FOLKMOOT_API = 1
globals().update(hooks_of("folkmoot_tmaps", FEATURES))
