"""For programs: the facts behind each page; what a page says makes them again does so."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import html
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from tests.command import call, document
from tests.web.conftest import WORLDS, Answer, Server, Visit, running

from misid.results.schema import Results
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data
from misid.web.address import Address
from misid.web.app import application
from misid.web.views.api import ENDPOINTS
from misid.web.views.api_sent import SENT
from misid.words.facts import fact_at

PROGRAM = (sys.executable, "-W", "error", "-c", "from misid.cli import main; main()")
SLOW = ("/api/ledger", "/api/ledger.csv", "/api/requirements", "/api/encounter", "/api/encounters")
"""What their own tests ask for: designs of many worlds, and machine code that is made first."""
SHOWN = re.compile(
    r"(?:headline|outputs)(\.\w+(?:\.split\.sides\.\w+)?)(?:\.after)?(\.median|\.low|\.high)"
)
"""Facts of results, and those of a comparison that are results of the changed side."""
CHANGES = {
    "as it is": "",
    "a safeguard": "&with=delete-non-matches",
    "an input": "&review.share_reviewed=0.5",
    "both": "&with=delete-non-matches&review.share_reviewed=0.5&matcher.mate_tail=gumbel",
}


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    """The description in the form of OpenAPI."""
    found: dict[str, Any] = server.get("/api/openapi.json").json
    return found


def check(described: dict[str, Any], schema: dict[str, Any], body: Any) -> None:
    """Hold an answer against a schema of the description."""
    Draft202012Validator({"components": described["components"], **schema}).validate(body)


def check_mistake(described: dict[str, Any], answer: Answer) -> None:
    """Hold a refusal against the one form."""
    assert "application/json" == answer.headers["content-type"]
    check(described, {"$ref": "#/components/schemas/Error"}, answer.json)


def test_every_address_is_described_and_answers_as_it_is_described(
    server: Server, described: dict[str, Any]
) -> None:
    """Its example works, has the type that is promised, and holds against its schema."""
    assert "3.1.0" == described["openapi"]
    asked = [path for path, ways in described["paths"].items() if "get" in ways]
    assert [one.path for one in ENDPOINTS] == [path for path in asked if "{token}" not in path]
    address = Address(safeguards=("delete-non-matches",))
    for one in ENDPOINTS:
        if one.path in SLOW:
            continue
        answer = server.get(one.example(address))
        promised = described["paths"][one.path]["get"]["responses"]["200"]["content"]
        assert (200, [one.media]) == (answer.status, list(promised)), answer.text[:300]
        assert answer.headers["content-type"].partition(";")[0] == one.media
        if one.media == "application/json":
            check(described, promised[one.media]["schema"], answer.json)


def test_every_part_that_the_description_names_is_there(described: dict[str, Any]) -> None:
    """No reference leads nowhere."""
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described))):
        place: Any = described
        for step in reference.split("/"):
            place = place[step]


def test_what_takes_long_is_answered_before_it_is_done(
    server: Server, described: dict[str, Any]
) -> None:
    """With 202, when to come again, and how far it is; who never comes again has it given up."""
    # One may be done at once where the machine is quick; of many some wait for the others.
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(server.ask, (f"{SLOW[0]}?seed={n}" for n in range(70, 78))))
    answer = next(one for one in answers if one.status != 200)
    assert (202, "1") == (answer.status, answer.headers["retry-after"])
    check(described, {"$ref": "#/components/schemas/Working"}, answer.json)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/results?draws=5", 400, "takes nothing that is called draws"),
        ("/api/scenarios?scenario=airport-exit", 400, "takes nothing that is called scenario"),
        ("/api/inputs?review.share_reviewed=0.5", 400, "takes nothing that is called review."),
        ("/api/results?review.share_reviewd=0.5", 422, "no input is called review.share_reviewd"),
        (
            "/api/results?review.share_reviewed=1.5",
            422,
            "is 1.5, but a share from 0 to 1 is needed",
        ),
        ("/api/results?review.share_reviewed=-1.7e308", 422, "a share from 0 to 1 is needed"),
        ("/api/safeguards?scenario=none", 422, "no scenario is called 'none'"),
        ("/api/results?with=../../etc/hostname", 422, "no safeguard or reading is called"),
        ("/api/results?with=delete-all&with=delete-non-matches", 422, "both change"),
        ("/api/results?scenario=none", 422, "no scenario is called 'none'"),
        ("/api/results?v=0.0.1", 409, "made by misid 0.0.1"),
        ("/api/comparison", 422, "nothing to compare with"),
        ("/api/ledger?output=nothing", 422, "no output is called 'nothing'"),
        ("/api/ledger?by=guess", 422, "no measure is called 'guess'"),
        ("/api/tables/nothing.csv", 404, "no table is called 'nothing'"),
        ("/api/pictures/nothing", 404, "no picture is called 'nothing'"),
        ("/api/schemas/nothing.json", 404, "no schema is called 'nothing'"),
        ("/api/nothing", 404, "no page at '/api/nothing'"),
        ("/api/results/", 404, "no page at '/api/results/'"),
    ],
)
def test_a_mistake_is_told_in_the_one_form(
    server: Server, described: dict[str, Any], path: str, status: int, said: str
) -> None:
    """What was given, and what to use instead; nothing that was given is ignored."""
    answer = server.get(path)
    assert status == answer.status
    check_mistake(described, answer)
    assert said in answer.json["what"]
    assert answer.json["use"]


def test_only_reading_is_answered(server: Server, described: dict[str, Any]) -> None:
    """HEAD gives the head alone; what would change something is refused, with what may be done."""
    whole, head = server.get("/api/scenarios"), server.ask("/api/scenarios", method="HEAD")
    assert (whole.headers, b"") == (head.headers, head.body)
    for method in ("POST", "PUT", "DELETE"):
        answer = server.ask("/api/results", method=method)
        assert 405 == answer.status
        assert "GET" in answer.headers["allow"]
        check_mistake(described, answer)


def test_a_mistake_is_the_same_at_every_door(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Command line and address read what is put at an input by the same rules."""
    for name, text in (
        ("review.share_reviewed", "1.5"),
        ("review.share_reviewed", "much"),
        ("answer.reference_rule", "perhaps"),
        ("stops.composition", "1"),
    ):
        code, _, told = call(capsys, "run", "--set", f"{name}={text}", "--json")
        answer = server.get(f"/api/results?{name}={text}")
        assert (2, answer.json) == (code, json.loads(told))


