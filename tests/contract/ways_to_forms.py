"""The way to every form by the keys that a person presses: whoever adds a form adds its way.

A way is words: the page's title first, then keys; `>Roof` goes down to the line that says so, `=ana` types. `_` is
a blank. The demo community is the ground (Inês is a Partner, in Hearth, and host of the machine), or a circle of
four where a round has to stand at a certain step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from contract.grounds import (
    A_KEY,
    agenda_asked,
    all_asked,
    amending,
    asked,
    asked_heavy,
    at_an_item,
    changes,
    checking_in,
    checking_out,
    circle_alone,
    drawn_up,
    handed_out,
    nominating,
    objected,
    person_objected,
    plain_round,
    planned,
    proposed,
    proposed_where_tested,
    questions,
    reasons,
    role_objected,
    to_be_proposed,
    with_a_line,
    with_key,
    with_topic,
)
from folkmoot.testing import TestCommunity
from tmaps.a_map import begun

Before = Callable[[TestCommunity], object]


@dataclass(frozen=True)
class Way:
    """`asks` is who asks and for what (`forms_in_the_code.Asked`); `right` what fields take that are no free text.

    `kept` says whether free text is stored as it was typed, to be found again. `before` makes the ground: of the demo,
    or with `circle` of an empty community, with `plain` one in a house without circles. What is `given_up` is a word
    that says one means it: leaving keeps nothing of it.
    """

    asks: str
    who: str
    keys: str
    right: Mapping[str, str] = field(default_factory=dict)
    kept: bool = True
    before: Before | None = None
    circle: bool = False
    plain: bool = False
    given_up: bool = False

    def __str__(self) -> str:
        return f"{self.asks.rpartition('.')[2].replace(' ', '_')}-{self.who}"


SOON, LATER = "2026-12-10", "2027-03-24"
RULE = {"zone": "Europe/Lisbon", "local_time": "19:00", "id": "evening", "at": "19:00", "first": "2027-01-13"}
ROLE = {"months": "12", "role": "secretary"}
C, S, T = "folkmoot_core", "folkmoot_sociocracy", "folkmoot_tmaps"
PROPOSED = {"until": "2027-11-22", "review": "2027-05-22", "by": ""}
TOPIC = {"presenter": "", "link": "", "minutes": "10"}
FEW = {"minutes": "7"}
PLAN = {"first": SOON, "at": "19:00", "zone": "Europe/Lisbon"}
PROPOSAL = {"until": "2027-11-22", "review": "2027-05-22", "decided": ""}

WAYS = (
    # the house
    Way("folkmoot.shell.you:YouPage.edit Account", "ines", "You e", {"zone": "Europe/Lisbon"}),
    Way("folkmoot.shell.you:YouPage.edit Account", "eilidh", "You e", {"zone": "Europe/Lisbon"}),
    Way("folkmoot.shell.your_keys:Keys.action_add KeyForm", "kenji", "You k a", {"key": A_KEY}),
    Way("folkmoot.shell.your_keys:Keys.action_rename NameForm", "ines", "You k n", before=with_key),
    Way("folkmoot.shell.inviting:_ask_name ForWhom", "ines", "Gatherings i"),
    Way("folkmoot.shell.inviting:_ask_name ForPerson", "ana", "Door i >a_person enter", circle=True),
    Way("folkmoot.shell.asking:_why Reason", "ines", "Door b enter =kofi enter"),
    Way("folkmoot.shell.asking:say_no Because", "ines", "Door >kofi x", before=asked_heavy),
    Way(
        "folkmoot.shell.plugin_settings:open_settings ?",
        "ines",
        "Today ctrl+p =Settings:_the enter",
        {"notice_days": "10"},
        False,
    ),
    # people
    Way(f"{C}.people.doing:PeopleDoing.edit OwnCard", "kenji", "People e", {"zone": "Asia/Tokyo"}),
    Way(f"{C}.people.doing:PeopleDoing.edit OwnCard", "eilidh", "People e", {"zone": "Europe/London"}),
    Way(f"{C}.people.doing:PeopleDoing.away AwayForm", "ines", "People a", {"away_until": SOON}),
    Way(f"{C}.people.doing:PeopleDoing._type_handle Leaving", "kenji", "People x y", {"handle": "kenji"}, False),
    # today, answers, gatherings, rounds
    Way(f"{C}.answers.dialog:AnswerDialog.action_note NoteForm", "ines", "Today >19:00 a y >19:00 a e"),
    Way(f"{C}.gatherings.doing:edit Gathering", "ines", "Gatherings e", {"capacity": "30"}),
    Way(f"{C}.rounds.page:RoundsPage.object_to ObjectForm", "bo", "Rounds o", {}, True, plain_round, True, True),
    Way(f"{C}.rounds.page:RoundsPage._why ProposeForm", "ines", "Rounds n enter"),
    Way(f"{C}.rounds.page:RoundsPage.close CloseForm", "ana", "Rounds x", {}, True, plain_round, True, True),
    # groups
    Way(f"{C}.groups.page:GroupsPage._new HomeForm", "kenji", "Groups n enter", RULE),
    Way(f"{C}.groups.page:GroupsPage._new WorkingForm", "ines", "Groups n >working enter", {"until": LATER}),
    Way(f"{C}.groups.page:GroupsPage.wish WishForm", "aroha", "Groups w"),
    Way(f"{C}.groups.notes_dialog:NotesDialog.action_new NoteForm", "ines", "Groups >Mill enter o n"),
    Way(
        f"{C}.groups.meetings:MeetingDoing._move MoveForm",
        "ines",
        "Groups >Mill enter m enter",
        {"start": "2026-11-26 19:00"},
    ),
    Way(f"{C}.groups.meetings:MeetingDoing._skip WhyForm", "ines", "Groups >Mill enter x enter"),
    Way(f"{C}.groups.doing:GroupDoing.look_back RetroForm", "ines", "Groups >Mill enter r"),
    Way(f"{C}.groups.doing:GroupDoing.edit ?", "ines", "Groups >Mill enter e", RULE),
    Way(f"{C}.groups.doing:GroupDoing.edit ?", "ines", "Groups >Roof enter e", {"until": LATER}),
    Way(f"{C}.groups.doing:GroupDoing.join AskForm", "aroha", "Groups >Estuary enter j"),
    Way(
        f"{C}.groups.doing:GroupDoing._answer_asking WhyForm", "ines", "Groups >Mill enter w enter >Not enter"
    ),
    Way(
        f"{C}.groups.doing:GroupDoing._split SplitForm",
        "rui",
        "Groups >Orchard enter s space down space down space enter",
    ),
    Way(f"{C}.groups.doing:GroupDoing._close CloseForm", "ines", "Groups >Mill enter c"),
    Way(
        f"{C}.groups.doing:GroupDoing._renew RenewForm",
        "ines",
        "Groups >Roof enter c >until enter",
        {"until": LATER},
        False,
    ),
    # care
    Way(f"{T}.care.doing:say_this StatementForm", "ines", "Care n enter", {"until": SOON}),
    Way(f"{T}.care.doing:ask_this AskForm", "ines", "Care b =mateo enter"),
    Way(f"{T}.care.doing:offer_to_listen ListenForm", "ines", "Care l n", {"starts": "18:00", "ends": "22:00"}),
    # board
    Way(f"{C}.board.doing:_write NoticeForm", "kenji", "Board n enter", {"until": SOON, "link": ""}),
    Way(f"{C}.board.doing:edit NoticeForm", "ines", "Board >Lemons enter e", {"until": SOON, "link": ""}),
    Way(f"{C}.board.doing:_write_to LetterForm", "kenji", "Board >Ladder enter r"),
    Way(f"{C}.board.doing:_thank ThanksForm", "ines", "Board >Lemons enter t enter"),
    Way(f"{C}.board.doing:take_down DownForm", "ines", "Board >goats enter x"),
    Way(
        f"{C}.board.places_screen:PlacesScreen._change VirtualPlace",
        "ines",
        "Board v n",
        {"link": "https://chat.example.org", "keeper": ""},
    ),
    # rhythm
    Way(
        f"{C}.rhythm.doing:RhythmDoing._move_alone MoveForm",
        "ines",
        "Rhythm t n n n m enter enter",
        {"start": "2026-12-11 19:00"},
    ),
    Way(f"{C}.rhythm.doing:RhythmDoing._cancel_alone CancelForm", "ines", "Rhythm t n n n x enter enter"),
    Way(
        f"{C}.rhythm.summit_doing:SummitDoing.move SummitMoveForm",
        "ines",
        "Rhythm t n n n m enter >whole enter",
        {"first": "2026-12-12"},
    ),
    Way(f"{C}.rhythm.summit_doing:SummitDoing.cancel CancelForm", "ines", "Rhythm t n n n x enter >whole enter"),
    Way(f"{C}.rhythm.rule_doing:RuleDoing._change RuleForm", "ines", "Rhythm e enter enter", RULE),
    Way(f"{C}.rhythm.rule_doing:RuleDoing._new NewRuleForm", "ines", "Rhythm e >A_new_rule enter enter", RULE),
    Way(
        f"{C}.rhythm.calendar_doing:CalendarRuleDoing._new CalendarRuleForm",
        "ines",
        "Rhythm e >A_new_rule enter >By_the_calendar enter enter",
        RULE,
    ),
    Way(
        f"{C}.rhythm.calendar_doing:CalendarRuleDoing.change CalendarRuleForm",
        "ines",
        "Rhythm e >Restorative enter enter",
        RULE,
    ),
    Way(
        f"{C}.rhythm.session_doing:SessionDoing._ask SessionForm",
        "ines",
        "Rhythm e >Summit enter >Its_sessions enter >A_new_session enter",
        {**RULE, "id": "songs"},
    ),
    Way(f"{C}.clinic.doing:ClinicDoing.add_visitor VisitorForm", "ines", "Clinic escape g n", kept=False),
    # circles, links, logbook
    Way(f"{S}.circles.asking:new_circle Circle", "ines", "Circles >Hearth n"),
    Way(f"{S}.circles.asking:edit_circle Circle", "ines", "Circles >Hearth e"),
    Way(f"{S}.circles.asking:_term TermForm", "ines", "Circles >Hearth enter r >delegate enter enter enter"),
    Way(f"{S}.circles.asking:_ask_to_end EndForm", "ines", "Circles >Hearth enter r >leader enter >end enter"),
    Way(f"{S}.links.dialog:ProposalDialog.action_object ObjectionForm", "ines", "Circles a n"),
    Way(f"{S}.logbook.dialog:ask_policy PolicyForm", "ines", "Logbook n enter", PROPOSAL),
    Way(f"{S}.logbook.dialog:ask_words WordsForm", "ines", "Logbook >Nobody_cooks e", PROPOSAL),
    Way(f"{S}.logbook.dialog:ask_review ReviewForm", "ines", "Logbook >Nobody_cooks r", {"review": LATER}, False),
    Way(f"{S}.logbook.dialog:ask_end EndForm", "ines", "Logbook >Nobody_cooks x"),
    Way(f"{S}.logbook.dialog:MissionDialog.action_write Mission", "ines", "Logbook m e"),
    # proposals
    Way(
        f"{S}.rounds.page:DecidingPage._write ?",
        "ana",
        "Proposals n",
        {**PROPOSAL, "by": ""},
        before=circle_alone,
        circle=True,
    ),
    *(
        Way(f"{S}.{asks}", who, f"Proposals enter {key}", right, bool(kept), before, True)
        for asks, who, key, before, right, kept in (
            ("rounds.doing:RoundsDialog.words_of RemarkForm", "ana", "c", proposed, {}, 1),
            ("rounds.doing:RoundsDialog.words_of ObjectionForm", "ana", "o", proposed, {}, 1),
            ("rounds.doing:RoundsDialog.words_of ConcernForm", "ana", "r", proposed_where_tested, {}, 1),
            ("rounds.doing:RoundsDialog.words_of SpeakForm", "ana", "s", questions, {}, 1),
            ("rounds.doing:RoundsDialog.do_go_on OnForm", "bo", "g", all_asked, {"by": "2026-12-10"}, 0),
            ("rounds.doing:RoundsDialog.do_withdraw WhyForm", "ana", "x", proposed, {}, 1),
            ("rounds.doing:RoundsDialog.do_take_back BackForm", "di", "b", objected, {}, 1),
            ("rounds.doing:RoundsDialog.do_measure WatchForm", "ana", "w", objected, {}, 1),
            ("consent.one:ProposalDialog.do_shorten UntilForm", "ana", "h", objected, {"until": LATER}, 0),
            ("consent.one:ProposalDialog._version VersionForm", "ana", "m", objected, PROPOSAL, 1),
            ("consent.one:ProposalDialog._version VersionForm", "ana", "e", amending, PROPOSAL, 1),
            ("consent.one:ProposalDialog.do_answer AnswerForm", "ana", "a", asked, {}, 1),
        )
    ),
    # selections
    Way(f"{S}.rounds.page:DecidingPage._write ?", "ana", "Selection n enter", ROLE, True, circle_alone, True),
    *(
        Way(f"{S}.selection.{asks}", who, f"Selection {keys}", right, bool(kept), before, True)
        for asks, who, keys, before, right, kept in (
            ("one:SelectionDialog._nominated NominateForm", "ana", "enter n enter", nominating, {}, 0),
            ("one:SelectionDialog._reason ReasonForm", "ana", "enter s", reasons, {}, 1),
            ("one:SelectionDialog._changed ReasonForm", "ana", "enter e >else enter =cy enter", changes, {}, 1),
            ("one:SelectionDialog.do_propose BecauseForm", "bo", "enter p enter", to_be_proposed, {}, 1),
            ("one:SelectionDialog._describe DescriptionForm", "bo", "enter m", role_objected, {"months": "6"}, 1),
            ("one:SelectionDialog.do_shorten MonthsForm", "bo", "enter h", person_objected, {"months": "6"}, 0),
        )
    ),
    # care maps
    Way(
        f"{T}.maps.doing:erase_map ReallyErase",
        "ana",
        "Map ctrl+l 7 enter =four_quiet_river_otters enter x",
        {"word": "erase"},
        False,
        begun,
        True,
        given_up=True,
    ),
    # meetings
    *(
        Way(f"{S}.meetings.{asks}", who, keys, right, bool(kept), before, True)
        for asks, who, keys, before, right, kept in (
            ("page:MeetingsPage.new TopicForm", "ana", "Meetings n", with_topic, TOPIC, 1),
            ("page:MeetingsPage._edit TopicForm", "ana", "Meetings >oven enter", with_topic, TOPIC, 1),
            ("page:MeetingsPage.cancel WhyForm", "ana", "Meetings >oven x", with_topic, {}, 1),
            ("page:MeetingsPage.cancel WhyForm", "ana", "Meetings >Hearth, x", planned, {}, 1),
            ("page:MeetingsPage._plan PlanForm", "ana", "Meetings d enter", with_topic, PLAN, 0),
            ("page:MeetingsPage.move MoveForm", "ana", "Meetings >Hearth, m", planned, {"start": SOON + " 18:00"}, 1),
            ("live_doing:MeetingDoing._speak SpeakForm", "bo", "Meeting s", checking_in, {}, 1),
            ("live_doing:MeetingDoing._speak CheckOutForm", "ana", "Meeting s", checking_out, {}, 1),
            ("live_doing:MeetingDoing._object WhyForm", "ana", "Meeting o", agenda_asked, {}, 1),
            ("live_doing:MeetingDoing.do_write LineForm", "di", "Meeting w", at_an_item, {}, 1),
            ("live_doing:MeetingDoing.do_correct TextForm", "di", "Meeting >oven_holds e", with_a_line, {}, 1),
            ("live_doing:MeetingDoing.do_complain WhyForm", "ana", "Meetings >Hearth enter o", handed_out, {}, 1),
            ("agenda_doing:AgendaDoing._new TopicForm", "ana", "Meeting a", at_an_item, TOPIC, 1),
            (
                "agenda_doing:AgendaDoing.do_longer MinutesForm",
                *("ana", "Meetings >Hearth enter >oven e", drawn_up, FEW, 0),
            ),
            ("agenda_doing:AgendaDoing._decide ProposalForm", "bo", "Meeting d enter", at_an_item, PROPOSED, 1),
            ("agenda_doing:AgendaDoing._decide SelectionForm", "bo", "Meeting d down enter", at_an_item, ROLE, 1),
        )
    ),
)  # fmt: skip
