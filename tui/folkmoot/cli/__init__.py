"""The command line: parse, call a use case, print, leave with an exit code. stdout is data, stderr is talk."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.errors import FolkmootError, UsageError
from folkmoot.words import _, language, language_of_environment, speak

if TYPE_CHECKING:
    import click

    from folkmoot.cli.call import Call

HOISTED = {
    "--store": True,
    "--as": True,
    "--no-plugins": False,
    "--plugin": True,
    "--plain": False,
}  # option: whether it takes a value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a person's mistake is a sentence, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["session"]:
        from folkmoot.door.entry import run_session

        return run_session(given[1:])
    if given[:1] == ["server"]:
        from folkmoot.door.warm.begin import main as server

        return server(given[1:])
    gc.disable()  # a command is over before collecting would pay; the shell turns it on once it stands
    try:
        from folkmoot.cli.call import Call

        speak(language_of_environment(os.environ))
        return run(given, Call())
    finally:
        gc.enable()


def run(given: list[str], call: Call) -> int:
    """Run one command as it was called, in the language that is spoken now; its exit code."""
    import click

    _speak_click()
    from folkmoot.cli.root import root  # its help is read in the language that is spoken now
    from folkmoot.cli.talk import ReaderGone

    try:
        result = root.main(hoisted(given), prog_name="folkmoot", standalone_mode=False, obj=call)
        if sys.stdout is not None:
            sys.stdout.flush()
        _tell_failed(call)
    except FolkmootError as error:
        return told(error.sentence, error.exit_code)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        error.show()
        _tell_refused(error.ctx)
        return 64
    except click.ClickException as error:
        return told(error.format_message(), 65)
    except (click.Abort, KeyboardInterrupt):
        return told(_("Stopped. Nothing was changed."), 130)
    except (BrokenPipeError, ReaderGone):
        sys.stdout = None  # whoever read has enough; the exit must not flush again
        return 0
    except OSError as error:
        return told(_system_trouble(error), 74)
    except Exception as error:
        if os.environ.get("FOLKMOOT_DEBUG"):
            raise
        from folkmoot.errors import described

        if call.running:
            sentence = _(
                "Something in the plugin “{name}” went wrong ({error}). What was saved before is safe.",
                name=call.running,
                error=described(error),
            )
        else:
            sentence = _(
                "Something in folkmoot itself went wrong ({error}). What was saved before is safe.",
                error=described(error),
            )
        return told(sentence, 70)
    return result if isinstance(result, int) else 0


def _tell_refused(context: click.Context | None) -> None:
    """A word may be unknown because its plugin is broken: say so."""
    from folkmoot.cli.call import Call

    call = context.find_object(Call) if context else None
    if call and not call.plugins:
        told(_("Plugins are left out, and their words with them (--no-plugins)."), 64)
    for plugin in call.house.plugins if call else ():
        if plugin.state != "on":
            told(_("The plugin “{name}” is not loaded; “folkmoot plugins” says why.", name=plugin.name), 64)


def _tell_failed(call: Call) -> None:
    """What a plugin should have added to the answer is missing: say whose it is."""
    from folkmoot.plugged import what_is_wrong

    house = vars(call).get("house")  # a command that asked no plugin has opened none
    if house is None or house.on_trial:
        return
    for plugin in house.plugins:
        if plugin.strikes and (said := what_is_wrong(plugin)):
            told(said, 0)


def told(sentence: str, exit_code: int) -> int:
    """Say a sentence where it does not mix with data, and hand back the exit code."""
    from folkmoot.cli.talk import say

    say(sentence)
    return exit_code


def hoisted(arguments: list[str]) -> list[str]:
    """The house's own options, wherever they were written, brought to the front where click wants them."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest.append(argument)
            rest.extend(waiting)
            break
        name, equals, _value = argument.partition("=")
        if name in HOISTED:
            front.append(argument)
            if HOISTED[name] and not equals:
                value = next(waiting, None)
                if value is None:
                    raise UsageError(_("{option} needs a value behind it.", option=name))
                front.append(value)
        else:
            rest.append(argument)
    return front + rest


def _speak_click() -> None:
    """click asks gettext's default domain for its own sentences: let it find ours, in the reader's language."""
    import gettext
    from pathlib import Path

    gettext.bindtextdomain("messages", str(Path(__file__).parent.parent / "locale"))
    os.environ["LANGUAGE"] = language()


def _system_trouble(error: OSError) -> str:
    """What the system refused. A store's own troubles never get here, so it is mostly the way out that is full."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return _(
            "The answer could not be written ({reason}). What was asked for may have been done all the same.",
            reason=reason,
        )
    return _("{where} can't be used: {reason}.", where=str(error.filename), reason=reason)
