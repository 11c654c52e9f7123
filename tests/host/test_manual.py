"""`folkmoot man`: every word that can be given stands in it, and nothing in it is a request to roff."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from folkmoot.cli.call import Call
from folkmoot.cli.root import root
from folkmoot.testing import Found, TestCommunity, house_with

SLY = """
import click
from folkmoot import api
FOLKMOOT_API = 2

@click.group(help=".so /etc/passwd")
def sly(): pass

@sly.command("below", help="'br \\\\n(.x and \\x1b[2J -- “so”")
@click.option("--deep", help=".sp 99")
def below(deep): pass

@api.hookimpl
def folkmoot_commands():
    yield api.Command("sly", "sly:sly", "Sly.")
    yield api.Command("sly-gone", "sly:gone", "It is not there.")
"""


@pytest.fixture
def sly(tmp_path: Path, found_community: Found) -> TestCommunity:
    """A community with a plugin whose help would be requests, and one of whose commands can't be loaded."""
    (tmp_path / "sly.py").write_text(SLY, "utf-8")
    return found_community(house_with(tmp_path / "sly.py"))


def words(group: click.Group, context: click.Context) -> Iterator[str]:
    """Every command and what stands below it, as typed."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        here = click.Context(command, info_name=name, parent=context)
        yield here.command_path.partition(" ")[2]
        if isinstance(command, click.Group):
            yield from words(command, here)


def test_every_command_of_the_house_and_its_plugins_is_in_it(community: TestCommunity) -> None:
    said = community.run("ana", "man")
    told = [line.replace("\\", "") for line in re.findall(r'^\.SS "(.*)"$', said, re.M)]
    with click.Context(root, info_name="folkmoot", obj=Call()) as context:
        assert told == list(words(root, context))
    assert {"store import", "plugins check", "people edit", "man"} <= set(told)


def test_what_a_plugin_says_is_no_request(sly: TestCommunity) -> None:
    said = sly.run("ana", "man")
    assert "\n\\&.so /etc/passwd\n" in said
    assert "\n\\&'br \\en(.x and" in said
    assert "\n\\&.sp 99\n" in said
    assert "\x1b" not in said
    assert '.SS "sly below"' in said
    assert "sly\\-gone" not in said


def test_without_plugins_the_house_still_has_a_manual(community: TestCommunity) -> None:
    said = community.run("ana", "--no-plugins", "man")
    assert '.SS "doctor"' in said
    assert '.SS "rhythm"' not in said


def test_a_shell_completes_the_same_words(community: TestCommunity) -> None:
    """As bash asks for them, with the lines that `folkmoot completion bash` gave it."""
    asked = {"_FOLKMOOT_COMPLETE": "bash_complete", "COMP_WORDS": "folkmoot store i", "COMP_CWORD": "2"}
    environ = {**os.environ, **asked}
    ran = subprocess.run([sys.executable, "-m", "folkmoot"], env=environ, capture_output=True, text=True)
    assert ran.stdout == "plain,import\n"
    assert '.SS "store import"' in community.run("ana", "man")


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff here")
def test_groff_sets_it_without_a_word(community: TestCommunity) -> None:
    said = community.run("ana", "man")
    ran = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-rHY=0"], input=said, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Mend a damaged record." in ran.stdout
