"""What people who don't program may edit: the moons table, workbooks, formats, the demo community."""

from pathlib import Path

FOLDER = Path(__file__).parent
