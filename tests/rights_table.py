"""What `domain.md` §2 and the commands of `dialogues.md` §2 say, written by hand, asked of no code of
the bot: for each button, command and form, whose it is."""

from dataclasses import dataclass
from enum import StrEnum

from rights_cast import ASKED, SIGNED, Someone, Thing

from bot.store.tables import Role


class Who(StrEnum):
    """Whom a thing is for."""

    NOBODY = "nobody: it is stale"
    BEARER = "whoever has it, strangers too"
    MEMBER = "everybody with access"
    COORDINATOR = "coordinators"
    PLIE = "the PLIE's staff"
    BUYERS = "buyers"
    COMPANIES = "companies"
    BUYERS_AND_PLIE = "buyers, and the PLIE for them"
    COMPANIES_AND_PLIE = "companies, and the PLIE for them"
    ITS_BUYER = "the buyer whose it is, and the PLIE for it"
    ITS_COMPANY = "the company whose it is, and the PLIE for it"
    EMPLOYERS = "companies and SIAEs"
    EMPLOYERS_AND_PLIE = "companies and SIAEs, and the PLIE for them"
    ITS_EMPLOYERS = "the company whose it is, the SIAE that employs, and the PLIE for them"
    SIAES_AND_PLIE = "SIAEs, and the PLIE"
    PROPOSERS = "prescribers and SIAEs"
    PROPOSERS_AND_PLIE = "prescribers and SIAEs, and the PLIE"
    SENT_TO = "the prescribers and the SIAE it was sent to"
    ITS_AUTHOR = "the partner that proposed them"
    ITS_AUTHOR_AND_PLIE = "the partner that proposed them, and the PLIE"
    ITS_SIAE = "the SIAE it is shared with, and the PLIE for it"
    ITS_SUPPLIER = "the company that holds it, and the PLIE for it"
    PROVERS = "buyers, companies and SIAEs, and the PLIE for them"
    ITS_PARTIES = "the buyer whose it is, the companies that hold a lot of it, and the PLIE"
    SIGNATORIES = "coordinators, and whose organisation signed the agreement"
    ASKED = "whose organisation is asked to renew the agreement"
    ITS_READER = "the person it was said to"


def may(someone: Someone, who: Who, thing: Thing | None) -> bool:
    """Whether this is for someone, as §2 has it."""
    if who is Who.BEARER:
        return True
    if not someone.known or who is Who.NOBODY:
        return False
    buyer, company = someone.role is Role.BUYER, someone.role is Role.COMPANY
    owner = thing is not None and thing.owner == someone.home
    holds = thing is not None and someone.home in thing.suppliers
    return {
        Who.MEMBER: True,
        Who.COORDINATOR: someone.role is Role.COORDINATOR,
        Who.PLIE: someone.plie,
        Who.BUYERS: buyer,
        Who.COMPANIES: company,
        Who.BUYERS_AND_PLIE: buyer or someone.plie,
        Who.COMPANIES_AND_PLIE: company or someone.plie,
        Who.ITS_BUYER: someone.plie or (buyer and owner),
        Who.ITS_COMPANY: someone.plie or (company and owner),
        Who.EMPLOYERS: company or someone.role is Role.SIAE,
        Who.EMPLOYERS_AND_PLIE: company or someone.role is Role.SIAE or someone.plie,
        Who.ITS_EMPLOYERS: someone.plie or (company and owner) or (someone.role is Role.SIAE and holds),
        Who.PROVERS: buyer or company or someone.role is Role.SIAE or someone.plie,
        Who.SIAES_AND_PLIE: someone.plie or someone.role is Role.SIAE,
        Who.PROPOSERS: someone.role in (Role.PRESCRIBER, Role.SIAE),
        Who.PROPOSERS_AND_PLIE: someone.role in (Role.PRESCRIBER, Role.SIAE) or someone.plie,
        Who.SENT_TO: thing is not None and thing.state == "sent" and holds,
        Who.ITS_AUTHOR: owner and someone.role in (Role.PRESCRIBER, Role.SIAE),
        Who.ITS_AUTHOR_AND_PLIE: someone.plie or (owner and someone.role in (Role.PRESCRIBER, Role.SIAE)),
        Who.ITS_SIAE: someone.plie or (someone.role is Role.SIAE and holds),
        Who.ITS_SUPPLIER: someone.plie or (company and holds),
        Who.ITS_PARTIES: someone.plie or (buyer and owner) or (company and holds),
        Who.SIGNATORIES: someone.role is Role.COORDINATOR or someone.home in SIGNED,
        Who.ASKED: someone.home in ASKED,
        Who.ITS_READER: thing is not None and thing.word == someone.name,
    }[who]


