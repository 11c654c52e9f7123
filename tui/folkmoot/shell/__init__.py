"""The shell: pages in a strip, a palette, help, forms. Only this folder and plugins' pages import Textual."""

from __future__ import annotations

import os

# Textual reads these when it is imported: calm by default, and nothing of a stranger's environment.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
