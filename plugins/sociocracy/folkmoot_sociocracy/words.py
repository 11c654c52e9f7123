"""The sentences of this plugin, in the reader's language."""

from folkmoot.words import translator

_, ngettext = translator("folkmoot_sociocracy", __file__)