def shown(page: str) -> dict[str, float]:
    """The value of each fact that a page shows."""
    found = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
    return {html.unescape(fact): float(value) for value, fact in found}


def lines(page: str) -> tuple[str, str]:
    """The command and the lines of Python that a page gives."""
    command, python = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    return html.unescape(command), html.unescape(python)


def run(command: str) -> Results:
    """What a command prints, in a process of its own."""
    program, *arguments = shlex.split(command)
    assert "misid" == program
    done = subprocess.run(
        [*PROGRAM, *arguments, "--json"], capture_output=True, text=True, check=True
    )
    return Results.model_validate_json(done.stdout)


@pytest.mark.parametrize("change", CHANGES)
def test_what_makes_a_page_again_gives_its_digits(server: Server, change: str) -> None:
    """Command, Python and JSON have the scenario and the numbers that the page shows."""
    query = f"?scenario=task-force-module{CHANGES[change]}"
    page = server.get(f"/change{query}").text
    command, python = lines(page)
    names: dict[str, Any] = {}
    exec(python, names)  # noqa: S102 - made by the package
    same = run(command)
    digest = re.search(r"<code>([0-9a-f]{64})</code>", page)
    assert digest is not None
    for results in (same, names["results"]):
        assert digest[1] == results.stamp.scenario_digest
        assert_shown(results, shown(page))
    served = Results.model_validate(server.get(f"/api/results{query}").json)
    python_results: Results = names["results"]
    assert same.headline == python_results.headline == served.headline
    assert same.groups == python_results.groups == served.groups


