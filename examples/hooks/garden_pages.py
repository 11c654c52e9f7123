"""A page that shows what a key does."""

from textual.widgets import Static

from folkmoot import api

FOLKMOOT_API = 1


class GardenPage(api.PageView):
    """How wet the garden is."""

    def build(self):
        yield Static("The garden is dry.", id="state")

    def keys(self):
        return (api.Key("w", "water", self.water, "Water the garden."),)

    def water(self):
        self.query_one("#state", Static).update("The garden is wet.")


@api.hookimpl
def folkmoot_pages():
    yield api.Page("garden", "Garden", "garden_pages:GardenPage", order=310, help="How wet the garden is.")
