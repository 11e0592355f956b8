"""The same form as aiogram 3 teaches to write it: states, filters, a router. Its readers are simple."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.aiogram_store import Store
from bench.script import NO_LOTS, SEND, SKIP, STAFF, WORKS

router = Router()

Rows = list[list[InlineKeyboardButton]]
Read = Callable[[str], str | None]


class Announce(StatesGroup):
    title = State()
    category = State()
    commune = State()
    amount = State()
    consultation = State()
    start = State()
    months = State()
    lots = State()
    remark = State()
    recap = State()


@dataclass(frozen=True, slots=True)
class Question:
    """A step: its name in the recap, what is asked, how a typed answer is read, the likely answers."""

    label: str
    ask: str
    hint: str
    read: Read
    likely: dict[str, str]
    optional: bool = False


def _any_text(text: str) -> str | None:
    return text.strip() or None


def _amount(text: str) -> str | None:
    found = re.fullmatch(r"([\d  ]+(?:[.,]\d+)?)\s*(k|M)?\s*€?", text.strip())
    if found is None:
        return None
    factor = {"k": 1_000, "M": 1_000_000}.get(found[2] or "", 1)
    return str(int(float(found[1].replace(" ", "").replace(",", ".")) * factor))


def _period(text: str) -> str | None:
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    return text if re.fullmatch(rf"((début|mi|fin)[ -])?({months}) \d{{4}}", text.strip().lower()) else None


def _duration(text: str) -> str | None:
    found = re.fullmatch(r"(\d+)\s*mois", text.strip().lower())
    return found[1] if found else None


_WHEN = {
    "2026-12": "décembre 2026",
    "2027-01": "janvier 2027",
    "2027-Q1": "1er trimestre 2027",
    "2027-Q2": "2e trimestre 2027",
}
_DATES = "Par exemple : mars 2027, début avril, T2 2027, dans 3 mois, 15/03/27."
_LENGTHS = {"6": "6 mois", "12": "1 an", "18": "18 mois", "24": "2 ans", "36": "3 ans", "48": "4 ans"}
_TYPES = {"works": WORKS, "services": "Services", "supplies": "Fournitures"}

QUESTIONS = {
    "title": Question(
        "Objet", "Quel est l’objet du marché ?", "Par exemple : rénovation de 40 logements.", _any_text, {}
    ),
    "category": Question(
        "Type", "De quel type de marché s’agit-il ?", "Choisissez ou écrivez.", _any_text, _TYPES
    ),
    "commune": Question(
        "Commune", "Dans quelle commune ?", "Par exemple : Ifs, Hérouville-Saint-Clair.", _any_text, {}
    ),
    "amount": Question(
        "Montant HT",
        "Quel est le montant estimé, hors taxes ?",
        "Par exemple : 450 k€, 1,2 M€.",
        _amount,
        {},
        True,
    ),
    "consultation": Question(
        "Consultation", "Pour quand la consultation est-elle prévue ?", _DATES, _period, _WHEN, True
    ),
    "start": Question("Démarrage", "Quand les travaux démarrent-ils ?", _DATES, _period, _WHEN),
    "months": Question(
        "Durée", "Combien de temps dure-t-il ?", "Par exemple : 14 mois, 6 semaines.", _duration, _LENGTHS
    ),
    "lots": Question(
        "Lots",
        "En quels lots est-il divisé ?",
        "Un lot par ligne, avec son montant.",
        _any_text,
        {"none": NO_LOTS},
    ),
    "remark": Question(
        "Commentaire", "Quelque chose à ajouter ?", "Écrivez un commentaire.", _any_text, {}, True
    ),
}
NAMES = list(QUESTIONS)


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def _pairs(buttons: list[InlineKeyboardButton]) -> Rows:
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def question_card(name: str) -> tuple[str, InlineKeyboardMarkup]:
    """The text and the buttons of a question."""
    question, place = QUESTIONS[name], NAMES.index(name)
    hint = f"{question.hint} Cette réponse est facultative." if question.optional else question.hint
    text = f"<b>Annoncer un marché</b> · {place + 1}/{len(NAMES)}\n\n<b>{question.ask}</b>\n\n<i>{hint}</i>"
    common = [_button(SKIP, "skip")] if question.optional else []
    common += [_button("Retour", "back")] if place else []
    likely = [_button(label, f"pick:{code}") for code, label in question.likely.items()]
    return text, InlineKeyboardMarkup(
        inline_keyboard=_pairs(likely) + _pairs([*common, _button("Annuler", "cancel")])
    )


def recap_text(answers: dict[str, Any]) -> str:
    """What was answered, one answer a line."""
    lines = [
        f"<b>{question.label}</b> : {escape(answers.get(name) or '–')}"
        for name, question in QUESTIONS.items()
    ]
    return "<b>Annoncer un marché</b>\n\n" + "\n".join(lines)


def recap_card(answers: dict[str, Any]) -> tuple[str, InlineKeyboardMarkup]:
    """The recap with its buttons."""
    edits = [_button(f"Modifier : {question.label}", f"edit:{name}") for name, question in QUESTIONS.items()]
    rows = [[_button(SEND, "send")], *_pairs(edits), [_button("Annuler", "cancel")]]
    return recap_text(answers), InlineKeyboardMarkup(inline_keyboard=rows)


async def _show(
    event: Message | CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Edit the card that was tapped, then answer the tap; answer a typed text with a new card."""
    if isinstance(event, CallbackQuery):
        if isinstance(event.message, Message):
            await event.message.edit_text(text, reply_markup=keyboard)
        await event.answer()
    else:
        await event.answer(text, reply_markup=keyboard)


