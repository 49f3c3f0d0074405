"""Whole conversations as text files, each reply through the database and back.

`<` we say   `>` they say   `=` stored. A reply is typed words, `[code]` for a button, `[code]@question/item`
for a button of an earlier question, `!action` or `!action@question/item`. `pytest --update` rewrites the files.
"""

import re
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.assistant import safety
from surveys import engine
from surveys.wording import Said
from tests.surveys.rehearsal import Rehearsal, desk_of

FOLDER = Path(__file__).parent / "dialogues"
DESK = desk_of()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
async def test_dialogue(path: Path, engine: AsyncEngine, request: pytest.FixtureRequest) -> None:
    """The conversation in the file is the conversation that is held."""
    written = path.read_text("utf-8")
    held = await hold(written, engine)
    if request.config.getoption("--update"):
        path.write_text(held, "utf-8")
        written = held

    assert held == written


async def hold(written: str, db_engine: AsyncEngine) -> str:
    head, _, script = written.partition("---\n")
    facts = dict(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
    goals = {int(number): words for number, words in re.findall(r"^goal (\d): (.*)$", head, re.MULTILINE)}
    held = await Rehearsal(db_engine, DESK, facts["set"], facts.get("language", "nl")).open(goals)
    lines = [*_said(await held.say())]
    for reply in re.findall(r"^> (.*)$", script, re.MULTILINE):
        lines.append(f"> {reply}")
        lines += await _answer(held, reply)
    return f"{head}---\n" + "".join(f"{line}\n" for line in lines)


async def _answer(held: Rehearsal, reply: str) -> list[str]:
    before = len(await held.trail())
    outcome = await held.hear(**_fields(reply))
    stored = (await held.trail())[before:]
    question = engine.prompt(held.questionnaire, outcome.state).question
    speaker = held.desk.texts.say
    form = held.questionnaire.informant
    bounds = {"min": question.least, "max": question.most, "at_most": question.at_most} if question else {}
    return [
        *(f"= {name}{f'/{item}' if item else ''} {kind} {value}".rstrip() for name, item, kind, value in stored),
        *(f"! {type(effect).__name__}{_detail(effect)}" for effect in outcome.effects if _loud(effect)),
        *(f"< ({speaker(reason, outcome.state.language, form, **bounds)})" for reason in outcome.reasons),
        *_said(await held.say()),
    ]


def _loud(effect: engine.Effect) -> bool:
    return isinstance(effect, engine.Alarm | engine.Ended | engine.Consented | engine.NameGoal)


def _detail(effect: engine.Effect) -> str:
    return " " + " ".join(str(value) for value in vars(effect).values())


def _fields(reply: str) -> dict[str, object]:
    shape = re.fullmatch(r"(?:\[(?P<codes>[^\]]*)\]|!(?P<action>[\w:]+))(?:@(?P<key>[\w/]+))?", reply)
    if shape is None:
        return {"text": reply, "alarm": safety(reply)}
    question, _, item = (shape["key"] or "").partition("/")
    codes = tuple((shape["codes"] or "").split()) if shape["codes"] is not None else ()
    return {"choices": codes, "action": shape["action"] or "", "question": question, "item": int(item or 0)}


def _said(said: Said) -> list[str]:
    choices = " ".join(f"[{choice.code}]" for choice in said.choices)
    return [*(f"< {line}" for line in said.lines), *([f"< {choices}"] if choices else [])]
