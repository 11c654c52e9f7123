"""The sentences of this plugin, in the reader's language: `folkmoot plugins words .` collects them."""

from folkmoot.words import later as N_
from folkmoot.words import translator

_, ngettext = translator("tool_library", __file__)

__all__ = ["N_", "_", "ngettext"]
