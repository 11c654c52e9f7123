"""Rounds in words: who was heard, what was said; for the screen and for commands."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_sociocracy.rounds.model import Deciding, Objection, Round, Says, Voice
from folkmoot_sociocracy.rounds.offers import Act
from folkmoot_sociocracy.rounds.turns import away, heard, missing, voice_of
from folkmoot_sociocracy.words import _


def date_words(session: Session, deciding: Deciding) -> str:
    """By when a written round is over, or until when those who were away may object; empty where nothing ends."""
    now = session.here(session.now())
    last = deciding.rounds[-1] if deciding.rounds else None
    if deciding.waits_until is not None and deciding.waits_until > session.now():
        return _("Until {when}.", when=dates.when(session.here(deciding.waits_until), now))
    if last is not None and last.until is not None and missing(last, deciding.gone):
        return _("In writing, until {when}.", when=dates.when(session.here(last.until), now))
    return ""


def says_word(says: Says) -> str:
    """What somebody said, in a word."""
    return {
        "spoke": _("spoke"),
        "consent": _("consents"),
        "concern": _("consents, with a concern"),
        "objection": _("objects"),
        "away": _("was away"),
    }[says]


def voice_words(voice: Voice) -> str:
    """One voice as a line: who, what, and by whose hand."""
    said = voice.text if voice.says == "spoke" else says_word(voice.says)
    if voice.says == "spoke" and not voice.text:
        said = _("passes on")
    elif voice.says != "spoke" and voice.text:
        said = f"{said}: {voice.text}"
    line = f"{voice.by}: {said}"
    if voice.aim:
        line += " " + _("(aim: {aim})", aim=voice.aim)
    line = f"{line} {noted_words(voice)}".rstrip()
    if voice.answer:
        line += " " + _("Answer: {text}", text=voice.answer)
    return line


def noted_words(voice: Voice) -> str:
    """By whose hand a voice stands there; empty where by their own."""
    if not voice.noted_by or voice.says == "away":
        return ""
    return _("[noted by {name}]", name=voice.noted_by)


def round_name(current: Round) -> str:
    """What a round is for."""
    return {
        "questions": _("Questions"),
        "reactions": _("Reactions"),
        "consent": _("Consent round"),
        "reasons": _("Reasons"),
        "changes": _("Change round"),
    }[current.kind]


def order_words(current: Round, gone: tuple[str, ...]) -> str:
    """Who was heard, whose turn it is, who comes then, who was away."""
    waiting = missing(current, gone)
    parts = [(_("heard: {names}"), tuple(_heard_words(current, one) for one in heard(current)))]
    if current.until is None:
        parts += [(_("now: {names}"), waiting[:1]), (_("then: {names}"), waiting[1:])]
    else:
        parts.append((_("still: {names}"), waiting))
    parts.append((_("away: {names}"), away(current)))
    said = [sentence.replace("{names}", ", ".join(names)) for sentence, names in parts if names]
    return "; ".join(said)


def _heard_words(current: Round, handle: str) -> str:
    """Who was heard; by whose hand, where it was not their own."""
    voice = voice_of(current, handle)
    return f"{handle} {noted_words(voice)}".rstrip() if voice else handle


def objection_words(number: int, objection: Objection) -> str:
    """An objection and what became of it."""
    line = _("{number}. {name} objects: {reason}", number=number, name=objection.by, reason=objection.reason)
    if objection.aim:
        line += " " + _("(aim: {aim})", aim=objection.aim)
    tests = [one.by for one in objection.tests]
    if objection.tested == "concern":
        line += " " + _("Tested: a concern, recorded.")
    elif objection.tested == "stands":
        line += " " + _("Tested: it stands.")
    elif tests:
        line += " " + _("Tested so far by {names}.", names=", ".join(tests))
    how = {
        "": "",
        "modified": _("Taken in: the text was changed."),
        "replaced": _("Taken in: somebody else was proposed."),
        "shortened": _("Taken in: the term was shortened."),
        "measured": _("Taken in: it is watched."),
        "taken_back": _("Taken back."),
    }[objection.resolved]
    return " ".join(part for part in (line, how, objection.note) if part)


def act_word(act: Act) -> str:
    """What an act is called at the foot of a screen."""
    return {
        "consent": _("consent"),
        "object": _("object"),
        "concern": _("concern"),
        "nominate": _("nominate"),
        "speak": _("speak"),
        "change": _("keep, change"),
        "test": _("test"),
        "take_back": _("take back"),
        "modify": _("modify"),
        "restate": _("restate"),
        "answer": _("answer"),
        "describe": _("describe"),
        "shorten": _("shorten"),
        "measure": _("watch"),
        "propose": _("propose"),
        "begin": _("begin"),
        "open": _("unseal"),
        "go_on": _("go on"),
        "note": _("note"),
        "away": _("away"),
        "announce": _("announce"),
        "withdraw": _("withdraw"),
        "facilitate": _("lead"),
    }[act]