@dataclass(frozen=True)
class Line:
    """A button: its data with the kind of thing it is about in braces, and whose it is. `changes`: the world
    holds a case where each role it is for changes something with it."""

    data: str
    who: Who
    changes: bool = False


_W = Who
LINES = (
    # announcing: a buyer for itself, the PLIE for any buyer
    Line("announce-buyers:0", _W.PLIE),
    Line("announce-for:{buyer}", _W.ITS_BUYER),
    Line("programme-buyers:0", _W.PLIE),
    Line("programme-for:{buyer}", _W.ITS_BUYER),
    Line("programme:{programme}", _W.ITS_BUYER),
    Line("programme:{programme}:0", _W.ITS_BUYER),
    Line("f:7:pick:programme-model", _W.BUYERS_AND_PLIE),
    Line("programme-due:2027", _W.BUYERS),
    Line("no-programme:2026", _W.BUYERS, changes=True),
    # before the award nobody but its buyer and the PLIE sees a contract
    Line("procurements:own:0", _W.BUYERS),
    Line("procurements:all:0", _W.PLIE),
    Line("procurement:{procurement}", _W.ITS_BUYER),
    Line("history:{procurement}", _W.ITS_BUYER),
    Line("document:{procurement}", _W.ITS_BUYER),
    Line("examine:{procurement}", _W.PLIE, changes=True),
    Line("review:{procurement}:0", _W.PLIE),
    Line("review-lot:{lot}", _W.PLIE),
    Line("suit:{lot}", _W.PLIE, changes=True),
    Line("unsuit:{lot}", _W.PLIE),
    Line("because:too_short:{lot}", _W.PLIE, changes=True),
    Line("renewal:yes:{lot}", _W.PLIE, changes=True),
    Line("term:hours:{lot}", _W.PLIE),
    Line("send-advice:{procurement}", _W.PLIE, changes=True),
    Line("advice:{procurement}:0", _W.ITS_BUYER),
    Line("advice-lot:{lot}", _W.ITS_BUYER),
    Line("retain:{lot}", _W.ITS_BUYER, changes=True),
    Line("retain-all:{procurement}", _W.ITS_BUYER, changes=True),
    Line("decline:{lot}", _W.ITS_BUYER, changes=True),
    Line("ground:no_link:{lot}", _W.ITS_BUYER, changes=True),
    Line("discuss:{lot}", _W.ITS_BUYER),
    Line("clause:{procurement}", _W.ITS_BUYER),
    Line("correct:{procurement}", _W.ITS_BUYER),
    Line("cancel:{procurement}", _W.ITS_BUYER),
    Line("add-remark:{procurement}", _W.ITS_BUYER),
    Line("publish:{procurement}", _W.ITS_BUYER),
    Line("proof:{procurement}", _W.ITS_BUYER),
    Line("awards:0", _W.BUYERS_AND_PLIE),
    Line("award-of:{procurement}", _W.ITS_BUYER),
    Line("correct-award:{lot}", _W.ITS_BUYER),
    # after the award the supplier sees its lots, and no other
    Line("my-lots:0", _W.COMPANIES),
    Line("lots:{procurement}:0", _W.ITS_PARTIES),
    Line("lot:{lot}", _W.ITS_PARTIES),
    Line("kick-off:{lot}", _W.PLIE),
    Line("amend:{lot}", _W.ITS_BUYER),
    Line("remove-amendment:{lot}", _W.ITS_BUYER),
    Line("amendment-removed:{amendment}", _W.ITS_BUYER, changes=True),
    Line("update-hours:833:{lot}", _W.PLIE, changes=True),
    Line("complete:{lot}", _W.PLIE),
    Line("completed:{lot}", _W.PLIE, changes=True),
    Line("invite-supplier:{lot}", _W.PLIE, changes=True),
    # offers: the company's own, the PLIE for any company; who circulates them is the PLIE
    Line("offer-companies:0", _W.PLIE),
    Line("offer-for:{company}", _W.ITS_COMPANY),
    Line("change-offer:{offer}", _W.ITS_COMPANY),
    Line("offers:own:0", _W.COMPANIES),
    Line("offers:all:0", _W.PLIE),
    Line("offer:{offer}", _W.ITS_COMPANY),
    Line("fill-offer:{offer}", _W.ITS_COMPANY),
    Line("withdraw-offer:{offer}", _W.ITS_COMPANY),
    Line("offer-filled:{offer}", _W.ITS_COMPANY, changes=True),
    Line("offer-withdrawn:{offer}", _W.ITS_COMPANY, changes=True),
    Line("offer-heard:{offer}", _W.ITS_COMPANY, changes=True),
    Line("reopen-offer:{offer}", _W.ITS_COMPANY, changes=True),
    Line("hold:{offer}", _W.PLIE, changes=True),
    Line("send-now:{offer}", _W.PLIE, changes=True),
    # what was sent to the partners: each reads and answers its own, the PLIE alone says to whom it goes; what
    # is held as uncertain is for coordinators to decide
    Line("sent-offers:open:0", _W.PROPOSERS),
    Line("sent-offers:over:0", _W.PROPOSERS),
    Line("sent-offer:{offer}", _W.SENT_TO),
    Line("sent-page:1:0", _W.PROPOSERS),
    Line("no-candidate:{offer}", _W.SENT_TO, changes=True),
    Line("offer-sendings:{offer}", _W.PLIE),
    Line("offer-siaes:0:{offer}", _W.PLIE),
    Line("tick-siae:0:8:{offer}", _W.PLIE, changes=True),
    Line("untick-siae:0:7:{offer}", _W.PLIE, changes=True),
    Line("uncertain", _W.COORDINATOR),
    Line("uncertain-of:1:0", _W.COORDINATOR),
    Line("resend:1:{held message}", _W.COORDINATOR, changes=True),
    Line("leave:1:{held message}", _W.COORDINATOR, changes=True),
    Line("resend-all:1", _W.COORDINATOR),
    Line("leave-all:1", _W.COORDINATOR),
    Line("resent-all:1", _W.COORDINATOR, changes=True),
    Line("left-all:1", _W.COORDINATOR, changes=True),
    # proposals: who the offer was sent to proposes, its organisation alone sees and takes back its own
    Line("propose:{offer}", _W.SENT_TO),
    Line("proposals:0", _W.PROPOSERS),
    Line("proposal:{proposal}", _W.ITS_AUTHOR_AND_PLIE),
    Line("take-back:{proposal}", _W.ITS_AUTHOR),
    Line("taken-back:{proposal}", _W.ITS_AUTHOR, changes=True),
    # referrals: the PLIE alone presents; a company answers what was presented to it, and no other
    Line("refer:{candidate}", _W.PLIE),
    Line("refer-for:2:{candidate}", _W.PLIE),
    Line("referral:{referral}", _W.ITS_COMPANY),
    Line("present-referral:{referral}", _W.PLIE, changes=True),
    Line("meet-referral:{referral}", _W.ITS_COMPANY, changes=True),
    Line("refuse-referral:{referral}", _W.ITS_COMPANY),
    Line("refused-referral:skills:{referral}", _W.ITS_COMPANY, changes=True),
    Line("withdraw-referral:{referral}", _W.PLIE),
    Line("withdrawn-referral:other:{referral}", _W.PLIE, changes=True),
    Line("referrals-of:{offer}", _W.ITS_COMPANY),
    Line("referrals-of:{offer}:9", _W.ITS_COMPANY),
    Line("referrals-for:{candidate}", _W.PLIE),
    # hires: the company's own, confirmed by the PLIE; a SIAE sees whom it employs
    Line("hire-companies:0", _W.PLIE),
    Line("hire-for:{company}", _W.ITS_COMPANY),
    Line("hire-of:{referral}", _W.ITS_COMPANY),
    Line("placements:own:0:0", _W.EMPLOYERS),
    Line("placements:lot:{lot}:0", _W.PLIE),
    Line("placements:for:{candidate}:0", _W.PLIE),
    Line("placements-of-lot:{lot}", _W.PLIE),
    Line("placements-for:{candidate}", _W.PLIE),
    Line("placement:{placement}", _W.ITS_EMPLOYERS),
    Line("confirm-hire:{placement}", _W.PLIE, changes=True),
    Line("reject-hire:{placement}", _W.PLIE),
    Line("hire-rejected:{placement}", _W.PLIE, changes=True),
    Line("renew-placement:{placement}", _W.ITS_EMPLOYERS),
    Line("change-placement:{placement}", _W.ITS_EMPLOYERS),
    Line("end-placement:{placement}", _W.ITS_EMPLOYERS),
    Line("undo-end:{placement}", _W.ITS_EMPLOYERS, changes=True),
    # hours: who declares them sees its own people; the PLIE alone validates; progress names nobody
    Line("hours-homes:0", _W.PLIE),
    Line("hours-for:{company}", _W.ITS_COMPANY),
    Line("hours:202610", _W.EMPLOYERS_AND_PLIE),
    Line("hours-of-placement:{placement}", _W.ITS_EMPLOYERS),
    Line("months-of:{placement}:0", _W.ITS_EMPLOYERS),
    Line("hours-of-placement:{at work}", _W.ITS_COMPANY),
    Line("hours-to-validate:{declared month}", _W.PLIE),
    Line("validate-month:{waiting}", _W.PLIE, changes=True),
    Line("worked:{hours}", _W.PLIE),
    Line("validate-hours:10000:{hours}", _W.PLIE, changes=True),
    Line("ask-hours:{hours}", _W.PLIE, changes=True),
    Line("progress-of:{procurement}", _W.ITS_PARTIES),
    Line("progress-page:{procurement}:0", _W.ITS_PARTIES),
    # joint answers: the PLIE shares, the SIAE answers, the company of the offer or the lot chooses
    Line("share-offer:{offer}", _W.PLIE),
    Line("share-lot:{lot}", _W.PLIE),
    Line("shares:wait:0", _W.SIAES_AND_PLIE),
    Line("shares:all:0", _W.SIAES_AND_PLIE),
    Line("share:{share}", _W.ITS_EMPLOYERS),
    Line("answer-share:{share}", _W.ITS_SIAE),
    Line("decline-share:{share}", _W.ITS_SIAE, changes=True),
    Line("pick-share:{answer}", _W.ITS_COMPANY, changes=True),
    Line("leave-share:{answer}", _W.ITS_COMPANY, changes=True),
    Line("withdraw-share:{share}", _W.PLIE),
    Line("share-withdrawn:{share}", _W.PLIE, changes=True),
    Line("shares-of-offer:{offer}", _W.ITS_COMPANY),
    Line("shares-of-lot:{lot}", _W.ITS_SUPPLIER),
    Line("offer-shares:0:{offer}", _W.ITS_COMPANY),
    Line("lot-shares:0:{lot}", _W.ITS_SUPPLIER),
    # candidates: a whole file, its notes and eligibility are the PLIE's alone; only a coordinator merges
    Line("another-person:0123456789abcdef:{candidate}", _W.PLIE),
    Line("candidates:mine:0", _W.PLIE),
    Line("candidates:all:0", _W.PLIE),
    Line("search-candidates", _W.PLIE),
    Line("candidate:{candidate}", _W.PLIE),
    Line("candidate-history:{candidate}", _W.PLIE),
    Line("correct-candidate:{candidate}", _W.PLIE),
    Line("note-candidate:{candidate}", _W.PLIE),
    Line("follow-candidate:{candidate}:0", _W.PLIE, changes=True),
    Line("follow-candidate:{candidate}:2", _W.PLIE),
    Line("close-candidate:{candidate}", _W.PLIE),
    Line("closed-candidate:{candidate}", _W.PLIE, changes=True),
    Line("reopen-candidate:{candidate}", _W.PLIE),
    Line("reopened-candidate:{candidate}", _W.PLIE, changes=True),
    Line("merge-candidate:{candidate}", _W.COORDINATOR),
    Line("merged-candidate:{candidate}:2", _W.COORDINATOR, changes=True),
    Line("merged-candidate:2:{candidate}", _W.COORDINATOR, changes=True),
    Line("hold-candidate:{candidate}", _W.COORDINATOR),
    Line("change-hold:{candidate}", _W.COORDINATOR),
    Line("lift-hold:{candidate}", _W.COORDINATOR),
    Line("lifted-hold:{candidate}", _W.COORDINATOR, changes=True),
    Line("erase-candidate:{candidate}", _W.COORDINATOR),
    Line("erased-candidate:{candidate}", _W.COORDINATOR, changes=True),
    # interviews and trainings are the PLIE's alone
    Line("interview:{candidate}", _W.PLIE),
    Line("interviews-of:{candidate}", _W.PLIE),
    Line("interviews-after:{candidate}:1", _W.PLIE),
    Line("interview-card:{interview}", _W.PLIE),
    Line("correct-interview:{interview}", _W.PLIE),
    Line("new-training", _W.PLIE),
    Line("train:{candidate}", _W.PLIE),
    Line("trainings:coming:0", _W.PLIE),
    Line("trainings:begun:1", _W.PLIE),
    Line("training:{training}", _W.PLIE),
    Line("trainee:{trainee}", _W.PLIE),
    Line("settled:planned:certified:{trainee}", _W.PLIE, changes=True),
    Line("cancel-training:{training}", _W.PLIE),
    Line("training-cancelled:{training}", _W.PLIE, changes=True),
    Line("correct-training:{training}", _W.PLIE),
    Line("shortages:0", _W.PLIE),
    Line("shortage:2:F17:0", _W.PLIE),
    Line("pooled:2:F17", _W.PLIE),
    Line("story:{candidate}", _W.PLIE),
    Line("candidate-file:{candidate}", _W.PLIE),
    Line("match:{offer}", _W.PLIE),
    Line("matches:{offer}:0", _W.PLIE),
    Line("offers-for:{candidate}", _W.PLIE),
    Line("offers-for-page:{candidate}:0", _W.PLIE),
    # follow-ups, exits and eligibility are the PLIE's alone
    Line("follow-ups:mine:0:0", _W.PLIE),
    Line("follow-ups:all:20261101:1", _W.PLIE),
    Line("follow-ups-of:{placement}", _W.PLIE),
    Line("follow-up:{follow up}", _W.PLIE),
    Line("found:well:none:{follow up}", _W.PLIE, changes=True),
    Line("found:left:difficulty:{follow up}", _W.PLIE, changes=True),
    Line("missed-follow-up:{follow up}", _W.PLIE, changes=True),
    Line("correct-follow-up:{follow up}", _W.PLIE),
    Line("note-follow-up:{follow up}", _W.PLIE),
    Line("tell-difficulty:{follow up}", _W.PLIE),
    Line("told-difficulty:{follow up}", _W.PLIE, changes=True),
    Line("exit:{candidate}", _W.PLIE),
    Line("exit-card:{exit}", _W.PLIE),
    Line("correct-exit:{exit}", _W.PLIE),
    Line("cancel-exit:{exit}", _W.PLIE),
    Line("cancelled-exit:{exit}", _W.PLIE, changes=True),
    Line("renew-eligibility:{candidate}", _W.PLIE),
    Line("eligible:yes:20281123:{candidate}", _W.PLIE, changes=True),
    Line("eligible:no:20281123:{candidate}", _W.PLIE, changes=True),
    # evidence: of a contract its buyer's, of an award the supplier's too, of a person at work the employers';
    # what else proves something of a person is the PLIE's; who sent a file removes it, or the PLIE
    Line("prove:procurement:{procurement}", _W.ITS_BUYER),
    Line("prove:lot:{lot}", _W.ITS_PARTIES),
    Line("prove:placement:{placement}", _W.ITS_EMPLOYERS),
    Line("prove:month:{hours}", _W.ITS_COMPANY),
    Line("prove:training:{training}", _W.PLIE),
    Line("prove:exit:{exit}", _W.PLIE),
    Line("prove:candidate:{candidate}", _W.PLIE),
    Line("evidence-of:procurement:{procurement}", _W.ITS_PARTIES),
    Line("evidence-of:lot:{lot}", _W.ITS_PARTIES),
    Line("evidence-of:placement:{placement}", _W.ITS_EMPLOYERS),
    Line("evidence-of:month:{hours}:0", _W.ITS_COMPANY),
    Line("evidence-of:training:{training}", _W.PLIE),
    Line("evidence-of:exit:{exit}", _W.PLIE),
    Line("evidence-of:candidate:{candidate}", _W.PLIE),
    Line("evidence:{evidence}", _W.ITS_EMPLOYERS),
    Line("remove-evidence:{evidence}", _W.ITS_COMPANY),
    Line("remove-evidence-yes:{evidence}", _W.ITS_COMPANY, changes=True),
    Line("missing-of:{procurement}", _W.ITS_PARTIES),
    # who takes part, the figures and the audit trail: coordinators only
    Line("partner-search", _W.COORDINATOR),
    Line("partners:0", _W.COORDINATOR),
    Line("partner:{person}", _W.COORDINATOR),
    Line("revoke:{person}", _W.COORDINATOR),
    Line("revoked:{person}", _W.COORDINATOR, changes=True),
    Line("partners-of:buyer:0", _W.COORDINATOR),
    Line("partners-of:plie:0", _W.COORDINATOR),
    Line("organisation:{organisation}", _W.COORDINATOR),
    Line("people-of:{organisation}:0", _W.COORDINATOR),
    Line("gone-from:{organisation}:0", _W.COORDINATOR),
    Line("rename:{organisation}", _W.COORDINATOR),
    Line("siret:{organisation}", _W.COORDINATOR),
    Line("by-mail:{organisation}", _W.COORDINATOR),
    Line("email:{correspondent}", _W.COORDINATOR),
    Line("hand:{person}:0", _W.COORDINATOR),
    Line("hand-to:{person}:3", _W.COORDINATOR),
    Line("handed:{person}:3", _W.COORDINATOR, changes=True),
    # groups of partners, and what is written to the partners: coordinators only
    Line("groups-of:{organisation}:0", _W.COORDINATOR),
    Line("add-group:{organisation}", _W.COORDINATOR, changes=True),
    Line("group:{group}", _W.COORDINATOR),
    Line("remove-group:{group}", _W.COORDINATOR),
    Line("removed-group:{group}", _W.COORDINATOR, changes=True),
    Line("new-circular", _W.COORDINATOR),
    Line("circulars:0", _W.COORDINATOR),
    Line("circular:{circular}", _W.COORDINATOR),
    Line("circular-file:{circular}", _W.COORDINATOR),
    # the agreement: a coordinator's; who signed it sees it, and answers to a renewal for its organisation
    Line("agreement", _W.SIGNATORIES),
    Line("signatories:0", _W.COORDINATOR),
    Line("new-agreement", _W.COORDINATOR),
    Line("correct-agreement", _W.COORDINATOR),
    Line("add-signatory", _W.COORDINATOR),
    Line("signatory:{signatory}", _W.COORDINATOR),
    Line("sign-again:{signatory}", _W.COORDINATOR),
    Line("signed-on:{signatory}", _W.COORDINATOR),
    Line("remove-signatory:{signatory}", _W.COORDINATOR),
    Line("signatory-removed:{signatory}", _W.COORDINATOR, changes=True),
    Line("renew-agreement", _W.COORDINATOR),
    Line("answer-renewal:yes:{agreement renewal}", _W.ASKED, changes=True),
    Line("answer-renewal:no:{agreement renewal}", _W.ASKED),
    Line("said-renewal:yes:{asked}", _W.COORDINATOR, changes=True),
    Line("without:{asked}", _W.COORDINATOR),
    Line("went-without:{asked}", _W.COORDINATOR, changes=True),
    Line("withdraw-renewal:{agreement renewal}", _W.COORDINATOR),
    Line("renewal-withdrawn:{agreement renewal}", _W.COORDINATOR, changes=True),
    Line("give-notice:{signatory}", _W.COORDINATOR),
    Line("notices:0", _W.COORDINATOR),
    Line("termination:{termination}", _W.COORDINATOR),
    Line("cancel-notice:{termination}", _W.COORDINATOR),
    Line("notice-cancelled:{termination}", _W.COORDINATOR, changes=True),
    Line("prove:termination:{termination}", _W.PLIE),
    Line("evidence-of:termination:{termination}", _W.PLIE),
    Line("parameters:0", _W.COORDINATOR),
    Line("parameter:{figure}", _W.COORDINATOR),
    Line("set-parameter:{figure}", _W.COORDINATOR),
    Line("reset-parameter:{figure}", _W.COORDINATOR, changes=True),
    Line("journal:0", _W.COORDINATOR),
    # a list to import is of the coordinator who sent it
    Line("f:7:pick:import-model-procurement", _W.COORDINATOR),
    Line("f:7:pick:import-model-organisation", _W.COORDINATOR),
    Line("f:7:pick:import-model-candidate", _W.COORDINATOR),
    Line("import-preview:{list}", _W.ITS_READER),
    Line("import-faults:{list}:0", _W.ITS_READER),
    Line("import-file:{list}", _W.ITS_READER),
    Line("import-run:{list}", _W.ITS_READER, changes=True),
    Line("import-drop:{list}", _W.ITS_READER, changes=True),
    # call-backs: anyone asks, the PLIE calls
    Line("called:{call back}", _W.PLIE, changes=True),
    Line("call-back:{call back}", _W.PLIE),
    # what waits for the PLIE
    Line("day:mine:0", _W.PLIE),
    Line("day:all:0", _W.PLIE),
    # the indicators: the PLIE all of them, a buyer its own
    Line("indicators:q:261001:261231:0", _W.PLIE),
    Line("indicators:y:250101:251231:{buyer}", _W.ITS_BUYER),
    Line("indicator-periods:q:261001:261231:0", _W.PLIE),
    Line("indicator-periods:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-start:0", _W.PLIE),
    Line("indicator-start:{buyer}", _W.PLIE),
    Line("indicator-dates:0", _W.PLIE),
    Line("indicator-dates:{buyer}", _W.PLIE),
    Line("indicator-buyers:q:261001:261231:0:0", _W.PLIE),
    Line("indicator-chart:q:261001:261231:0", _W.PLIE),
    Line("indicator-chart:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-files:q:261001:261231:0", _W.PLIE),
    Line("indicator-files:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-file:xlsx:q:261001:261231:0", _W.PLIE),
    Line("indicator-file:xlsx:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-file:xlsx-out:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-file:json:q:260701:260930:{buyer}", _W.PLIE),
    Line("indicator-file:csv:q:261001:261231:0", _W.PLIE),
    # the lists behind them: a buyer's of its own contracts and hours; those about people are the PLIE's alone
    Line("indicator-lists:q:261001:261231:0", _W.PLIE),
    Line("indicator-lists:q:260701:260930:{buyer}", _W.ITS_BUYER),
    Line("indicator-section:b:q:261001:261231:0", _W.PLIE),
    Line("indicator-section:h:y:250101:251231:{buyer}", _W.PLIE),
    Line("indicator-list:ca:q:260701:260930:{buyer}:0", _W.ITS_BUYER),
    Line("indicator-list:ha:y:250101:251231:{buyer}:0", _W.ITS_BUYER),
    Line("indicator-list:hb:y:250101:251231:{buyer}:0", _W.ITS_BUYER),
    Line("indicator-list:hb:y:260101:261231:0:0", _W.PLIE),
    Line("indicator-list:ba:q:260701:260930:{buyer}:0", _W.PLIE),
    Line("indicator-list:eb:q:260701:260930:{buyer}:0", _W.PLIE),
    Line("indicator-list:da:y:250101:251231:{buyer}:0", _W.PLIE),
    Line("indicator-list:ra:q:260701:260930:{buyer}:0", _W.PLIE),
    Line("indicator-list:ia:q:261001:261231:0:0", _W.PLIE),
    Line("indicator-advisers:q:261001:261231:0:0", _W.PLIE),
    Line("indicator-adviser:q:261001:261231:0:{person}:0", _W.PLIE),
    # the evidence behind them: the PLIE only; who owes files lists its own
    Line("indicator-proof:q:261001:261231:0", _W.PLIE),
    Line("indicator-proof:q:261001:261231:{buyer}", _W.PLIE),
    Line("indicator-missing:0:000000:0:q:261001:261231:0", _W.PLIE),
    Line("indicator-missed:3:{hours}:c:200101:301231:0", _W.PLIE),
    Line("indicator-ask:3:{hours}:c:200101:301231:0", _W.PLIE),
    Line("indicator-ask-all:{organisation}:c:200101:301231:0", _W.PLIE),
    Line("evidence-owed:0:0", _W.PROVERS),
    # everybody's own
    Line("language:en", _W.MEMBER, changes=True),
    Line("settings", _W.MEMBER),
    Line("prefer-hours", _W.MEMBER),
    Line("prefer-hour:600", _W.MEMBER, changes=True),
    Line("prefer-notices", _W.MEMBER),
    Line("prefer-notice:daily", _W.MEMBER, changes=True),
    Line("away", _W.MEMBER),
    Line("stand-ins:0", _W.MEMBER),
    Line("stand-in:0", _W.MEMBER),
    Line("back-again", _W.MEMBER),
    Line("daily:2026-11-23:0", _W.MEMBER),
    Line("reminder:{reminder}", _W.ITS_READER),
    Line("reminder-done:{reminder}", _W.ITS_READER, changes=True),
    Line("reminder-undone:{reminder}", _W.ITS_READER, changes=True),
    Line("reminder-later:{reminder}", _W.ITS_READER),
    Line("reminder-put-off:{reminder}:3", _W.ITS_READER, changes=True),
    Line("reminder-open:{reminder}", _W.ITS_READER),
    # what opens below a list is whose it is when it opens in its place
    Line("below:candidate:{candidate}", _W.PLIE),
    Line("below:procurement:{procurement}", _W.ITS_BUYER),
    Line("below:below:1", _W.NOBODY),
    Line("join:yes:{invitation}", _W.BEARER, changes=True),
    Line("join:no:{invitation}", _W.BEARER, changes=True),
    # a form's button without the form, and what no button of ours carries
    Line("f:7:send", _W.NOBODY),
    Line("f:7:call", _W.NOBODY),
    Line("f:7:pick:no-consent", _W.NOBODY),
    Line("f:7:pick:no-proposal", _W.NOBODY),
    Line("nonsense:1", _W.NOBODY),
    Line("nonsense", _W.NOBODY),
)

