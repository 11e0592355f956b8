"""The commands, by role: French name, English alias, and what they do in a few words."""

from dataclasses import dataclass

from bot.dialogue.translations import N_
from bot.store.tables import Role

_STAFF = frozenset({Role.FACILITATOR, Role.COORDINATOR})
_PROPOSERS = frozenset({Role.PRESCRIBER, Role.SIAE})
_EMPLOYERS = frozenset({Role.COMPANY, Role.SIAE})
_PROVERS = _EMPLOYERS | {Role.BUYER}
_ALL = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Command:
    """A command and who may use it. `label` is shown in Telegram's list and on the buttons of /menu."""

    name: str
    alias: str | None
    label: str
    roles: frozenset[Role] = _ALL

    def named(self, language: str) -> str:
        """The name shown to a reader of this language."""
        return self.alias if language == "en" and self.alias else self.name


COMMANDS = (
    Command("jour", "day", N_("My day"), _STAFF),
    Command("marche", "announce", N_("Announce a contract"), frozenset({Role.BUYER}) | _STAFF),
    Command("mesmarches", "mycontracts", N_("My contracts"), frozenset({Role.BUYER})),
    Command("programme", None, N_("Send the year’s programme"), frozenset({Role.BUYER}) | _STAFF),
    Command("marches", "contracts", N_("Contracts"), _STAFF),
    Command("attribution", "award", N_("Record an award"), frozenset({Role.BUYER}) | _STAFF),
    Command("offre", "offer", N_("Post a job offer"), frozenset({Role.COMPANY}) | _STAFF),
    Command("mesoffres", "myoffers", N_("My job offers"), frozenset({Role.COMPANY})),
    Command("meslots", "mylots", N_("My lots"), frozenset({Role.COMPANY})),
    Command("offres", "offers", N_("Job offers"), _STAFF | _PROPOSERS),
    Command("proposer", "propose", N_("Propose a candidate"), _PROPOSERS),
    Command("mescandidats", "mycandidates", N_("My candidates"), _PROPOSERS),
    Command("candidat", "candidate", N_("Add a candidate"), _STAFF),
    Command("candidats", "candidates", N_("Candidates"), _STAFF),
    Command("entretien", "interview", N_("Record an interview"), _STAFF),
    Command("presenter", "refer", N_("Present a candidate"), _STAFF),
    Command("embauche", "hire", N_("Record a hire"), frozenset({Role.COMPANY}) | _STAFF),
    Command("messalaries", "mystaff", N_("People at work"), _EMPLOYERS),
    Command("repondre", "answer", N_("Joint answers"), frozenset({Role.SIAE}) | _STAFF),
    Command("heures", "hours", N_("Declare hours"), _EMPLOYERS | _STAFF),
    Command("formation", "training", N_("Training"), _STAFF),
    Command("suivi", "followup", N_("Follow-ups"), _STAFF),
    Command("sortie", "exit", N_("Record an exit"), _STAFF),
    Command("justificatif", "evidence", N_("Send a supporting document"), _PROVERS | _STAFF),
    Command("indicateurs", "indicators", N_("Indicators"), frozenset({Role.BUYER}) | _STAFF),
    Command("inviter", "invite", N_("Invite someone"), frozenset({Role.COORDINATOR})),
    Command("partenaires", "partners", N_("Partners"), frozenset({Role.COORDINATOR})),
    Command("convention", "agreement", N_("The agreement"), frozenset({Role.COORDINATOR})),
    Command("diffuser", "broadcast", N_("Write to the partners"), frozenset({Role.COORDINATOR})),
    Command("importer", "import", N_("Import a list"), frozenset({Role.COORDINATOR})),
    Command("parametres", "parameters", N_("Figures of the agreement"), frozenset({Role.COORDINATOR})),
    Command("journal", "audit", N_("Audit trail"), frozenset({Role.COORDINATOR})),
    Command("menu", None, N_("What I can do here")),
    Command("aide", "help", N_("Help")),
    Command("annuler", "cancel", N_("Drop the form in progress")),
    Command("langue", "language", N_("Language")),
    Command("reglages", "settings", N_("My settings")),
)

BY_NAME = {command.name: command for command in COMMANDS}


def commands_of(role: Role) -> list[Command]:
    """What a person of this role can do, in the order of the list."""
    return [command for command in COMMANDS if role in command.roles]
