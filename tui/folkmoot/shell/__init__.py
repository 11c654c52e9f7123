"""The shell: pages in a strip, a palette, help, forms. Only this folder and plugins' pages import Textual."""

from __future__ import annotations

import importlib
import os
import sys

# Textual reads its variables when it is imported: by them it logs every key, copies the screen to a file, or runs
# somebody's driver. So calm by default, and nothing of a stranger's environment.
for _name in [name for name in os.environ if name.startswith("TEXTUAL")]:
    del os.environ[_name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"
# How long Textual waits for more to draw: what a key does in two steps is there after two such waits. No more is
# sent for it: of frames that follow each other, a terminal gets those that it takes.
os.environ["TEXTUAL_FPS"] = "240"
if "textual.constants" in sys.modules:  # a plugin imported Textual first
    importlib.reload(sys.modules["textual.constants"])
