"""What the circles' pages ask for: a circle, somebody for a role, a reason; each ends in one use case."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace as evolve

from folkmoot.api import (
    Account,
    Ask,
    BadData,
    Choose,
    FindOne,
    FormScreen,
    PageView,
    Stored,
    joined,
)
from folkmoot_sociocracy.circles.actions import (
    ChangedMeanwhile,
    all_circles,
    change_circle,
    circle_of,
    circles_with,
    make_circle,
    members_of,
    running,
)
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.roles import roles_of
from folkmoot_sociocracy.circles.rules import as_tree, would_ring
from folkmoot_sociocracy.circles.wording import name_of, role_of_circle
from folkmoot_sociocracy.links.actions import propose, propose_end, step_down
from folkmoot_sociocracy.links.closing import close_circle
from folkmoot_sociocracy.links.joining import join, leave
from folkmoot_sociocracy.links.model import EndForm, Proposal, TermForm
from folkmoot_sociocracy.links.wording import state_words
from folkmoot_sociocracy.words import _

KEPT_BACK = ("parent", "closed")  # of a circle, what its form does not ask
TOP = "top"  # no circle's id


def new_circle(page: PageView, parent: int | None, then: Callable[[int], None] = lambda number: None) -> None:
    """Ask for a circle below another, or at the top."""
    page.session.must("circles.new", parent)
    made: list[Stored[Circle]] = []

    def save(form: Circle) -> None:
        made.append(make_circle(page.session, evolve(form, parent=parent)))

    def done(saved: bool | None) -> None:
        if saved:
            page.say(_("Made. You are its first member; others ask to come in."))
            then(made[-1].id)

    title = _("A new circle")
    if parent is not None:
        title = _("A new circle below {circle}", circle=circle_of(page.session, parent).value.name)
    page.app.push_screen(
        FormScreen(
            title,
            Circle,
            save,
            name=f"new circle {parent or 0}",
            drafts=page.shell.drafts,
            leave_out=KEPT_BACK,
            translate=_,
        ),
        done,
    )


def edit_circle(page: PageView, circle_id: int) -> None:
    """Ask for what is changed about a circle."""
    page.session.must("circles.change", circle_id)
    seen = circle_of(page.session, circle_id).value

    def save(form: Circle) -> None:
        nonlocal seen
        try:
            change_circle(page.session, circle_id, evolve(form, parent=seen.parent), seen)
        except ChangedMeanwhile as error:
            seen = error.now if isinstance(error.now, Circle) else seen
            raise

    start = {name: getattr(seen, name) for name in seen.__struct_fields__ if name not in KEPT_BACK}
    page.app.push_screen(
        FormScreen(
            _("Circle: {name}", name=seen.name),
            Circle,
            save,
            name=f"circle {circle_id}",
            drafts=page.shell.drafts,
            start=start,
            leave_out=KEPT_BACK,
            translate=_,
        ),
        lambda saved: page.say(_("Kept.")) if saved else None,
    )


def move_circle(page: PageView, circle_id: int) -> None:
    """Ask below which circle this one is from now on."""
    page.session.must("circles.change", circle_id)
    seen = circle_of(page.session, circle_id).value
    circles = all_circles(page.session.store)
    lines = [
        (str(number), joined("   " * depth, circle.name))
        for depth, number, circle in as_tree(circles)
        if number != seen.parent and not would_ring(circles, circle_id, number)
    ]
    if seen.parent is not None:
        lines.append((TOP, joined(_("to the top, below no other"))))
    if not lines:
        raise BadData(_("There is no other circle to move it below."))

    def chosen(picked: str | None) -> None:
        if picked:
            parent = None if picked == TOP else int(picked)
            if page.do(change_circle, circle_id, evolve(seen, parent=parent), seen):
                page.say(_("Moved. The circle above it confirms its delegate anew."))

    page.app.push_screen(Choose(_("Move {circle} below which circle?", circle=seen.name), lines), chosen)


def close(page: PageView, circle_id: int, then: Callable[[], None]) -> None:
    """Ask whether a circle is closed."""
    page.session.must("circles.change", circle_id)
    circle = circle_of(page.session, circle_id).value

    def yes() -> None:
        if page.do(_closed, circle_id):
            page.say(_("Closed. Its logbook can still be read."))
            then()

    question = _("Its roles end, and nobody is in it any more. The circle above looks after its logbook.")
    page.app.push_screen(Ask(_("Close {circle}?", circle=circle.name), question, yes))


def _closed(session: object, circle_id: int) -> bool:
    close_circle(session, circle_id)  # type: ignore[arg-type]
    return True


def in_or_out(page: PageView, circle_id: int) -> None:
    """Ask to be in a circle, or leave it."""
    circle = circle_of(page.session, circle_id).value
    mine = circle_id in circles_with(page.session, page.session.handle)
    if mine:
        title = _("Leave {circle}?", circle=circle.name)
        question = _("Your roles in it end today. You can ask to come back at any time.")
        page.app.push_screen(Ask(title, question, lambda: _leave(page, circle_id)))
        return
    title = _("Be in {circle}?", circle=circle.name)
    question = _("Its members are asked, and see that you would like to. Nobody has to explain themselves.")
    page.app.push_screen(Ask(title, question, lambda: _join(page, circle_id)))


def _leave(page: PageView, circle_id: int) -> None:
    def gone(session: object) -> bool:
        leave(session, circle_id)  # type: ignore[arg-type]
        return True

    if page.do(gone):
        page.say(_("You are no longer in it."))


def _join(page: PageView, circle_id: int) -> None:
    def asked(session: object) -> str:
        stored = join(session, circle_id)  # type: ignore[arg-type]
        return state_words(page.session, stored.value) if stored else _("You are in it.")

    if said := page.do(asked):
        page.say(said)


def choose_role(page: PageView, circle_id: int) -> None:
    """Ask which role, then what about it."""
    lines = []
    for one in roles_of(page.session).values():
        name = _(one.name)
        lines.append((one.id, joined(f"{name:<16}", (_(one.does), "dim"))))
    page.app.push_screen(
        Choose(_("Which role?"), lines), lambda role: about_role(page, circle_id, role) if role else None
    )


def about_role(page: PageView, circle_id: int, role: str) -> None:
    """Of a role that nobody holds, ask for whom; else ask what is to be done about it."""
    circle = circle_of(page.session, circle_id).value
    held = running(page.session, circle_id).get(role)
    if held is None:
        propose_somebody(page, circle_id, role)
        return
    lines = [("propose", joined(_("Propose somebody for the next term")))]
    if held.value.account == page.session.handle:
        lines.append(("down", joined(_("Step down"))))
    else:
        lines.append(("end", joined(_("Ask the circle to end it"))))

    def chosen(picked: str | None) -> None:
        if picked == "propose":
            propose_somebody(page, circle_id, role)
        elif picked == "down":
            _step_down(page, circle_id, role)
        elif picked == "end":
            _ask_to_end(page, circle_id, role)

    who = name_of(page.session, held.value.account)
    title = _("{who}, {role}", who=who, role=role_of_circle(page.session, circle.name, role))
    page.app.push_screen(Choose(title, lines), chosen)


def propose_somebody(page: PageView, circle_id: int, role: str) -> None:
    """Ask whom, then for how long."""
    session = page.session
    session.must("circles.propose", (circle_id, role))
    circle = circle_of(session, circle_id).value
    handles = members_of(session, circle_id)
    if role == "leader":
        accounts = [one.value for one in session.store.collection(Account).all()]
        there = [one for one in accounts if one.state == "member"]
        there.sort(key=lambda one: (one.handle not in handles, one.name.casefold()))
    else:
        found = [session.store.collection(Account).first(handle=handle) for handle in handles]
        there = sorted((one.value for one in found if one), key=lambda one: one.name.casefold())
    lines = [
        (
            one.handle,
            one.name,
            one.handle if one.handle in handles else _("{handle}, not in the circle", handle=one.handle),
        )
        for one in there
    ]
    title = _("Who as {role}?", role=role_of_circle(session, circle.name, role))

    def found_one(handle: str | None) -> None:
        if handle:
            _term(page, circle_id, role, handle)

    page.app.push_screen(FindOne(title, lines), found_one)


def _term(page: PageView, circle_id: int, role: str, handle: str) -> None:
    outcomes: list[Stored[Proposal]] = []

    def save(form: TermForm) -> None:
        outcomes.append(propose(page.session, circle_id, role, handle, form))

    circle = circle_of(page.session, circle_id).value
    title = _(
        "{who} as {role}",
        who=name_of(page.session, handle),
        role=role_of_circle(page.session, circle.name, role),
    )
    page.app.push_screen(
        FormScreen(
            title,
            TermForm,
            save,
            name=f"role {circle_id} {role} {handle}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: page.say(state_words(page.session, outcomes[-1].value)) if saved else None,
    )


def _step_down(page: PageView, circle_id: int, role: str) -> None:
    circle = circle_of(page.session, circle_id).value
    title = _("Step down as {role}?", role=role_of_circle(page.session, circle.name, role))
    question = _("From today on the circle looks for somebody else. Nobody has to explain themselves.")

    def yes() -> None:
        if page.do(step_down, circle_id, role):
            page.say(_("You have stepped down. Thank you for carrying it."))

    page.app.push_screen(Ask(title, question, yes))


def _ask_to_end(page: PageView, circle_id: int, role: str) -> None:
    outcomes: list[str] = []

    def save(form: EndForm) -> None:
        outcomes.append(state_words(page.session, propose_end(page.session, circle_id, role, form.why).value))

    page.app.push_screen(
        FormScreen(
            _("Ask the circle to end it"),
            EndForm,
            save,
            name=f"end {circle_id} {role}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: page.say(outcomes[-1]) if saved else None,
    )
