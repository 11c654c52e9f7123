"""What answers to meetings add to the house."""

from __future__ import annotations

from folkmoot.api import Collection, Command, DemoChapter, Policy, with_account
from folkmoot_core.words import _


def commands() -> tuple[Command, ...]:
    """`folkmoot answer`."""
    return (
        Command(
            "answer",
            "folkmoot_core.answers.commands:answer",
            _("Say whether you come to a meeting; list those to come."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """One answer of each person to each meeting."""
    from folkmoot_core.answers.model import Answer

    return (Collection("answers", Answer, indexes=("occurrence", "account", "hosts"), owner="account"),)


def policies() -> tuple[Policy, ...]:
    """Everybody for themselves."""
    return (
        Policy(
            "answers.give",
            with_account,
            _("Whoever has an account here answers for themselves, and for nobody else."),
            _("answer a meeting, or host it"),
        ),
    )


def demo() -> tuple[DemoChapter, ...]:
    """Who comes to the next meetings."""
    return (DemoChapter("folkmoot_core.answers.demo:tell", order=150),)
