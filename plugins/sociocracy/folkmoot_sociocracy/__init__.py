"""The sociocracy plugin: circles, their double links and their logbook, and how circles decide."""

from folkmoot.api import hooks_of
from folkmoot_sociocracy.contributed import FEATURES

FOLKMOOT_API = 1
globals().update(hooks_of("folkmoot_sociocracy", FEATURES))
