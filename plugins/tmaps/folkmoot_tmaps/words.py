"""The sentences of this plugin, in the reader's language."""

from folkmoot.words import translator

_, ngettext = translator("folkmoot_tmaps", __file__)
