"""Everything that was asked and said in the region, as rows; participant by participant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby

from surveys.codes import new_code
from surveys.demo.asks import Ask, chance, common, opened_at
from surveys.demo.holding import Held, Row, Scene, hold
from surveys.demo.opinions import view_of
from surveys.demo.respondent import Fate, Respondent
from surveys.intake import Desk
from surveys.inviting import LASTS, Issued
from surveys.store.due import Due
from surveys.store.invitations import Invited
from surveys.vault import Cipher

TOGETHER = 200
"""Asks whose rows are written together, or a few more."""


@dataclass
class Rows:
    """What is to be written, table by table; `asks` of them went into it."""

    asks: int = 0
    invitations: list[Row] = field(default_factory=list)
    conversations: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """An ask and how it went."""

    ask: Ask
    fate: Fate


class Season:
    """Hands out rows in portions. `first`: the first free ids of invitations and conversations."""

    def __init__(self, seed: int, desk: Desk, ciphers: Mapping[str, Cipher], first: tuple[int, int]) -> None:
        self._seed = seed
        self._desk = desk
        self._ciphers = ciphers
        self._invitations = count(first[0])
        self._conversations = count(first[1])

    def rows(self, told: Sequence[Told]) -> Iterator[Rows]:
        """`told` comes participant by participant, a start before an end."""
        rows = Rows()
        for _, about in groupby(told, key=lambda one: one.ask.who.id):
            self._participant(rows, list(about))
            if rows.asks >= TOGETHER:
                yield rows
                rows = Rows()
        yield rows

    def _participant(self, rows: Rows, told: Sequence[Told]) -> None:
        """Goals of an earlier conversation that counts are what a later one asks about."""
        goals: tuple[int, ...] = ()
        for one in told:
            rows.asks += 1
            invited, row = self._invitation(one.ask)
            rows.invitations.append(row)
            if one.fate == "never":
                continue
            held = self.held(one, invited, goals)
            row["opened_at"] = held.row["opened_at"]
            _keep(rows, held)
            goals = (held.named or goals) if held.row["counts"] else goals

    def _invitation(self, ask: Ask) -> tuple[Invited, Row]:
        who, code = ask.who, new_code(chance(self._seed, ask.who, f"code {ask.moment}").randbytes(16))
        due = Due(who.id, who.provider, who.record_id, who.slot, who.informant, who.language, ask.moment, ask.day)
        row = Issued(due, code, ask.issued_at + LASTS).stored(ask.issued_at)
        number = next(self._invitations)
        invited = Invited(
            id=number,
            participant=who.id,
            respondent=who.respondent,
            informant=who.informant,
            moment=ask.moment,
            question_set=str(row["question_set"]),
            language=who.language,
            expires_at=ask.issued_at + LASTS,
            provider=who.provider,
            record_id=who.record_id,
        )
        return invited, row | {"id": number, "opened_at": None}

    def held(self, told: Told, invited: Invited, goals: tuple[int, ...]) -> Held:
        """The conversation behind an invitation that was opened."""
        ask = told.ask
        rng = chance(self._seed, ask.who, f"says {ask.moment}")
        scene = Scene(
            id=next(self._conversations),
            handle=new_code(rng.randbytes(16)),
            invited=invited,
            questionnaire=self._desk.catalogue.current[invited.question_set],
            goals=goals,
            opened_at=opened_at(rng, ask),
        )
        view = view_of(rng, ask.case, ask.who.informant, ask.who.language, common(self._seed, ask.case))
        person = Respondent.made(rng, view, told.fate)
        return hold(scene, person, self._desk.texts, self._ciphers[ask.who.respondent])


def _keep(rows: Rows, held: Held) -> None:
    rows.conversations.append({"closed_at": None, **held.row})
    rows.answers += held.answers
    rows.consents += held.consents
    rows.goals += held.goals
