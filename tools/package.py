"""
Build wheel and sdist twice, in other surroundings; write them if every byte is the same.

They go into dist, or the folder of --out, with SHA256SUMS beside them. The second time they are
built from what the sdist holds, so that it is shown to be whole; each must keep within its size.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# 2026-01-01: a date of files in archives, which says nothing of when they were built.
EPOCH = "1767225600"
BUDGET = {".whl": 3_000_000, ".tar.gz": 4_500_000}
"""Bytes that each may have: what is downloaded once by whoever installs it."""
SURROUNDINGS: tuple[Mapping[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)
MASKS = (0o022, 0o077)


def main() -> int:
    """Build, compare, write."""
    about, rest = (__doc__ or "").strip().split("\n\n", 1)
    parser = argparse.ArgumentParser(prog="./dev package", description=about, epilog=rest)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder (default: dist)")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        built = built_twice(Path(folder))
        faults = [*differing(built), *too_large(built[0])]
        for fault in faults:
            print(f"package: {fault}", file=sys.stderr)
        if faults:
            return 1
        for line in written(built[0], out):
            print(line)
    return 0


def built_twice(folder: Path) -> list[dict[str, bytes]]:
    """Wheel and sdist of this tree, and of the one that the sdist holds, in other surroundings."""
    first = folder / "first"
    built = build(ROOT, first, which=0)
    with tarfile.open(next(first.glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    tree = next((folder / "unpacked").iterdir())
    # The one file that a checkout has not; where it lies among the others moves their order.
    (tree / "PKG-INFO").unlink()
    return [built, build(tree, folder / "second", which=1)]


def build(source: Path, out: Path, *, which: int) -> dict[str, bytes]:
    """
    What a source gives, by name.

    Args:
        source: a tree of misid.
        out: where the archives go.
        which: of the surroundings.
    """
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(out)]
    surroundings = {**os.environ, **SURROUNDINGS[which], "SOURCE_DATE_EPOCH": EPOCH}
    before = os.umask(MASKS[which])
    try:
        subprocess.run(command, cwd=source, env=surroundings, check=True, capture_output=True)
    finally:
        os.umask(before)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def differing(built: Sequence[Mapping[str, bytes]]) -> list[str]:
    """What is not the same in both."""
    first, second = built
    names = sorted({*first, *second})
    return [
        f"{name} differs when it is built again" for name in names if first[name] != second[name]
    ]


def too_large(built: Mapping[str, bytes]) -> list[str]:
    """What has more bytes than it may."""
    return [
        f"{name} has {len(content):,} bytes, but {allowed:,} are allowed"
        for name, content in built.items()
        for suffix, allowed in BUDGET.items()
        if name.endswith(suffix) and len(content) > allowed
    ]


def written(built: Mapping[str, bytes], out: Path) -> list[str]:
    """Put the archives into a folder; a line for each: digest, name, bytes."""
    out.mkdir(parents=True, exist_ok=True)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in built.items()}
    for name, content in built.items():
        (out / name).write_bytes(content)
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (out / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    return [f"{digests[name]}  {name}, {len(content):,} bytes" for name, content in built.items()]


if __name__ == "__main__":
    sys.exit(main())
