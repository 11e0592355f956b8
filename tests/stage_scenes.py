"""What people do on the stage: how each form begins, a right answer, and what gets in the way."""

from datetime import date
from typing import Any

import sqlalchemy as sa
import stage_world
from hostile_files import PDF
from stage import Row
from stage_answers import FILE_NAMED, context_of, ways
from stage_play import Play
from stage_world import BUYER, COMPANY, COORDINATOR, CORRESPONDENT, FACILITATOR, PRESCRIBER

from bot.dialogue import commands
from bot.store.tables import Agreement, rows_of

STARTS = {
    "announce": (BUYER, "go:marche"),
    "programme": (BUYER, "go:programme"),
    "invite": (COORDINATOR, "go:inviter"),
    "review-term": (FACILITATOR, "term:amount:3"),
    "discuss": (BUYER, "discuss:5"),
    "correct": (BUYER, "correct:1"),
    "add-remark": (BUYER, "add-remark:1"),
    "cancel": (BUYER, "cancel:1"),
    "publish": (BUYER, "publish:4"),
    "award": (BUYER, "award-of:4"),
    "kick-off": (FACILITATOR, "kick-off:11"),
    "amend": (BUYER, "amend:12"),
    "hours": (COMPANY, "go:heures"),
    "offer": (COMPANY, "go:offre"),
    "change-offer": (COMPANY, "change-offer:1"),
    "hire": (COMPANY, "go:embauche"),
    "record-hire": (FACILITATOR, "hire-for:3"),
    "renew-placement": (COMPANY, "renew-placement:1"),
    "end-placement": (COMPANY, "end-placement:1"),
    "change-placement": (COMPANY, "change-placement:1"),
    "evidence": (COMPANY, "go:justificatif"),
    "share": (FACILITATOR, "share-offer:1"),
    "answer-share": (FACILITATOR, "answer-share:1"),
    "candidate": (FACILITATOR, "go:candidat"),
    "proposal": (PRESCRIBER, "go:proposer"),
    "correct-candidate": (FACILITATOR, "correct-candidate:1"),
    "note-candidate": (FACILITATOR, "note-candidate:1"),
    "hold-candidate": (COORDINATOR, "hold-candidate:1"),
    "refer": (FACILITATOR, "go:presenter"),
    "interview": (FACILITATOR, "go:entretien"),
    "correct-interview": (FACILITATOR, "correct-interview:1"),
    "training": (FACILITATOR, "new-training"),
    "correct-training": (FACILITATOR, "correct-training:1"),
    "note-follow-up": (FACILITATOR, "note-follow-up:1"),
    "exit": (FACILITATOR, "exit:4"),
    "correct-exit": (FACILITATOR, "correct-exit:1"),
    "search-candidates": (FACILITATOR, "search-candidates"),
    "merge-candidates": (COORDINATOR, "merge-candidate:1"),
    "partner search": (COORDINATOR, "partner-search"),
    "rename": (COORDINATOR, "rename:2"),
    "siret": (COORDINATOR, "siret:3"),
    "contact by e-mail": (COORDINATOR, "by-mail:2"),
    "address of a contact": (COORDINATOR, f"email:{CORRESPONDENT}"),
    "parameter": (COORDINATOR, "set-parameter:0"),
    "circular": (COORDINATOR, "new-circular"),
    "import": (COORDINATOR, "go:importer"),
    "agreement": (COORDINATOR, "new-agreement"),
    "agreement-dates": (COORDINATOR, "correct-agreement"),
    "signatory": (COORDINATOR, "add-signatory"),
    "signed-on": (COORDINATOR, "signed-on:1"),
    "agreement-renewal": (COORDINATOR, "renew-agreement"),
    "agreement-notice": (COORDINATOR, "give-notice:2"),
    "away": (FACILITATOR, "away"),
    "indicator-dates": (FACILITATOR, "indicator-dates:0"),
}
"""Who begins each form, and by which button."""

