"""A text that is drawn again only when what it says has changed: over a slow line, every repaint is seen."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class Still(Static):
    """A `Static` whose update with the same content costs nothing and sends nothing."""

    def __init__(self, content: Content | None = None, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(content or "", id=id, markup=False)
        self._said = content

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other content. `layout`: its height may have changed too."""
        if isinstance(content, Content):
            if self._said is not None and content.is_same(self._said):
                return
            self._said = content
        else:
            self._said = None
        super().update(content, layout=layout)
