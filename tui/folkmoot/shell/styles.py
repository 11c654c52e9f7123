"""Style sheets beside their screens: read as text, so that Textual scopes them to the class that owns them."""

from pathlib import Path


def css_beside(module_file: str) -> str:
    """The text of the `.tcss` file of the same name as a module, for `DEFAULT_CSS`."""
    return Path(module_file).with_suffix(".tcss").read_text("utf-8")
