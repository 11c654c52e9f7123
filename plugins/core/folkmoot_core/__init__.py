"""The core plugin: the people of a congregation, their rhythm, and Today."""

from folkmoot.api import hooks_of
from folkmoot_core.contributed import FEATURES

FOLKMOOT_API = 2
globals().update(hooks_of("folkmoot_core", FEATURES))