COMMANDS: dict[str, Who] = {
    "jour day": _W.PLIE,
    "indicateurs indicators": _W.BUYERS_AND_PLIE,
    "marche announce": _W.BUYERS_AND_PLIE,
    "programme": _W.BUYERS_AND_PLIE,
    "mesmarches mycontracts": _W.BUYERS,
    "attribution award": _W.BUYERS_AND_PLIE,
    "marches contracts": _W.PLIE,
    "offre offer": _W.COMPANIES_AND_PLIE,
    "mesoffres myoffers": _W.COMPANIES,
    "meslots mylots": _W.COMPANIES,
    "offres offers": _W.PROPOSERS_AND_PLIE,
    "repondre answer": _W.SIAES_AND_PLIE,
    "proposer propose": _W.PROPOSERS,
    "mescandidats mycandidates": _W.PROPOSERS,
    "candidat candidate": _W.PLIE,
    "candidats candidates": _W.PLIE,
    "entretien interview": _W.PLIE,
    "formation training": _W.PLIE,
    "presenter refer": _W.PLIE,
    "embauche hire": _W.COMPANIES_AND_PLIE,
    "messalaries mystaff": _W.EMPLOYERS,
    "suivi followup": _W.PLIE,
    "sortie exit": _W.PLIE,
    "heures hours": _W.EMPLOYERS_AND_PLIE,
    "justificatif evidence": _W.PROVERS,
    "inviter invite": _W.COORDINATOR,
    "partenaires partners": _W.COORDINATOR,
    "convention agreement": _W.COORDINATOR,
    "diffuser broadcast": _W.COORDINATOR,
    "importer import": _W.COORDINATOR,
    "parametres parameters": _W.COORDINATOR,
    "journal audit": _W.COORDINATOR,
    "menu": _W.MEMBER,
    "aide help": _W.MEMBER,
    "annuler cancel": _W.MEMBER,
    "langue language": _W.MEMBER,
    "reglages settings": _W.MEMBER,
    "start": _W.MEMBER,
}
"""French name and English alias of each command; also a button `go:` of the French name, but for /start."""

