"""Measure the page as its readers meet it: first view, every lever, many readers, memory.

    python bench/page.py                  # the levers, 50 readers, 1,000 requests
    python bench/page.py --requests 10000 # and the memory after so many

Writes bench/page.md. Not a test. Everything goes to a server of its own on loopback. Seconds that
pass hold whatever else the machine does; seconds of the processor are the server's own, all of its
threads and the process that draws, and say more where other work runs.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from os import cpu_count, getloadavg
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
WANTED_LEVER, WANTED_FIRST, WANTED_READERS, WANTED_MEMORY = 0.150, 2.0, 2.0, 1.5
READERS, VISITS, THINKING, REFUSED = 50, 6, (1.0, 9.0), 422
AGAIN = 0.05
CALM, IDLE = 3, 0.03
_OTHER = 2
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


class Answer(NamedTuple):
    """What came back, in how many seconds, and when anything was shown: itself, or its progress."""

    status: int
    body: str
    where: str
    seconds: float
    shown: float


class Timed(NamedTuple):
    """A lever: the page, and the page with all its pictures, in seconds; both of the processor."""

    name: str
    page: float
    pictures: float
    page_worked: float
    pictures_worked: float


class Load(NamedTuple):
    """What many readers were answered, and the processor's seconds a page."""

    answers: list[Answer]
    worked: float


@contextmanager
def served() -> Iterator[tuple[int, int, float]]:
    """`misid serve` in a process of its own: port, process, seconds until its first page."""
    code = "from misid.cli import main; main()"
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0"],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None  # noqa: S101 - it was asked for
            found = _ADDRESS.search(server.stdout.readline())
            assert found is not None  # noqa: S101 - it says its address first
            port = int(found[1])
            assert get(port, "/").status == 200  # noqa: S101 - the first view
            yield port, server.pid, time.perf_counter() - begun
        finally:
            server.terminate()


def get(port: int, path: str) -> Answer:
    """One request, redirections and waiting included."""
    begun = time.perf_counter()
    connection, shown = http.client.HTTPConnection("127.0.0.1", port, timeout=120), None
    try:
        for _ in range(400):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode()
            if answer.status in (303, 307):
                path = (
                    answer.headers["Location"].partition(f":{port}")[2]
                    or answer.headers["Location"]
                )
                continue
            passed = time.perf_counter() - begun
            shown = shown or passed
            if "refresh" not in {name.lower() for name in answer.headers}:
                return Answer(answer.status, body, path, passed, shown)
            time.sleep(AGAIN)
    finally:
        connection.close()
    raise RuntimeError(f"{path} is at work for ever")


def pictures(page: str) -> list[str]:
    """The drawings that a wide page loads."""
    return [unescape(one) for one in re.findall(r'<img src="([^"]+)"', page)]


def worked(process: int) -> float:
    """Seconds of the processor that a server has taken, its threads and the process that draws."""
    spent = 0
    for one in family(process):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def at_rest(process: int) -> None:
    """Wait until a server has loaded what it loads by itself, while its first reader looks."""
    calm = 0
    while calm < CALM:
        before = worked(process)
        time.sleep(1.0)
        calm = calm + 1 if worked(process) - before < IDLE else 0


def family(process: int) -> list[int]:
    """A process and those that it began."""
    told = [one.read_text() for one in Path(f"/proc/{process}/task").glob("*/children")]
    return [process, *(int(one) for text in told for one in text.split())]


def levers(port: int, process: int) -> Iterator[Timed | str]:
    """
    Every lever moved once: a number by a step, an either/or to its last answer.

    A move that cannot be meant together with what stands elsewhere is refused by the page: of it
    there is the name.
    """
    page = get(port, "/change").body
    for path in pictures(page):
        get(port, path)
    at_rest(process)
    numbers = re.findall(r'name="more" value="([^"]+)"', page)
    choices = dict(re.findall(r'type="radio" name="([\w.]+)" value="(\w+)"', page))
    moves = [(name, f"/change?more={name}") for name in numbers]
    moves += [(name, f"/change?{name}={option}") for name, option in choices.items()]
    for name, path in moves:
        before = worked(process)
        answer = get(port, path)
        between, begun = worked(process), time.perf_counter()
        if answer.status == REFUSED:
            yield name
            continue
        assert answer.status == 200  # noqa: S101 - a fault is no measurement
        drawn = threads(port, pictures(answer.body))
        passed = answer.seconds + time.perf_counter() - begun
        assert drawn  # noqa: S101 - a page has pictures
        spent = worked(process) - before
        yield Timed(name, answer.seconds, passed, between - before, spent)


def threads(port: int, paths: Sequence[str]) -> list[Answer]:
    """Several requests at a time, as a browser makes them."""
    answers: list[Answer] = []
    at_once = [
        threading.Thread(target=lambda one=path: answers.append(get(port, one))) for path in paths
    ]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    return answers


def reader(port: int, number: int, moves: Sequence[str], answers: list[Answer]) -> None:
    """Somebody who moves a lever, looks and thinks, and moves another."""
    luck = random.Random(number)  # noqa: S311 - no secret
    time.sleep(luck.uniform(0.0, THINKING[1]))
    for _ in range(VISITS):
        answers.append(get(port, luck.choice(moves)))
        time.sleep(luck.uniform(*THINKING))