def assert_shown(results: Results, numbers: dict[str, float]) -> None:
    """Every headline on a page, and of a change what it becomes, is that of these results."""
    found = {path: SHOWN.fullmatch(path) for path in numbers}
    mine = {path: f"headline{one[1]}{one[2]}" for path, one in found.items() if one}
    assert mine
    for path, own in mine.items():
        assert fact_at(results, own) == numbers[path], path


def test_a_scenario_of_ones_own_is_made_again_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is served with the changes of the address; the command reads it."""
    data = as_data(load_scenario("airport-exit")) | {"name": "mine", "title": "Mine"}
    mine = Scenario.model_validate(data)
    query = "?scenario=mine&review.share_reviewed=0.25"
    with running(application({"mine": mine}, worlds=WORLDS)) as server:
        page = server.get(f"/change{query}").text
        file = server.get(f"/api/scenario.yaml{query}")
    (tmp_path / "scenario.yaml").write_bytes(file.body)
    command, _ = lines(page)
    assert "misid run scenario.yaml" in command
    monkeypatch.chdir(tmp_path)
    again = Results.model_validate(document(*shlex.split(command)[1:]))
    assert again.stamp.scenario_digest in page
    assert_shown(again, shown(page))


def test_a_table_is_that_of_the_page_in_its_language(server: Server) -> None:
    """Every digit, in a file for spreadsheets."""
    english, spanish = (server.get(f"/api/outputs.csv?lang={code}") for code in ("en", "es"))
    first = next(csv.DictReader(english.text.splitlines()))
    headline = Results.model_validate(server.get("/api/results").json).headline
    assert headline[0].split is not None
    assert float(first["median"]) == headline[0].split.sides[0].median
    assert english.text.splitlines()[0] == spanish.text.splitlines()[0]
    assert english.text != spanish.text
    assert 'filename="headline.csv"' in english.headers["content-disposition"]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_list_of_addresses_is_a_page(
    visit: Callable[..., Visit], width: int, *, dark: bool
) -> None:
    """Each with what it gives and an example; axe finds nothing, nothing is cut off."""
    one = visit(width=width, dark=dark)
    page = one.open("/api?with=delete-non-matches")
    paths = [each.path for each in (*ENDPOINTS, *SENT)]
    assert paths == page.locator("dt code").all_inner_texts()
    assert "with=delete-non-matches" in (
        page.get_by_text("example").first.get_attribute("href") or ""
    )
    assert (0, []) == (one.overflow(), one.violations())


def test_a_mistake_says_nothing_of_a_readers_files(server: Server) -> None:
    """A path that is asked for as a safeguard is not looked for, whether it exists or not."""
    answers = [
        server.get(f"/api/results?with={path}").json["what"].replace(path, "")
        for path in ("/etc/hostname", "/etc/nothing-of-this-name")
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_every_input_at_its_end_is_answered_or_refused(
    server: Server, described: dict[str, Any], end: str
) -> None:
    """A hundred inputs at once are no fault of the program."""
    takes = server.get("/api/inputs").json["inputs"]
    ends = {one["name"]: one["takes"][end] for one in takes if end in one["takes"]}
    answer = server.get(f"/api/outputs.csv?{urlencode(ends)}")
    assert answer.status in (200, 422), answer.text
    if answer.status == 422:
        check_mistake(described, answer)


def test_a_reviewer_who_always_accepts_is_answered(server: Server) -> None:
    """Odds beyond every number are no fault of the program."""
    answer = server.get("/api/outputs.csv?review.group_effect.euro_f=1e11")
    assert 200 == answer.status, answer.text
    assert "nan" not in answer.text
