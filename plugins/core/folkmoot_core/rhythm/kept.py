"""What of the rhythm is kept, and under which names."""

from folkmoot.api import Collection
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence, ChosenMoon, MoonRule, Place, Published

COLLECTIONS = (
    Collection("place", Place),
    Collection("rules", MoonRule, indexes=("id",)),
    Collection("calendar_rules", CalendarRule, indexes=("id",)),
    Collection("changed", ChangedOccurrence, indexes=("key",)),
    Collection("chosen", ChosenMoon),
    Collection("published", Published, indexes=("key",)),
)
