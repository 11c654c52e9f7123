"""What a person does on the board: dialogs and forms around the use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.api import Account, Ask, ChangedMeanwhile, Choose, FindOne, FormScreen, PageView, joined
from folkmoot_core.board import actions, letters
from folkmoot_core.board.model import KINDS, DownForm, Kind, LetterForm, NoticeForm, ThanksForm
from folkmoot_core.board.reading import is_in
from folkmoot_core.board.wording import down_says, kind_word, name_of, up_says
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.board.notice_screen import NoticeScreen

SOMEBODY, NOBODY = "+", "-"  # no handle can be either


def new_notice(page: PageView) -> None:
    """Choose the kind, then write."""
    page.session.must("board.post")
    about: dict[Kind, str] = {
        "offer": _("something you can give, lend or do"),
        "request": _("something you need"),
        "opportunity": _("paid work, a course, a place to live"),
    }
    lines = [(kind, joined((f"{kind_word(kind):<14}", "bold"), about[kind])) for kind in KINDS]

    def chosen(picked: str | None) -> None:
        for kind in KINDS:
            if kind == picked:
                _write(page, kind)

    page.app.push_screen(Choose(_("What will it be?"), lines), chosen)


def _write(page: PageView, kind: Kind) -> None:
    titles = {"offer": _("An offer"), "request": _("A request"), "opportunity": _("An opportunity")}
    page.app.push_screen(
        FormScreen(
            titles[kind],
            NoticeForm,
            lambda form: actions.post(page.session, kind, form),
            name=f"board new {kind}",
            drafts=page.shell.drafts,
            start={"until": actions.runs_until(page.session)},
            translate=_,
        ),
        lambda saved: page.say(_("It is on the board.")) if saved else None,
    )


def edit(screen: NoticeScreen) -> None:
    """Change an own notice; what another window wrote meanwhile is shown before it is replaced."""
    page, number, notice = screen.page, screen.number, screen.found.notice
    page.session.must("board.change", notice)
    seen = notice

    def save(form: NoticeForm) -> None:
        nonlocal seen
        try:
            actions.edit(page.session, number, form, seen)
        except ChangedMeanwhile as error:
            seen = error.now
            raise

    screen.app.push_screen(
        FormScreen(
            _("Change “{title}”", title=screen.heading),
            NoticeForm,
            save,
            name=f"board edit {number}",
            drafts=page.shell.drafts,
            start={name: getattr(notice, name) for name in NoticeForm.__struct_fields__},
            translate=_,
        ),
        lambda saved: _done(screen, _("Kept.")) if saved else None,
    )


def reply(screen: NoticeScreen) -> None:
    """Write to whoever put it up; its author first chooses whom to answer, where several wrote."""
    session, found = screen.page.session, screen.found
    own = found.notice is not None and found.notice.author == session.handle
    if own and len(found.threads) > 1:
        lines = [(thread.asker, joined(name_of(session, thread.asker))) for thread in found.threads]
        screen.app.push_screen(
            Choose(_("Whom do you answer?"), lines), lambda to: _write_to(screen, to) if to else None
        )
    else:
        _write_to(screen, "")


def _write_to(screen: NoticeScreen, to: str) -> None:
    page, number = screen.page, screen.number
    whom = letters.person_written_to(page.session, screen.found, to)
    screen.app.push_screen(
        FormScreen(
            _("To {name}", name=name_of(page.session, whom)),
            LetterForm,
            lambda form: letters.reply(page.session, number, form.text, to),
            name=f"board reply {number} {whom}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: (
            _done(screen, _("{name} finds it on Today.", name=name_of(page.session, whom))) if saved else None
        ),
    )


def renew(screen: NoticeScreen) -> None:
    """Put it up for two weeks from today."""
    _done(screen, up_says(actions.renew(screen.page.session, screen.number)))


def thank(screen: NoticeScreen) -> None:
    """Choose whom to thank, if anybody, then say a word."""
    session, notice = screen.page.session, screen.found.notice
    session.must("board.change", notice)
    asked = [thread.asker for thread in screen.found.threads if is_in(session, thread.asker)]
    lines = [(handle, joined(name_of(session, handle))) for handle in asked]
    lines.append((SOMEBODY, joined(_("somebody else…"))))
    lines.append((NOBODY, joined(_("nobody in particular"))))

    def chosen(picked: str | None) -> None:
        if picked == SOMEBODY:
            people = [one.value for one in session.store.collection(Account).all()]
            entries = [(one.handle, one.name, one.handle) for one in people if one.handle != session.handle]
            screen.app.push_screen(
                FindOne(_("Whom do you thank?"), entries), lambda to: _thank(screen, to) if to else None
            )
        elif picked:
            _thank(screen, "" if picked == NOBODY else picked)

    screen.app.push_screen(Choose(_("Whom do you thank?"), lines), chosen)


def _thank(screen: NoticeScreen, to: str) -> None:
    page, number = screen.page, screen.number
    title = _("Thanks to {name}", name=name_of(page.session, to)) if to else _("Thanks")
    screen.app.push_screen(
        FormScreen(
            title,
            ThanksForm,
            lambda form: actions.thank(page.session, number, to, form.word),
            name=f"board thanks {number}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: (
            _done(screen, _("Closed with thanks. Everybody reads them on Today.")) if saved else None
        ),
    )


def take_down(screen: NoticeScreen) -> None:
    """Ask before an own notice goes; a Partner says why somebody else's does."""
    page, number, notice = screen.page, screen.number, screen.found.notice
    page.session.must("board.down", notice)
    if notice is not None and notice.author == page.session.handle:
        question = _("It leaves the board. For two months it can be put up again, from “ended”.")
        screen.app.push_screen(Ask(_("Take it down?"), question, lambda: _take_down_own(screen)))
        return
    screen.app.push_screen(
        FormScreen(
            _("Take “{title}” down", title=screen.heading),
            DownForm,
            lambda form: actions.take_down(page.session, number, form.why),
            name=f"board down {number}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: _done(screen, _("Taken down. Whoever wrote it reads why.")) if saved else None,
    )


def _take_down_own(screen: NoticeScreen) -> None:
    gone = screen.page.do(actions.take_down, screen.number)
    if gone is not None:
        _done(screen, down_says(gone))


def _done(screen: NoticeScreen, sentence: str) -> None:
    """Show at once what was done, and say it."""
    screen.page.shell.look()
    screen.told_of_changes()
    screen.say(sentence)
