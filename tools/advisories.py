"""
Ask pip-audit what is known against every version that the locks pin.

Needs a network, and says so where there is none. Exit code 0: every version was asked about, and
nothing is known; 1: something is; 2: not all could be asked.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-run.lock", "requirements.lock")
TOOL = "pip-audit==2.10.1"


def main() -> int:
    """Ask for each lock, and tell."""
    about, rest = (__doc__ or "").strip().split("\n\n", 1)
    parser = argparse.ArgumentParser(prog="./dev advisories", description=about, epilog=rest)
    parser.add_argument("lock", nargs="*", default=LOCKS, help="which (default: both)")
    codes = [told(name) for name in parser.parse_args().lock]
    return 1 if 1 in codes else max(codes)


def told(lock: str) -> int:
    """Tell what is known of one lock; the exit code."""
    done = subprocess.run(command(lock), cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        audited = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        said = done.stderr.strip().splitlines() or ["nothing"]
        print(f"{lock}: could not be asked, so nothing is known; pip-audit said: {said[-1]}")
        return 2
    code, lines = verdict(audited)
    for line in lines:
        print(f"{lock}: {line}")
    return code


def command(lock: str) -> list[str]:
    """The command line that asks; the tool stands in an environment of its own."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else which("uv") or "uv"
    ask = ("--requirement", lock, "--require-hashes", "--disable-pip", "--format", "json")
    return [uv, "tool", "run", "--from", TOOL, "pip-audit", *ask, "--progress-spinner", "off"]


def verdict(audited: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """
    What an audit says, and its exit code.

    What could not be asked is no clean bill: pip-audit itself ends with 0 there.

    Args:
        audited: `dependencies` of its JSON.
    """
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version'}"
        for one in audited
        for fault in one.get("vulns", ())
    ]
    skipped = sum("skip_reason" in one for one in audited)
    asked = f"{len(audited) - skipped} of {len(audited)} versions were asked about"
    lines = [*faults, f"{asked}, {len(faults)} advisories are known"]
    if skipped:
        lines.append(
            f"{skipped} could not be asked, so nothing is known of them; is a network there?"
        )
    return (1 if faults else 2 if skipped else 0), lines


if __name__ == "__main__":
    sys.exit(main())
