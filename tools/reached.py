"""Which lines of some modules each test reaches, and how long it takes: a plugin of pytest."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest


@dataclass
class Reached:
    """Lines by test while tests run; only the modules that are named are looked into."""

    modules: Mapping[str, str]
    """Their names by the path of their file."""
    kept: Path
    """The file that it is written into."""
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """Follow one test, with what it is given and puts away."""
        seen: defaultdict[str, set[int]] = defaultdict(set)
        modules = self.modules

        def line(frame: FrameType, event: str, _: Any) -> Any:
            if event == "line":
                seen[modules[frame.f_code.co_filename]].add(frame.f_lineno)
            return line

        def call(frame: FrameType, _event: str, _: Any) -> Any:
            return line if frame.f_code.co_filename in modules else None

        start = time.process_time()
        threading.settrace(call)
        sys.settrace(call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - start
            self.lines[item.nodeid] = {name: sorted(held) for name, held in seen.items()}

    def pytest_sessionfinish(self) -> None:
        """Keep what was seen."""
        self.kept.write_text(json.dumps([self.seconds, self.lines]), encoding="utf-8")


@dataclass(frozen=True)
class Reach:
    """Which tests reach a line, the quickest first."""

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[str, Sequence[int]]]

    @classmethod
    def read(cls, kept: Path) -> Reach:
        """What a run with the plugin kept; nothing where it kept nothing."""
        return cls(*json.loads(kept.read_text("utf-8"))) if kept.exists() else cls({}, {})

    def tests(self, module: str, lines: range) -> list[str]:
        """Tests that reach one of these lines of a module."""
        found = [
            test
            for test, by_module in self.lines.items()
            if not set(lines).isdisjoint(by_module.get(module, ()))
        ]
        return sorted(found, key=self.seconds.__getitem__)

    @property
    def total(self) -> float:
        """Seconds of a processor that all tests took."""
        return sum(self.seconds.values())