def many(port: int, process: int, refused: Sequence[str]) -> Load:
    """
    Many readers at once, each with a mind of their own; none asks for what is refused.

    They are in other worlds than those who came before, whose pages are kept.
    """
    page = get(port, f"/change?seed={_OTHER}").body
    numbers = re.findall(r'name="more" value="([^"]+)"', page)
    guards = re.findall(r'name="with" value="([^"]+)"', page)
    asked = ["", *(f"&more={name}" for name in numbers if name not in refused)]
    asked += [f"&with={name}" for name in guards]
    moves = ["/", *(f"/change?seed={_OTHER}{more}" for more in asked)]
    answers: list[Answer] = []
    before = worked(process)
    readers = [
        threading.Thread(target=reader, args=(port, number, moves, answers))
        for number in range(READERS)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return Load(answers, (worked(process) - before) / len(answers))


def requests(port: int, count: int) -> None:
    """So many requests one after the other, ever new seeds among them."""
    page = get(port, "/change").body
    names = re.findall(r'name="more" value="([^"]+)"', page)
    paths = itertools.cycle([f"/change?more={name}" for name in names] + ["/", "/?guess=300"])
    for number, path in zip(range(count), paths, strict=False):
        more = f"&threshold.design_gallery={1000 + number}" if "more=" in path else ""
        get(port, f"{path}{more}" if number % 10 == 0 else path)


def memory(process: int) -> float:
    """Gigabytes that a server holds, the process that draws included."""
    texts = [Path(f"/proc/{one}/status").read_text(encoding="utf-8") for one in family(process)]
    return sum(int(re.findall(r"VmRSS:\s+(\d+) kB", text)[0]) for text in texts) / 1e6


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which a part of them lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def written(
    first: float, found: list[Timed | str], load: Load, held: tuple[int, float], busy: float
) -> str:
    """The measurements as Markdown; `busy` is the load before them."""
    times = [one for one in found if isinstance(one, Timed)]
    refused = [one for one in found if isinstance(one, str)]
    pages, whole = [one.page for one in times], [one.pictures for one in times]
    worked_page, worked_all = (
        [one.page_worked for one in times], [one.pictures_worked for one in times]
    )  # fmt: skip
    slow = sum(one > WANTED_LEVER for one in whole)
    errors = [one.where for one in load.answers if one.status != 200]
    waits, shown = ([getattr(one, name) for one in load.answers] for name in ("seconds", "shown"))
    lines = [
        "# The page, measured\n",
        f"`python bench/page.py`, {cpu_count()} processors, load before {busy:.1f}, after "
        f"{getloadavg()[0]:.1f}; server and readers on one machine, 1,024 worlds. Each lever is "
        "moved for the first time, in a server that has come to rest: nothing of it is kept. The "
        "processor's time is the server's, "
        "of all its threads and of the process that draws.\n",
        "| what | measured | wanted |", "| --- | --- | --- |",
        f"| first view, from the command | {first:.1f} s | {WANTED_FIRST:.0f} s |",
        f"| a lever, the page alone: median, slowest | {_both(pages)} | |",
        f"| the same, of the processor | {_both(worked_page)} | |",
        f"| a lever with its pictures: median, slowest | {_both(whole)} | "
        f"{_ms(WANTED_LEVER)} each |",
        f"| the same, of the processor | {_both(worked_all)} | |",
        f"| levers that take longer | {slow} of {len(times)} | none |",
        f"| {READERS} readers, a lever every {statistics.mean(THINKING):.0f} s: 95 % of pages, "
        f"median | {percentile(waits, 0.95):.2f} s, {statistics.median(waits):.2f} s | "
        f"{WANTED_READERS:.0f} s |",
        f"| the same, until the page or its progress is shown | {percentile(shown, 0.95):.2f} s, "
        f"{statistics.median(shown):.2f} s | {WANTED_READERS:.0f} s |",
        f"| the same, of the processor a page | {_ms(load.worked)} | |",
        f"| errors among {len(waits)} pages | {', '.join(errors) or 'none'} | none |",
        f"| memory after {held[0]:,} requests | {held[1]:.2f} GB | {WANTED_MEMORY} GB |",
        "",
        f"Refused, since something else stands against it: {', '.join(refused) or 'no lever'}.\n",
        "| lever | page, ms | with pictures, ms | of the processor, ms |",
        "| --- | --- | --- | --- |",
    ]  # fmt: skip
    rows = sorted(times, key=lambda one: -one.pictures_worked)
    lines += [
        f"| {one.name} | {1000 * one.page:.0f} | {1000 * one.pictures:.0f} | "
        f"{1000 * one.pictures_worked:.0f} |"
        for one in rows
    ]
    return "\n".join(lines) + "\n"


def _both(seconds: Sequence[float]) -> str:
    return f"{_ms(statistics.median(seconds))}, {_ms(max(seconds))}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=1000)
    count = parser.parse_args().requests
    busy = getloadavg()[0]
    with served() as (port, process, first):
        found = list(levers(port, process))
        load = many(port, process, [one for one in found if isinstance(one, str)])
        requests(port, count)
        text = written(first, found, load, (count, memory(process)), busy)
    (HERE / "page.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