async def _ask(event: Message | CallbackQuery, state: FSMContext, name: str) -> None:
    await state.set_state(getattr(Announce, name))
    await _show(event, *question_card(name))


async def _answered(event: Message | CallbackQuery, state: FSMContext, value: str | None) -> None:
    name = await _present(state)
    answers = await state.update_data({name: value})
    missing = next((other for other in NAMES if other not in answers), None)
    if missing is not None:
        await _ask(event, state, missing)
        return
    await state.set_state(Announce.recap)
    await _show(event, *recap_card(answers))


async def _present(state: FSMContext) -> str:
    return (await state.get_state() or "").rpartition(":")[2]


@router.message(Command("marche"))
async def start(message: Message, state: FSMContext) -> None:
    await state.clear()
    await _ask(message, state, NAMES[0])


@router.callback_query(Announce.recap, F.data == "send")
async def send(query: CallbackQuery, state: FSMContext, bot: Bot, store: Store) -> None:
    """The one insert at the end; then the buyer and two facilitators are told."""
    answers = await state.get_data()
    number = await store.add(query.from_user.id, answers)
    reference = f"M-{datetime.now(UTC):%Y}-{number:04}"
    recap = recap_text(answers)
    await state.clear()
    await _show(
        query,
        f"{recap}\n\nTransmis au PLIE, référence <b>{reference}</b>. Un facilitateur reviendra vers vous.",
    )
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[_button("J’examine", f"examine:{number}")]])
    for colleague in STAFF:
        await bot.send_message(
            colleague, f"📣 Nouveau marché annoncé\n\n<b>{reference}</b>\n{recap}", reply_markup=keyboard
        )


@router.callback_query(Announce(), F.data == "cancel")
async def cancel(query: CallbackQuery, state: FSMContext) -> None:
    await state.clear()
    await _show(query, "Annulé : rien n’a été envoyé.")


@router.callback_query(Announce(), F.data == "back")
async def back(query: CallbackQuery, state: FSMContext) -> None:
    await _ask(query, state, NAMES[max(0, NAMES.index(await _present(state)) - 1)])


@router.callback_query(Announce(), F.data.startswith("edit:"))
async def edit(query: CallbackQuery, state: FSMContext) -> None:
    await _ask(query, state, (query.data or "").removeprefix("edit:"))


@router.callback_query(Announce(), F.data == "skip")
async def skip(query: CallbackQuery, state: FSMContext) -> None:
    await _answered(query, state, None)


@router.callback_query(Announce(), F.data.startswith("pick:"))
async def pick(query: CallbackQuery, state: FSMContext) -> None:
    code = (query.data or "").removeprefix("pick:")
    await _answered(query, state, QUESTIONS[await _present(state)].likely.get(code, code))


@router.message(Announce(), F.text)
async def typed(message: Message, state: FSMContext) -> None:
    name = await _present(state)
    value = QUESTIONS[name].read(message.text or "") if name in QUESTIONS else None
    if value is None:
        await message.answer("Je n’ai pas compris cette réponse.")
        return
    await _answered(message, state, value)
