"""Measure the page as its readers meet it: first view, every lever, many readers, memory.

    python bench/page.py                  # the levers, 50 readers, 1,000 requests
    python bench/page.py --requests 10000 # and the memory after so many

Writes bench/page.md. Not a test. Everything goes to a server of its own on loopback.
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
READERS, VISITS, THINKING = 50, 6, (1.0, 9.0)
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


class Answer(NamedTuple):
    """What came back, and in how many seconds."""

    status: int
    body: str
    where: str
    seconds: float


class Timed(NamedTuple):
    """A lever: the page, and the page with all its pictures, in seconds."""

    name: str
    page: float
    pictures: float


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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
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
            elif "refresh" in {name.lower() for name in answer.headers}:
                time.sleep(0.05)
            else:
                return Answer(answer.status, body, path, time.perf_counter() - begun)
    finally:
        connection.close()
    raise RuntimeError(f"{path} is at work for ever")


def pictures(page: str) -> list[str]:
    """The drawings that a wide page loads."""
    return [unescape(one) for one in re.findall(r'<img src="([^"]+)"', page)]


def levers(port: int) -> Iterator[Timed]:
    """Every lever moved once: a number by a step, an either/or to its last answer."""
    page = get(port, "/change").body
    for path in pictures(page):
        get(port, path)
    numbers = re.findall(r'name="more" value="([^"]+)"', page)
    choices = dict(re.findall(r'type="radio" name="([\w.]+)" value="(\w+)"', page))
    moves = [(name, f"/change?more={name}") for name in numbers]
    moves += [(name, f"/change?{name}={option}") for name, option in choices.items()]
    for name, path in moves:
        answer = get(port, path)
        if answer.status == 200:
            begun = time.perf_counter()
            drawn = threads(port, pictures(answer.body))
            yield Timed(name, answer.seconds, answer.seconds + time.perf_counter() - begun)
            assert drawn  # noqa: S101 - a page has pictures


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


def many(port: int) -> list[Answer]:
    """Many readers at once, each with a mind of their own."""
    page = get(port, "/change").body
    numbers = re.findall(r'name="more" value="([^"]+)"', page)
    guards = re.findall(r'name="with" value="([^"]+)"', page)
    moves = ["/", "/change", *(f"/change?more={name}" for name in numbers)]
    moves += [f"/change?with={name}" for name in guards]
    answers: list[Answer] = []
    readers = [
        threading.Thread(target=reader, args=(port, number, moves, answers))
        for number in range(READERS)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return answers


def requests(port: int, count: int) -> None:
    """So many requests one after the other, ever new seeds among them."""
    page = get(port, "/change").body
    names = re.findall(r'name="more" value="([^"]+)"', page)
    paths = itertools.cycle([f"/change?more={name}" for name in names] + ["/", "/?guess=300"])
    for number, path in zip(range(count), paths, strict=False):
        more = f"&threshold.design_gallery={1000 + number}" if "more=" in path else ""
        get(port, f"{path}{more}" if number % 10 == 0 else path)


def memory(process: int) -> float:
    """Gigabytes that a process holds."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", text)[0]) / 1e6


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which a part of them lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def written(
    first: float, times: list[Timed], answers: list[Answer], held: tuple[int, float]
) -> str:
    """The measurements as Markdown."""
    pages, whole = [one.page for one in times], [one.pictures for one in times]
    slow = sum(one > WANTED_LEVER for one in whole)
    errors = sum(one.status != 200 for one in answers)
    waits = [one.seconds for one in answers]
    lines = [
        "# The page\n",
        f"`python bench/page.py`, {cpu_count()} processors, load {getloadavg()[0]:.1f}; server and "
        "readers on one machine, 1,024 worlds.\n",
        "| what | measured | wanted |", "| --- | --- | --- |",
        f"| first view, from the command | {first:.1f} s | {WANTED_FIRST:.0f} s |",
        f"| a lever, the page alone: median, slowest | {_ms(statistics.median(pages))}, "
        f"{_ms(max(pages))} | |",
        f"| a lever with its pictures: median, slowest | {_ms(statistics.median(whole))}, "
        f"{_ms(max(whole))} | {_ms(WANTED_LEVER)} each |",
        f"| levers that take longer | {slow} of {len(times)} | none |",
        f"| {READERS} readers, a lever every {statistics.mean(THINKING):.0f} s: 95 % of pages | "
        f"{percentile(waits, 0.95):.2f} s | {WANTED_READERS:.0f} s |",
        f"| errors among {len(answers)} pages | {errors} | none |",
        f"| memory after {held[0]:,} requests | {held[1]:.2f} GB | {WANTED_MEMORY} GB |",
        "",
        "| lever | page, ms | with pictures, ms |", "| --- | --- | --- |",
    ]  # fmt: skip
    rows = sorted(times, key=lambda one: -one.pictures)
    lines += [f"| {t.name} | {1000 * t.page:.0f} | {1000 * t.pictures:.0f} |" for t in rows]
    return "\n".join(lines) + "\n"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=1000)
    count = parser.parse_args().requests
    with served() as (port, process, first):
        times = list(levers(port))
        answers = many(port)
        requests(port, count)
        text = written(first, times, answers, (count, memory(process)))
    (HERE / "page.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
