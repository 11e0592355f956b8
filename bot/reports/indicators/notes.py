"""How the figures are counted, as the files say it; more in docs/indicators.md."""

from bot.dialogue.translations import N_

METHOD = (
    N_("Contracts: those with at least one lot whose clause was retained in the period, not cancelled."),
    N_(
        "Amounts: euros excl. VAT, as awarded, or as announced before the award; then with the amendments. A "
        "contract counts all its lots, or what was announced for it while the amount of a lot is not known."
    ),
    N_("Hours owed: of the lots whose clause was retained in the period."),
    N_("Hours declared and validated: those of the months that begin in the period, on lots with a clause."),
    N_(
        "Beneficiaries: people, each once, with a work contract in the period on a lot with a clause. Their "
        "age is the one reached in the year the period ends in."
    ),
    N_("Eligibility: a person may have several grounds and counts in each."),
    N_("Exits and departures: by their date. Trainings: those that begin in the period."),
    N_("Referrals: made in the period. People presented: each once, by the date they were presented."),
    N_("Figures are those known on the day of the report: later corrections change them."),
)
BUYER = N_(
    "For one buyer, people and referrals are those of its lots; interviews and targets belong to no buyer."
)
OUTSIDE = (
    N_("{few}: one or two people. The number is not told, so that nobody can be recognised."),
    N_(
        "{hidden}: not told, because it would tell of one or two people, by itself or compared with other "
        "numbers, of this report or of others of the same year."
    ),
    N_(
        "Numbers of people already told stay as they are until one of the same kind has changed by three or "
        "more in that report, so that a late correction does not show who it is about."
    ),
)
