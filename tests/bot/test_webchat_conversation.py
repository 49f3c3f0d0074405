"""Whole conversations over plain form posts, as a browser without a script holds them."""

import pytest

from surveys.store.tables import consent, conversation, current_answer, invitation
from tests.bot.answers import PARENT, YOUTH
from tests.bot.house import House


async def test_a_youth_answers_everything_over_the_link_and_it_counts(any_house: House, serve, arrive) -> None:
    visitor = arrive(await serve(any_house))
    page = await visitor.open(any_house.codes["youth"])

    assert (page.status, page.question) == (200, "_consent")
    await visitor.until("_overview", YOUTH)
    assert "weer naar school" in visitor.page.text
    assert "bel vaker terug" in visitor.page.text
    page = await visitor.choose("send")

    assert page.question == "_done"
    stored = {(row.question, row.item): row.value for row in await any_house.rows(current_answer)}
    asked = {name: value for name, value in YOUTH.items() if not name.startswith("_")}
    own_words = {"goal_text": "", "open_answer": ""}
    loop = {"goal_text", "goal_result", "goal_now", "goal_more"}
    assert stored == {(name, int(name in loop)): value for name, value in (asked | own_words).items()}
    (kept,) = await any_house.rows(conversation)
    assert (kept.status, kept.counts) == ("submitted", True)
    assert [(row.given, row.channel) for row in await any_house.rows(consent)] == [(True, "web")]


async def test_every_page_has_one_form_with_its_question_and_ways_to_say_nothing(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    while visitor.page.question != "_done":
        page = visitor.page
        assert len(page.forms) == 1
        assert page.forms[0]["method"] == "post"
        assert page.hidden["step"]
        assert 'role="log"' in page.html
        if not page.question.startswith("_"):
            assert page.choices[-2:] == ["dont_know", "rather_not"]
            assert "stop" in page.actions
        await visitor.reply(YOUTH)


async def test_a_question_about_a_goal_names_the_goal_and_its_number(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    page = await visitor.until("goal_now", YOUTH)

    assert page.item == 1
    assert "weer naar school" in page.log


async def test_an_answer_can_be_changed_from_the_overview(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("_overview", YOUTH)
    page = await visitor.press("change:usefulness:0")
    assert page.question == "usefulness"
    page = await visitor.choose("9")

    assert page.question == "_overview"
    assert "Veranderd." in page.log
    rows = {row.question: row.value for row in await house.rows(current_answer)}
    assert rows["usefulness"] == "9"


async def test_own_words_stand_ready_when_they_are_changed(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("_overview", YOUTH)
    page = await visitor.press("change:open_answer:0")

    assert ">bel vaker terug</textarea>" in page.html


async def test_no_thanks_is_a_normal_end_that_can_be_taken_back(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    page = await visitor.choose("no")
    assert page.question == "_declined"
    page = await visitor.choose("continue")
    assert page.question == "_consent"
    assert (await visitor.choose("yes")).question == "usefulness"


@pytest.mark.parametrize(
    ("choice", "ends_at", "counts", "answers"),
    [("keep", "_done", True, 2), ("discard", "_stopped", False, 0)],
    ids=["kept answers count", "thrown away answers are gone"],
)
async def test_stopping_asks_what_happens_to_the_answers(
    house: House, serve, arrive, choice: str, ends_at: str, counts: bool, answers: int
) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("goal_text", YOUTH)
    page = await visitor.press("stop")
    assert page.choices == ["keep", "discard", "continue"]
    page = await visitor.choose(choice)

    assert page.question == ends_at
    (kept,) = await house.rows(conversation)
    assert kept.counts == counts
    assert len(await house.rows(current_answer)) == answers


async def test_after_stop_one_can_go_on(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("goal_text", YOUTH)
    await visitor.press("stop")

    assert (await visitor.choose("continue")).question == "goal_text"


async def test_what_is_not_understood_is_said_after_the_redirect_and_once(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("usefulness", YOUTH)
    page = await visitor.type("twaalf")
    assert "Kies een cijfer van 1 tot 10." in page.log
    assert "?" not in visitor.place
    assert "Kies een cijfer van 1 tot 10." in (await visitor.get(visitor.place)).log
    page = await visitor.type("een 8")

    assert page.question == "further_need"
    assert "Kies een cijfer van 1 tot 10." not in page.log


async def test_after_three_misunderstandings_another_way_is_offered(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("usefulness", YOUTH)
    for words in ("twaalf", "dertien"):
        assert "weet ik niet" not in (await visitor.type(words)).log
    assert "Of typ “weet ik niet”" in (await visitor.type("veertien")).log


async def test_the_conversation_changes_language_and_keeps_its_answers(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("further_need", YOUTH)
    page = await visitor.press("language:en")

    assert 'lang="en"' in page.html
    assert page.question == "further_need"
    assert "How useful was this help" in page.log or "how useful was this help" in page.log


async def test_a_link_in_english_begins_the_conversation_in_english(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.get(f"/i/{house.codes['youth']}?lang=en")
    page = await visitor.send(visitor.page, choice="begin")

    assert 'lang="en"' in page.html


async def test_words_about_danger_are_kept_and_the_numbers_to_call_come_at_once(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("open_answer", YOUTH)
    page = await visitor.type("ik wil dood")

    assert page.question == "_safety"
    for number in ("tel:112", "tel:113", "tel:08000432", "tel:08002000"):
        assert number in page.links
    assert page.choices == ["continue", "stop"]
    assert (await visitor.choose("continue")).question == "company"
    assert "ik wil dood" in visitor.page.log


async def test_asking_for_help_in_words_shows_the_numbers_and_the_same_question(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("goal_text", YOUTH)
    page = await visitor.type("hulp nodig")

    assert page.question == "goal_text"
    assert "tel:112" in page.links


async def test_after_sending_answers_can_be_erased_and_are_shown_nowhere(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("_done", YOUTH)
    assert "bel vaker terug" not in visitor.page.text
    page = await visitor.press("erase")
    assert page.question == "_erase"
    assert "bel vaker terug" not in page.text
    page = await visitor.choose("erase")

    assert page.question == "_erased"
    assert await house.rows(current_answer) == []


async def test_a_typed_code_opens_the_conversation_however_it_is_typed(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.get("/")
    code = house.codes["youth"].lower()
    typed = " ".join([code[:4], "-", code[4:9], code[9:]])
    page = await visitor.send(visitor.page, code=typed)

    assert page.question == "_consent"
    assert (await house.rows(invitation))[0].opened_at is not None


async def test_parents_and_foster_parents_have_their_own_questions(house: House, serve, arrive) -> None:
    await house.invite("foster_parent")
    server = await serve(house)
    parent, foster = arrive(server), arrive(server)
    await parent.open(house.codes["parent"])
    await foster.open(house.codes["foster_parent"])

    assert "Doet u mee?" in parent.page.log
    assert (await parent.until("usefulness", PARENT)).question == "usefulness"
    await foster.choose("yes")
    assert foster.page.question != "usefulness"
