"""Which key does what in a meeting, and what help says of it; the seldom ones are not at the foot."""

from __future__ import annotations

from folkmoot_sociocracy.words import _

QUIET = ("later", "again", "secretary", "back", "correct", "go", "pause", "resume")
ASLEEP = ("speak", "pass", "consent", "go_on", "round")  # that say why they do nothing just now


def key_words(act: str) -> tuple[str, str, str]:
    """Key, label and sentence of an act."""
    return {
        "open": ("g", _("begin"), _("Open the meeting; you lead it until another does.")),
        "come_in": ("enter", _("come in"), _("Come into the meeting; all see that you are there.")),
        "speak": ("s", _("speak"), _("It is your turn: say something, in writing or aloud.")),
        "pass": ("p", _("pass on"), _("It is your turn: pass on to the next.")),
        "later": ("l", _("later"), _("Be heard at the end of this round.")),
        "consent": ("c", _("consent"), _("Consent to the agenda.")),
        "object": ("o", _("object"), _("Object to the agenda, with a reason.")),
        "decide": ("d", _("decide"), _("Bring a proposal or a selection to this item.")),
        "write": ("w", _("write"), _("Write a line into the minutes; all see it at once.")),
        "go_on": ("g", _("go on"), _("Lead on to the next step; the last one ends it.")),
        "end": ("g", _("end"), _("Everyone was heard: end the meeting.")),
        "round": ("r", _("round"), _("Begin a round: everyone is heard once.")),
        "note": ("i", _("note"), _("Write down what somebody in the room says.")),
        "extend": ("plus", _("2 min"), _("Give this step two minutes more.")),
        "pause": ("space", _("pause"), _("Let the clock stand still.")),
        "resume": ("space", _("clock on"), _("Let the clock go on.")),
        "back": ("b", _("back"), _("Lead back to the step before.")),
        "facilitate": ("f", _("lead"), _("Lead from here on; all see it, the minutes say so.")),
        "secretary": ("t", _("take pen"), _("Write the minutes from here on, openly.")),
        "again": ("u", _("next time"), _("This item comes back next time; or not after all.")),
        "agenda": ("a", _("add"), _("Put something on the agenda, or into the backlog.")),
        "go": ("x", _("go"), _("Go out; who leads may end early instead.")),
        "complain": ("o", _("object"), _("Object to the minutes: that opens them again.")),
        "hand_out": ("h", _("hand out"), _("Hand the minutes out again; their time begins anew.")),
        "correct": ("e", _("edit"), _("Correct the line of the minutes at the cursor.")),
        "remove": ("x", _("take off"), _("Take the item at the cursor off, to the backlog.")),
        "earlier": ("u", _("earlier"), _("Move the item at the cursor one place up.")),
        "longer": ("e", _("minutes"), _("Give the item at the cursor other minutes.")),
    }[act]
