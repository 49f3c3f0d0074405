"""Which option somebody means: by its text, its number, its code, or words near enough. Never a guess."""

import difflib
import re
from collections.abc import Sequence

from surveys.questionnaire import Option, Question
from surveys.replies.meanings import Meaning, Unclear, Understood, Words
from surveys.replies.spoken import core, heard, known, meant_by, negations, says, tokens

NEAR = 0.8
"""How alike (difflib ratio) typed words must be to an option's text."""
APART = 0.1
"""How much less alike the next option must be: never guessed when two are about equally near."""
TELLING = 4
"""A word that tells one option from the others has at least so many letters."""


def option(options: Sequence[Option], said: str, words: Words) -> str:
    """The code of the one option meant; empty when none is, or more than one could be."""
    if not said:
        return ""
    exact = {one.code for one in options if said in _texts(one)}
    found = exact or _named(options, said, words)
    if found:
        return found.pop() if len(found) == 1 else ""
    return _near(options, said, words) or _told_apart(options, said, words)


def is_text(options: Sequence[Option], said: str) -> bool:
    """Whether this is literally what stands on one of the buttons."""
    return any(said in _texts(one) for one in options)


def several(question: Question, known_codes: Sequence[str]) -> Meaning:
    """Chosen codes as an answer."""
    if len(known_codes) > question.most_chosen:
        return Unclear("unclear_at_most")
    return Understood(" ".join(known_codes)) if known_codes else Unclear("unclear_choices")


def several_typed(question: Question, text: str, said: str, words: Words) -> Meaning:
    """ "1, 3", "ruzie thuis en school", "alles"."""
    if says(said, "all_of", words):
        return several(question, question.codes)
    found = _each(question.options, text, said, words)
    if not found:
        return Unclear("unclear_choices")
    return several(question, [code for code in question.codes if code in found])


def ranked(question: Question, codes: Sequence[str]) -> Meaning:
    """Codes in the order of preference. All options in order: the last one follows from the others."""
    most, left = question.most_chosen, [code for code in question.codes if code not in codes]
    if len(codes) > most or len(set(codes)) != len(codes):
        return Unclear("unclear_ranking")
    if most < len(question.options):
        return Understood(" ".join(codes)) if codes else Unclear("unclear_ranking")
    return Unclear("unclear_ranking") if len(left) > 1 else Understood(" ".join((*codes, *left)))


def ranked_typed(question: Question, text: str, said: str, words: Words) -> Meaning:
    """ "2, 1, 3", "213", "school, dan thuis"."""
    if re.fullmatch(r"\d{2,5}", said, re.ASCII) and len(question.options) < 10:
        text = said = " ".join(said)
    return ranked(question, _each(question.options, text, said, words))


def _texts(one: Option) -> set[str]:
    return {known(text) for text in one.text.values()}


def _each(options: Sequence[Option], text: str, said: str, words: Words) -> list[str]:
    """The options named one after another; none when one of the names is not clear."""
    if is_text(options, said):
        return [option(options, said, words)]
    found = [option(options, piece, words) for piece in _pieces(text, words)]
    if found and all(found):
        return found
    whole = option(options, said, words)
    return [whole] if whole else []


def _pieces(text: str, words: Words) -> list[str]:
    between = "|".join(re.escape(one) for one in meant_by(words, "and"))
    parts = re.split(rf"[,;،+&>/\n]|\s(?:{between or ','})\s", text, flags=re.IGNORECASE)
    whole = [heard(part) for part in parts]
    return [piece for part in whole for piece in (part.split() if re.fullmatch(r"[\d ]+", part) else [part]) if piece]


def _named(options: Sequence[Option], said: str, words: Words) -> set[str]:
    """Options by their code, what people say for it, their place in the list, or the number they begin with."""
    short = core(said, words)
    return {
        *(one.code for one in options if said == known(one.code) or _is_said(one.code, said, words)),
        *_placed(options, said, words),
        *(one.code for one in options if short.isdecimal() and any(_begins(text, short) for text in _texts(one))),
    }


def _is_said(code: str, said: str, words: Words) -> bool:
    """ "ja", "ja hoor", "ja 👍": everything that is said means this code."""
    meant = meant_by(words, code)
    if says(said, code, words):
        return True
    parts = tokens(said, words)
    return bool(parts) and all(part in meant for part in parts)


def _begins(text: str, number: str) -> bool:
    return bool(re.match(rf"{number}\b", text))


def _placed(options: Sequence[Option], said: str, words: Words) -> set[str]:
    short = core(said, words)
    places = [int(short)] if re.fullmatch(r"\d{1,2}", short, re.ASCII) else _ordinals(short, words)
    return {options[place - 1].code for place in places if 1 <= place <= len(options)}


def _ordinals(short: str, words: Words) -> list[int]:
    return [place for place in range(1, 10) if short and short in meant_by(words, f"place_{place}")]


def _near(options: Sequence[Option], said: str, words: Words) -> str:
    """The option whose text was typed with a slip or two."""
    alike = sorted((max(_alike(text, said, words) for text in _texts(one)), one.code) for one in options)
    best, code = alike[-1]
    return code if best >= NEAR and (len(alike) == 1 or best - alike[-2][0] >= APART) else ""


def _alike(text: str, said: str, words: Words) -> float:
    """0 where one of the two says the opposite of the other, however few letters that takes."""
    ratio = difflib.SequenceMatcher(None, text, said).ratio()
    return 0.0 if ratio >= NEAR and _opposite(text, said, words) else ratio


def _opposite(text: str, said: str, words: Words) -> bool:
    if bool(negations(text, words)) != bool(negations(said, words)):
        return True
    ours, theirs = set(text.split()), set(said.split())
    apart = ours ^ theirs
    return any(
        difflib.SequenceMatcher(None, word.removeprefix(prefix), other).ratio() >= NEAR
        for prefix in meant_by(words, "prefix_not")
        for word in apart
        if word.startswith(prefix)
        for other in apart - {word}
    )


def _told_apart(options: Sequence[Option], said: str, words: Words) -> str:
    """The option that alone has a telling word of what was typed: "lichtere" of "met lichtere hulp red ik het".

    Every word typed must be in its text, and `niet` in both or in neither.
    """
    parts = set(tokens(said, words))
    if not parts:
        return ""
    found = {one.code for one in options if any(_holds(text, parts, words) for text in _texts(one))}
    others = {word for one in options if one.code not in found for text in _texts(one) for word in text.split()}
    telling = any(len(part) >= TELLING and part not in others for part in parts)
    return found.pop() if len(found) == 1 and telling else ""


def _holds(text: str, parts: set[str], words: Words) -> bool:
    return parts <= set(re.split(r"[\s,.]+", text)) and negations(text, words) <= parts
