"""The conversation itself: no storage, no channel, no clock."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import engine, states
from surveys.engine import Event, Prompt, State
from surveys.question_files import read_all
from surveys.questionnaire import OWN_WORDS, UNSCORED, Questionnaire
from surveys.replies import Reply
from surveys.texts import load

CONFIG = Path(__file__).resolve().parents[2] / "config"

WORDS = load(CONFIG).words
SETS = read_all(CONFIG / "questionnaires")
ACTIONS = ("stop", "back", "change", "help", "erase", "continue", "language:en", "send", "keep")


def _tap(asked: Prompt, code: str) -> Event:
    return Event(asked.id, asked.item, Reply((code,)))


def _simplest(asked: Prompt) -> Event:
    """An answer that any question takes."""
    if asked.question is None:
        return _tap(
            asked, {"_consent": "yes", "_overview": "send", "_safety": "continue", "_stop": "continue"}[asked.id]
        )
    if asked.question.kind in OWN_WORDS:
        return Event(asked.id, asked.item, Reply(text="iets"), mark="f00")
    return _tap(asked, asked.question.codes[0])


def _walk(questionnaire: Questionnaire, state: State) -> list[str]:
    asked: list[str] = []
    while state.phase not in engine.ENDED:
        prompt = engine.prompt(questionnaire, state)
        asked.append(f"{prompt.id}/{prompt.item}")
        state, _ = engine.step(questionnaire, state, _simplest(prompt), WORDS)
        assert len(asked) < 60
    return asked


def test_every_shipped_set_comes_to_its_end_and_asks_nothing_twice() -> None:
    for questionnaire in SETS.values():
        asked = _walk(questionnaire, State())

        assert len(asked) == len(set(asked)), questionnaire.slug
        assert asked[0] == "_consent/0"
        assert asked[-1] == "_overview/0"


def test_goals_that_have_a_name_are_not_asked_for_again() -> None:
    asked = _walk(SETS["end-youth"], State(goals=(1, 3)))

    assert [name for name in asked if name.startswith("goal")] == [
        "goal_result/1", "goal_now/1", "goal_result/3", "goal_now/3"
    ]  # fmt: skip


def test_the_same_answer_twice_is_one_answer() -> None:
    questionnaire, state = SETS["end-youth"], State(phase="asking")
    event = _tap(engine.prompt(questionnaire, state), "7")
    once, first = engine.step(questionnaire, state, event, WORDS)
    twice, second = engine.step(questionnaire, once, event, WORDS)

    assert len(first) == 1
    assert second == ()
    assert twice.answers == once.answers


def test_a_button_of_a_question_that_is_not_open_yet_answers_nothing() -> None:
    state, effects = engine.step(SETS["end-youth"], State(phase="asking"), Event("heard", 0, Reply(("yes",))), WORDS)

    assert effects == (engine.Repeat("stale"),)
    assert not state.answers


def test_after_the_end_nothing_changes_an_answer() -> None:
    done = State(phase="done", answers={("usefulness", 0): "7"})
    state, effects = engine.step(SETS["end-youth"], done, Event("usefulness", 0, Reply(("3",))), WORDS)

    assert (state.answers, effects) == (done.answers, ())


def test_a_danger_signal_while_stopping_returns_to_the_questions() -> None:
    stopping = State(phase="stopping", answers={("usefulness", 0): "7"})
    state, effects = engine.step(SETS["end-youth"], stopping, Event(reply=Reply(text="x"), alarm="acute"), WORDS)
    back, _ = engine.step(SETS["end-youth"], state, Event("_safety", reply=Reply(("continue",))), WORDS)

    assert engine.Alarm("acute") in effects
    assert state.phase == "safety"
    assert back.phase == "asking"


def test_a_second_danger_signal_does_not_lose_the_way_back() -> None:
    asking = State(phase="asking")
    once, _ = engine.step(SETS["end-youth"], asking, Event(reply=Reply(text="x"), alarm="acute"), WORDS)
    twice, _ = engine.step(SETS["end-youth"], once, Event(reply=Reply(text="x"), alarm="worrying"), WORDS)
    back, _ = engine.step(SETS["end-youth"], twice, Event("_safety", reply=Reply(("continue",))), WORDS)

    assert back.phase == "asking"


@st.composite
def _events(draw: st.DrawFn, questionnaire: Questionnaire) -> Event:
    names = [question.id for question in questionnaire.questions()]
    target = draw(st.sampled_from(["", *names, "_consent", "_overview", "_stop", "_safety", "_erase", "_nothing"]))
    codes = sorted({code for question in questionnaire.questions() for code in question.codes} | set(UNSCORED))
    code = draw(st.sampled_from([*codes, "yes", "no", "send", "keep", "discard", "continue", "stop", "erase"]))
    typed = draw(st.sampled_from(["", "7", "ja", "weet ik niet", "stop", "vorige", "iets anders"]))
    return Event(
        question=target,
        item=draw(st.integers(0, 3)),
        reply=draw(st.sampled_from([Reply((code,)), Reply(text=typed)])),
        action=draw(st.sampled_from(["", "", "", *ACTIONS])),
        mark=draw(st.sampled_from(["a", "b"])),
        alarm=draw(st.sampled_from(["none"] * 9 + ["acute"])),
    )


@given(data=st.data(), slug=st.sampled_from(sorted(SETS)), goals=st.sampled_from([(), (1,), (1, 2)]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_people_do_the_state_is_sound_and_the_way_out_is_open(
    data: st.DataObject, slug: str, goals: tuple[int, ...]
) -> None:
    questionnaire = SETS[slug]
    state, stored = State(goals=goals), dict[engine.Key, str]()
    for _ in range(data.draw(st.integers(1, 40))):
        state, effects = engine.step(questionnaire, state, _likely(data, questionnaire, state), WORDS)
        _apply(stored, effects, state)

        assert states.from_json(states.to_json(state)) == state
        assert stored == state.answers
        assert state.answers.keys() == engine.keys(engine.answered(questionnaire, state))
        assert state.reopened is None or state.reopened in state.answers
    if state.phase not in engine.ENDED:
        _walk(questionnaire, replace(state, reopened=None))


def _likely(data: st.DataObject, questionnaire: Questionnaire, state: State) -> Event:
    """Half of the time what was asked is answered, so that walks get somewhere."""
    asked = engine.prompt(questionnaire, state)
    if state.phase == "asking" and data.draw(st.booleans()):
        return _simplest(asked)
    return data.draw(_events(questionnaire))


def _apply(stored: dict[engine.Key, str], effects: tuple[engine.Effect, ...], state: State) -> None:
    """What a database would hold after these effects."""
    for effect in effects:
        if isinstance(effect, engine.Record):
            stored[effect.key] = state.answers.get(effect.key, "")
        elif isinstance(effect, engine.TakeBack):
            stored.pop(effect.key)
        elif isinstance(effect, engine.Ended) and effect.phase in {"declined", "discarded", "erased"}:
            stored.clear()
