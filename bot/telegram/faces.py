"""What stands under a message: buttons big enough for a thumb. Pure.

A phone shows about thirty signs on a button. Where an answer is longer, the answers stand in the message with a
number and the buttons carry the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.buttons import Buttons, Press
from surveys.wording import Choice, Said

LONGEST = 30
A_ROW = 5
"""So many numbers stand beside each other."""
ONE_ROW = 6
TICKED, UNTICKED = "☑", "☐"

Row = list[InlineKeyboardButton]


@dataclass(frozen=True)
class Beside:
    """The buttons that stand under every question: label and press."""

    rows: Sequence[Sequence[tuple[str, Press]]]


def is_numbered(choices: Sequence[Choice]) -> bool:
    return any(len(choice.label) > LONGEST for choice in choices)


def keyboard(said: Said, ticked: Sequence[str], ready: str, beside: Beside, buttons: Buttons) -> InlineKeyboardMarkup:
    """The answers, then weet ik niet and liever niet, then what can be done besides. `ready`: words of the button
    that sends several choices."""
    rows = _several(said, ticked, ready, buttons) if said.kind == "choices" else _answers(said, buttons)
    aside = [_button(one.label, Press("answer", said.id, said.item, one.code), buttons) for one in said.aside]
    others = [[_button(label, press, buttons) for label, press in row] for row in beside.rows]
    return InlineKeyboardMarkup([row for row in (*rows, aside, *others) if row])


def _answers(said: Said, buttons: Buttons) -> list[Row]:
    made = [
        _button(label, Press("answer", said.id, said.item, choice.code), buttons)
        for label, choice in zip(_labels(said.choices), said.choices, strict=True)
    ]
    if said.kind == "scale":
        return _halves(made)
    return _rows(made, A_ROW if is_numbered(said.choices) else 1)


def _several(said: Said, ticked: Sequence[str], ready: str, buttons: Buttons) -> list[Row]:
    made = [
        _button(
            f"{TICKED if choice.code in ticked else UNTICKED} {label}",
            Press("tick", said.id, said.item, choice.code),
            buttons,
        )
        for label, choice in zip(_labels(said.choices), said.choices, strict=True)
    ]
    send = _button(ready, Press("ticked", said.id, said.item), buttons)
    return [*_rows(made, A_ROW if is_numbered(said.choices) else 1), [send]]


def _labels(choices: Sequence[Choice]) -> list[str]:
    if is_numbered(choices):
        return [str(number) for number in range(1, len(choices) + 1)]
    return [choice.label for choice in choices]


def _halves(made: Row) -> list[Row]:
    """A scale of ten or eleven stands in two rows."""
    return [made] if len(made) <= ONE_ROW else _rows(made, -(-len(made) // 2))


def _rows(made: Row, width: int) -> list[Row]:
    return [made[start : start + width] for start in range(0, len(made), width)]


def numbers(pressed: Sequence[Press], width: int = A_ROW) -> list[list[tuple[str, Press]]]:
    """Buttons 1, 2, 3 … for a numbered list."""
    made = [(str(number), press) for number, press in enumerate(pressed, 1)]
    return [made[start : start + width] for start in range(0, len(made), width)]


def _button(label: str, press: Press, buttons: Buttons) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=buttons.data(press))


def link(label: str, url: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=url)]])
