"""`hoorbaar demo` as a visitor meets it: links that open, an answer that is found again, a quiet end."""

import contextlib
import csv
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from bot.assistant import safety
from surveys.demo import phrases
from surveys.demo.region import VISITED
from tests.respondent import Respondent
from tests.served import PROGRAM, environment, hoorbaar

ANSWERS = {"_begin": "begin", "_consent": "yes", "usefulness": "10", "_overview": "send", "goal_more": "no"}

Figures = dict[tuple[str, str], dict[str, str]]
"""(indicator, informant) -> row of the visited provider."""


@dataclass
class Demo:
    """A demonstration that is being served. `said`: everything it printed until then."""

    folder: Path
    process: subprocess.Popen[str]
    said: str

    @property
    def links(self) -> list[str]:
        return re.findall(r"http://127\.0\.0\.1:\d+/i/\w+", self.said)

    @property
    def command(self) -> list[str]:
        """The printed command that exports the last half-year."""
        [line] = [line for line in self.said.splitlines() if " indicators " in line]
        return line.split()[1:]

    def interrupt(self) -> str:
        """What Ctrl-C does; what is said then."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=60)
        return said


@contextmanager
def demonstrated(folder: Path, *words: str) -> Iterator[Demo]:
    with (folder / "progress.log").open("w") as log:
        process = subprocess.Popen(
            [*PROGRAM, "demo", *words],
            cwd=folder,
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield Demo(folder, process, _until_it_serves(process, folder))
    finally:
        process.kill()
        process.communicate(timeout=60)


def _until_it_serves(process: subprocess.Popen[str], folder: Path) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "De demo draait" in line:
            return said
    raise AssertionError(f"{said}\n{(folder / 'progress.log').read_text()}")


def _exported(demo: Demo, *words: str) -> Figures:
    done = hoorbaar(demo.folder, *demo.command[:-4], *words, "--format", "csv", "--out", "out.csv")
    assert done.returncode == 0, done.stderr
    with (demo.folder / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["provider"] == VISITED.name]
    return {(row["indicator"], row["informant"]): row for row in rows}


def _answer(link: str) -> None:
    person = Respondent().get(link)
    for _ in range(40):
        asked = person.form.question
        if asked == "_done":
            return
        if asked == "goal_text":
            person.write("beter slapen")
        else:
            person.choose(ANSWERS.get(asked) or person.form.choices[0])
    raise AssertionError(f"still asked: {person.form.question}")


@dataclass(frozen=True)
class Visit:
    """What happened in one whole visit, in which port 8080 was taken."""

    folder: Path
    said: str
    links: list[str]
    first_page: Respondent
    again: subprocess.CompletedProcess[str]
    before: Figures
    after: Figures
    published: subprocess.CompletedProcess[str]
    out: Path
    goodbye: str
    exit_code: int


@contextmanager
def _taken(port: int) -> Iterator[None]:
    """Listens there, unless somebody does already."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            one.listen()
        yield


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("visit")
    with _taken(8080), demonstrated(folder, "--people", "50") as demo:
        first_page = Respondent().get(demo.links[2])
        again = hoorbaar(folder, "demo", "--people", "1", "--no-serve")
        before = _exported(demo, "--provisional")
        _answer(demo.links[0])
        _answer(demo.links[1])
        after = _exported(demo, "--provisional")
        published = hoorbaar(folder, *demo.command)
        goodbye = demo.interrupt()
    out, code = folder / demo.command[-1], demo.process.returncode
    return Visit(folder, demo.said, demo.links, first_page, again, before, after, published, out, goodbye, code)


def test_what_the_visitor_answers_is_in_the_figures(visit: Visit) -> None:
    for informant in ("youth", "parent"):
        key = "satisfaction_usefulness_mean", informant
        assert int(visit.after[key]["n"]) == int(visit.before[key]["n"]) + 1, informant
        assert int(visit.after[key]["numerator"]) == int(visit.before[key]["numerator"]) + 10, informant


def test_the_printed_command_publishes_and_writes_the_workbook(visit: Visit) -> None:
    assert visit.published.returncode == 0, visit.published.stderr
    assert "2026H1: published now" in visit.published.stdout
    assert visit.out.stat().st_size > 5000


def test_it_says_everywhere_that_it_is_invented(visit: Visit) -> None:
    export = (visit.folder / "var/demo/aanbieder-12m-2025H2.csv").read_text("utf-8")

    assert "Alles is verzonnen" in visit.said
    assert "Dit is een demo met verzonnen gegevens." in visit.first_page.html
    assert "Aanbieder De Linde (verzonnen)" in export
    assert "Aanbieder Polderlicht (verzonnen)" not in export


def test_a_taken_port_gives_links_with_another_one(visit: Visit) -> None:
    assert len(visit.links) == 4
    assert not any(":8080/" in link for link in visit.links)
    assert (visit.first_page.status, visit.first_page.form.question) == (200, "_begin")


def test_a_demo_that_is_being_served_is_not_thrown_away(visit: Visit) -> None:
    assert visit.again.returncode == 2
    assert "another `hoorbaar serve` works with it" in visit.again.stderr


def test_it_ends_quietly(visit: Visit) -> None:
    assert (visit.exit_code, visit.goodbye.strip()) == (0, "De demo is gestopt. Tot ziens!")
    assert "Traceback" not in (visit.folder / "progress.log").read_text()


def test_without_serving_it_prints_how_to(tmp_path: Path) -> None:
    done = hoorbaar(tmp_path, "demo", "--people", "1", "--no-serve")

    assert done.returncode == 0, done.stderr
    assert re.search(r"--env var/demo/\.env serve --public-port \d+ --staff-port \d+", done.stdout)
    assert sorted(path.name for path in (tmp_path / "var/demo").glob("aanbieder-*")) == [
        "aanbieder-12m-2025H2.csv",
        "aanbieder-12m-2025H2.xlsx",
    ]


@pytest.mark.parametrize("people", ["0", "-3"])
def test_nobody_at_all_is_a_mistake_told_in_one_line(tmp_path: Path, people: str) -> None:
    done = hoorbaar(tmp_path, "demo", "--people", people)

    assert (done.returncode, done.stderr) == (2, f"--people {people}: expected 1 or more\n")
    assert not list(tmp_path.iterdir())


def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "var/demo").mkdir(parents=True)
    (tmp_path / "var/demo/mijn.txt").write_text("van mij")
    done = hoorbaar(tmp_path, "demo", "--people", "1", "--no-serve")

    assert done.returncode == 2
    assert done.stderr == ("var/demo: is there already and no demo made it; rename it, or run the demo elsewhere\n")
    assert [path.name for path in (tmp_path / "var/demo").iterdir()] == ["mijn.txt"]


def test_an_environment_that_names_a_real_database_is_no_place_for_a_demo(tmp_path: Path) -> None:
    done = hoorbaar(tmp_path, "demo", "--no-serve", HOORBAAR_DATABASE_URL="sqlite:///real.db")

    assert done.returncode == 2
    assert done.stderr == (
        "HOORBAAR_DATABASE_URL: is set in this environment and would win over var/demo/.env; unset it\n"
    )
    assert not list(tmp_path.iterdir())


def test_nothing_that_invented_people_write_is_a_cry_for_help() -> None:
    by_person = (*phrases.GOALS.values(), *phrases.GLAD.values(), *phrases.SORRY.values(), phrases.VAGUE)
    written = [text for by_language in by_person for text in chain.from_iterable(by_language.values())]

    assert len(written) > 60
    assert {text: safety(text) for text in written if safety(text) != "none"} == {}
