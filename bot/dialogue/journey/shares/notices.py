"""Who hears of a joint answer with a SIAE, and what."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.shares.cards import GAP, Eye, head, share_card
from bot.dialogue.journey.words import SHARES
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import organisations, people, share_subjects, shares
from bot.store.people import Member
from bot.store.share_subjects import About
from bot.store.shares import identity
from bot.store.tables import Share, ShareState

News = Callable[[str], Markup]
"""What has happened, in a language."""
_NAME = 120
_MOST_NAMED = 10


def shared_key(share: Share, person: Member) -> str:
    """The key under which someone of a SIAE is told of a share: another one when it is shared again."""
    return f"share:{identity(share)}:{int(share.shared_at.timestamp() * 1000)}:{person.id}"


def tell_shared(turn: Turn, share: Share) -> None:
    """The SIAE's people hear what is shared with them, once."""
    for person in people.of_organisation(turn.session, share.siae_id):
        turn.tell(person, shared_key(share, person), lambda language: _shared_card(turn, share, language))


def _shared_card(turn: Turn, share: Share, language: str) -> Card:
    told = N_("🤝 The PLIE asks whether you can answer jointly with this company.")
    card = share_card(turn, share, language, Eye.SIAE)
    return Card(GAP.join([translate(language, told), card.text]), card.keyboard)


def retell_shared(turn: Turn, share: Share) -> None:
    """What the SIAE's people were told shows how things are now."""
    for person in people.of_organisation(turn.session, share.siae_id):
        turn.retell(
            person,
            f"share-now:{turn.uid}:{identity(share)}:{person.id}",
            shared_key(share, person),
            lambda language: share_card(turn, share, language, Eye.SIAE),
        )


def tell_company_shared(turn: Turn, about: About, made: Sequence[Share]) -> None:
    """The company hears with which SIAEs the PLIE shared its offer or its lot: its agreement is asked in
    article 3."""
    names = [cut(organisations.get(turn.session, one.siae_id).name, _NAME) for one in made[:_MOST_NAMED]]
    names += ["…"] if len(made) > _MOST_NAMED else []
    which, number = ("offer", about.offer.id) if about.offer else ("lot", about.lot.id if about.lot else 0)

    def card(language: str) -> Card:
        told = N_(
            "🤝 The PLIE asks these SIAEs whether they can answer jointly with you: {names}. Their answers "
            "come to you here, and you choose."
        )
        see = Button(label(language, N_("See the answers")), f"shares-of-{which}:{number}")
        return Card(
            GAP.join([head(about, language), translate(language, told, names=", ".join(names))]), ((see,),)
        )

    for person in people.of_organisation(turn.session, about.company_id):
        turn.tell(person, f"company-shared:{identity(made[0])}:{turn.uid}:{person.id}", card)


def tell_answer(turn: Turn, share: Share, *, corrected: bool = False) -> None:
    """The company and whoever of the PLIE shared it hear what the SIAE says; where the PLIE answered on its
    behalf, its own people too."""
    news = {
        ShareState.ANSWERED: N_("📨 {siae} corrected its answer:")
        if corrected
        else N_("📨 {siae} has answered:"),
        ShareState.DECLINED: N_("{siae} cannot answer this time."),
    }[ShareState(share.state)]
    siae = cut(organisations.get(turn.session, share.siae_id).name, _NAME)
    _tell(turn, share, "share-answer", lambda language: translate(language, news, siae=siae))


def tell_outcome(turn: Turn, share: Share) -> None:
    """The SIAE, the company and the PLIE hear that the company chose it, or not, or that nothing is asked of
    it any more."""
    _tell(
        turn,
        share,
        "share-outcome",
        lambda language: translate(
            language, N_("Joint answer: {state}."), state=label(language, SHARES[share.state])
        ),
    )


def tell_shares_ended(turn: Turn, ended: Sequence[Share]) -> None:
    """The SIAEs whose shares were withdrawn with an offer or a lot: what they were told is edited, and those
    that had answered hear of it."""
    for share in ended:
        retell_shared(turn, share)
        if shares.answered(turn.session, share) is not None:
            for person in people.of_organisation(turn.session, share.siae_id):
                _say(turn, share, ("share-ended", Eye.SIAE), person, _no_longer)


def end_shares_of_filled(turn: Turn, offer_id: int | None) -> None:
    """Once a hire filled an offer, nothing is awaited of the SIAEs it was shared with; nothing happens while
    it is open."""
    about = None if offer_id is None else share_subjects.of_offer(turn.session, offer_id)
    if about is not None and about.offer is not None and not about.living:
        number = about.offer.id or 0
        tell_shares_ended(turn, shares.end_of_offer(turn.session, number, turn.me.id, turn.now))


def _no_longer(language: str) -> Markup:
    return translate(language, N_("What was shared with you is withdrawn: your answer is no longer awaited."))


def _tell(turn: Turn, share: Share, fact: str, news: News) -> None:
    """The company's and the SIAE's people, unless they did it themselves, and the colleague in charge."""
    about = share_subjects.of(turn.session, shares.subject(share))
    company = [] if about is None else people.of_organisation(turn.session, about.company_id)
    staff = people.in_charge(turn.session, share.shared_by)
    siae = people.of_organisation(turn.session, share.siae_id)
    for eye, told in ((Eye.COMPANY, company), (Eye.STAFF, staff), (Eye.SIAE, siae)):
        for person in told:
            theirs = eye is not Eye.STAFF and person.organisation_id == turn.me.organisation_id
            if person.id != turn.me.id and not theirs:
                _say(turn, share, (fact, eye), person, news)


def _say(turn: Turn, share: Share, told: tuple[str, Eye], person: Member, news: News) -> None:
    fact, eye = told

    def card(language: str) -> Card:
        shown = share_card(turn, share, language, eye)
        return Card(GAP.join([news(language), shown.text]), shown.keyboard)

    turn.tell(person, f"{fact}:{identity(share)}:{turn.uid}:{person.id}", card)
