"""Who was away is back: the pause whose last day is past ends, and the stand-in hears it."""

from bot.dialogue.reminders.pauses import tell_end
from bot.dialogue.work import Work
from bot.store import people, preferences


def run(work: Work) -> int:
    """End the pauses that are over. Returns how many."""
    over = preferences.over(work.session, work.today)
    turn = work.turn(f"back:{work.today}")
    for pause in over:
        preferences.change(work.session, pause.person_id, paused_until=None, stand_in_id=None)
        person = people.get(work.session, pause.person_id)
        if not person.revoked:
            tell_end(turn, person, pause.stand_in_id, back=True)
    turn.close()
    return len(over)