ELSEWHERE = (
    "found:well:none:1", "found:difficulty:none:2", "told-difficulty:2", "cancelled-exit:1",
    "examine:1", "examine:5", "suit:1", "suit:2", "because:other:1", "because:too_small:4", "renewal:yes:3",
    "renewal:no:1", "send-advice:1", "send-advice:2", "retain:5", "retain-all:3", "retain-all:4",
    "decline:5", "decline:7", "ground:obstacle:5", "completed:12", "completed:11", "invite-supplier:11",
    "offer-filled:1", "offer-withdrawn:2", "offer-heard:1", "hold:1", "send-now:1", "hold:2",
    "lifted-hold:1", "erased-candidate:3", "reopen-offer:2", "closed-candidate:1", "closed-candidate:3",
    "reopened-candidate:1", "follow-candidate:1:4",
    "follow-candidate:2:6", "merged-candidate:1:2", "merged-candidate:2:1", "reset-parameter:0",
    "called:1", "called:2", "update-hours:444:12", "handed:1:2", "handed:4:5", "correct-award:11",
    "meet-referral:1", "refused-referral:skills:1", "withdrawn-referral:other:1", "present-referral:1",
    "kick-off:11", "settled:planned:certified:1:1", "settled:certified:dropped:1:1", "training-cancelled:1",
    "confirm-hire:2", "hire-rejected:2", "undo-end:1", "hire-of:1", "validate-hours:10000:1",
    "ask-hours:1", "answer-renewal:yes:1", "renewal-withdrawn:1", "notice-cancelled:1", "signatory-removed:2",
    "offer-filled:3", "offer-withdrawn:3", "hold:3",
)  # fmt: skip
"""What moves the things forms are about, tapped by somebody else."""
JUNK = (
    "¤", "Bonjour", "-", "0", "99999999999999999999", "🎉" * 40, "é" * 900 + " & <b>gras</b>", "x" * 4096,
    "\n\n", "passer", "retour", "annuler", "c’est tout", "être rappelé", "oui", "non", "demain", "35",
    "M-2026-0001", "O-2026-0001", "C-2026-0001", "M-1999-0001", "/inconnu", "/marché", "Petit", "gymnase",
    "mars 2028", "14 mois", "450 k€", "Ifs", "maçon", "1 Gros œuvre 450 k€\n2 Peinture 12 k€",
    stage_world.ANNOUNCED, stage_world.WANTED,
)  # fmt: skip
FILE = {"file_id": "F1", "file_unique_id": "U1", "file_name": "plan.pdf", "mime_type": "application/pdf"}
SHEET = {"file_id": "F2", "file_unique_id": "U2", "file_name": "liste.xlsx", "file_size": 4000}
LIST = b"Entreprise;SIRET\nToitures du Bessin;80295478500028\n"
PHOTO = {"file_id": "F3", "file_unique_id": "U3", "width": 9, "height": 9, "file_size": 90}
SENT: tuple[dict[str, Any], ...] = (
    {"document": FILE | {"file_size": 4000}, "caption": "Voici le plan"},
    {"document": FILE | {"file_size": 30_000_000}},
    {"document": SHEET},
    {"photo": [PHOTO]},
    {"location": {"longitude": 1.0, "latitude": 49.0}},
    {"voice": {"file_id": "F4", "file_unique_id": "U4", "duration": 3}},
)
COMMANDS = sorted({f"/{name}" for one in commands.COMMANDS for name in (one.name, one.alias) if name})


def prepare(play: Play, form: str) -> None:
    """Have a form's moment come: the agreement has ended where another one is to be recorded."""
    if form == "agreement":
        with play.stage.database.begin() as session:
            agreements = rows_of(Agreement)
            session.core.execute(sa.update(agreements).values(ends_on=date(2026, 1, 31)))
        play.outside()


def answer(play: Play, chat: int, choice: int = 0) -> None:
    """One right answer to the question a person is asked."""
    here = play.stage.here(chat)
    assert here is not None
    assert here.state.step
    found = ways(here.form, here.state, context_of(play.stage, chat))
    said = found[choice % len(found)]
    if said.startswith("f:"):
        play.taps(chat, said)
    elif said.startswith(FILE_NAMED):
        play.sends(chat, document=FILE | {"file_name": said.removeprefix(FILE_NAMED), "file_size": 40})
        play.arrives(play.stage.fetches.pop(), LIST if said.endswith(".csv") else PDF)
    else:
        play.says(chat, said)
    after = play.stage.here(chat)
    assert after is None or after.state != here.state


def step(play: Play, chat: int) -> str:
    here = play.stage.here(chat)
    return "" if here is None else here.state.step


def send(play: Play, chat: int) -> Row:
    """Tap the verb of the form at its recap. Returns the update."""
    here = play.stage.here(chat)
    assert here is not None
    return play.taps(chat, f"f:{here.state.nonce:x}:send")
