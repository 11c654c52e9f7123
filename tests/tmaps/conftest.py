"""Guessing a passphrase is made slow on purpose; here it is quick, except where the slowness is what is looked at."""

from __future__ import annotations

import pytest

from folkmoot_tmaps.sealing import rules


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrypt with a small cost, in this process."""
    monkeypatch.setattr(rules, "SCRYPT_N", 2**8)