REFERENCES: dict[str, Who] = {
    "procurement": _W.ITS_PARTIES,
    "offer": _W.ITS_COMPANY,
    "candidate": _W.PLIE,
    "placement": _W.ITS_EMPLOYERS,
}
"""Who may open a thing by typing its reference."""

WORDS: dict[str, Who] = {"procurement": _W.ITS_BUYER, "candidate": _W.PLIE}
"""Who finds a thing by typing a word of its title or name."""

SENTENCES = {
    "Rénovation de 40 logements à Hérouville, 1,2 M€, mars 2027, 14 mois": Role.BUYER,
    "cherche 2 maçons à Ifs dès le 5 janvier, CDD 6 mois": Role.COMPANY,
}
"""What begins a form by itself, and for whom."""

REFUSALS = (
    "Nothing is found by this. /menu shows what you can do.",
    (
        "I did not understand. You can announce a contract in one sentence: “Renovation of 40 flats at Ifs, "
        "1.2 M€, March 2027, 14 months”. The rest is in /menu."
    ),
    (
        "I did not understand. You can post a job in one sentence: “Looking for 2 masons at Ifs from "
        "5 January, fixed term, 6 months”. The rest is in /menu."
    ),
    "You do not have the right to do this. A coordinator of the PLIE can help you.",
    "A programme is its buyer’s: /programme asks first for which buyer.",
    "This contract cannot be found.",
    "This lot cannot be found.",
    "No lot of this contract is awarded.",
    "This offer cannot be found.",
    "This placement cannot be found.",
    "This referral cannot be found.",
    "This cannot be found any more.",
    "This candidate cannot be found.",
    "This follow-up cannot be found.",
    "This exit cannot be found.",
    "This interview cannot be found.",
    "This training cannot be found.",
    "This cannot be found, or is not yours to see. /menu shows what you can do.",
    "This document is no longer there: it was removed.",
    "This programme cannot be found.",
    "This buyer cannot be found.",
    "This company cannot be found.",
    "This person cannot be found.",
    "This organisation cannot be found.",
    "This request cannot be found.",
    "This reminder cannot be found.",
    "This proposal cannot be found.",
    "This offer was not sent to you. What you can do is in /menu.",
    "This figure cannot be found.",
    "This exists for all buyers together only.",
    "Lists exist for whole quarters and years that are over: /indicateurs shows them.",
    "This period does not exist. Please choose another one with /indicateurs.",
    "This group cannot be found.",
    "This group is no longer registered.",
    "This message cannot be found.",
    "This file waits no more: it was imported, dropped, or is more than a day old. Please send it again.",
    "This organisation has not signed the agreement.",
    "This termination cannot be found.",
    "This renewal is settled: no answer is awaited any more.",
    "This form is closed: nothing waits for an answer here. To begin again, open /menu.",
    "This button no longer works. Here is what you can do.",
    "I did not understand. /menu shows what you can do.",
    "I do not know this command. /menu shows what you can do.",
    (
        "This invitation no longer works: it was used, refused or is more than 72 hours old. Ask the PLIE "
        "for another one."
    ),
    (
        "Clausette serves the partners of the insertion clause around Caen; ask the PLIE for an "
        "invitation to join."
    ),
)
"""The sentences by which something is refused, none of which says anything of the thing."""
