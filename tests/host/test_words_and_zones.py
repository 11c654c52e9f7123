"""Sentences in the reader's language, dates as people read them, zones from one source."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from folkmoot import dates
from folkmoot.words import _, language, language_of_environment, languages, ngettext, speaking
from folkmoot.zones import UnknownZone, utc, utc_at, zone, zone_names


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({"LANG": "es_AR.UTF-8"}, "es_AR"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "C"}, "en_001"),
        ({"LANG": "C.UTF-8"}, "en_001"),
        ({"LANG": "POSIX"}, "en_001"),
        ({}, "en_001"),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en_GB"),
        ({"LANG": "es_ES.UTF-8", "LC_MESSAGES": "C"}, "en_001"),
        ({"LANG": "tlh_KX"}, "en_001"),
        ({"LANG": "../../etc"}, "en_001"),
    ],
)
def test_the_environment_says_the_language_in_posix_order(environ: dict[str, str], spoken: str) -> None:
    assert language_of_environment(environ) == spoken


def test_a_language_lasts_as_long_as_its_block() -> None:
    before = language()
    with speaking("es"):
        assert _("yes") == "sí"
        assert ngettext("{count} person", "{count} people", 2) == "2 personas"
    assert language() == before


def test_values_in_a_sentence_are_cleaned() -> None:
    with speaking("en"):
        assert _("There is no page “{page}” here.", page="x\x1b[2J") == "There is no page “x[2J” here."


def test_braces_in_a_value_are_not_read() -> None:
    with speaking("en"):
        assert "{count}" in _("There is no page “{page}” here.", page="{count}")


def test_english_and_spanish_are_there() -> None:
    assert {"en", "es"} <= set(languages())


@pytest.mark.parametrize(
    ("spoken", "day", "long", "listed"),
    [
        ("en", "Fri, 4 Dec", "Friday, 4 December 2026", "a, b and c"),
        ("en_US", "Fri, Dec 4", "Friday, December 4, 2026", "a, b, and c"),
        ("es", "vie, 4 dic", "viernes, 4 de diciembre de 2026", "a, b y c"),
    ],
)
def test_dates_and_lists_follow_the_reader(spoken: str, day: str, long: str, listed: str) -> None:
    with speaking(spoken):
        assert dates.day(date(2026, 12, 4)) == day
        assert dates.long_day(date(2026, 12, 4)) == long
        assert dates.listed("abc") == listed


def test_near_days_have_a_word() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with speaking("en"):
        assert dates.when(now.replace(hour=19), now) == "today 19:00"
        assert dates.when(now.replace(day=23), now) == "tomorrow 12:00"
        assert dates.when(now.replace(year=2028), now) == "Wed, 22 Nov 2028 12:00"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Europe/Londn", "Europe/London"), ("auckland", "Pacific/Auckland"), ("sao paulo", "America/Sao_Paulo")],
)
def test_an_unknown_zone_is_told_with_what_may_be_meant(name: str, meant: str, english: None) -> None:
    with pytest.raises(UnknownZone, match=meant):
        zone(name)


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "/etc/localtime", "Mars/Base", "europe/london"])
def test_only_names_of_the_list_are_zones(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_every_listed_zone_can_be_read() -> None:
    assert len({zone(name).utcoffset(datetime(2026, 7, 1)) for name in zone_names()}) > 30


def test_a_time_with_a_zone_can_be_copied() -> None:
    at = datetime(2027, 1, 22, 19, tzinfo=zone("Pacific/Auckland"))
    assert copy.deepcopy(at) == at


def test_zones_come_from_the_package_and_not_from_the_host(tmp_path: Path) -> None:
    """With an empty host database the answer is the same: Vancouver keeps summer time from 2026 on."""
    code = (
        "from folkmoot.zones import utc_at, utc; from datetime import datetime;"
        "print(utc(utc_at(datetime(2027, 1, 21, 19), 'America/Vancouver')))"
    )
    environ = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "2027-01-22T02:00:00Z"


def test_a_skipped_wall_time_takes_the_offset_before_the_gap_and_a_double_one_is_the_first() -> None:
    assert utc(utc_at(datetime(2027, 3, 28, 1, 30), "Europe/London")) == "2027-03-28T01:30:00Z"
    assert utc(utc_at(datetime(2030, 10, 27, 1, 30), "Europe/London")) == "2030-10-27T00:30:00Z"
