"""Import this first to import what stands in `tests/`: the door's bench comes in by the tests' own sshd.

`door` is then the tests' package, not the bench of that name.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
