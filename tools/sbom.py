"""
Write what a run of misid is made of as CycloneDX 1.6 JSON, from the lock: names, versions, digests.

Licences are those that the installed packages state. The same lock gives the same bytes.
"""

import argparse
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)"
    r"(?P<via>(?:    #.*\n?)*)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Pinned:
    """A package of the lock: where it is needed, its archives' digests, and who asks for it."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its name as a package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def main() -> int:
    """Write it, or print it."""
    parser = argparse.ArgumentParser(prog="./dev sbom", description=__doc__)
    parser.add_argument("--lock", default="requirements-run.lock", help="which lock of the two")
    parser.add_argument("--out", type=Path, help="file (default: standard output)")
    asked = parser.parse_args()
    text = json.dumps(sbom(pinned(ROOT / asked.lock)), indent=2, ensure_ascii=False) + "\n"
    if asked.out is None:
        print(text, end="")
        return 0
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(text, encoding="utf-8")
    print(f"written: {asked.out}")
    return 0


def pinned(lock: Path) -> list[Pinned]:
    """
    Every package of a lock.

    Raises: ValueError: a line that pins something was not understood.
    """
    text = lock.read_text(encoding="utf-8")
    found = [_pinned(block) for block in BLOCK.finditer(text)]
    if len(found) != len(re.findall(r"^[^\s#]", text, re.MULTILINE)):
        raise ValueError(f"{lock.name} holds a package that was not understood")
    return found


def _pinned(block: re.Match[str]) -> Pinned:
    names = re.findall(r"#\s+(?:via )?([a-z0-9-]+)", block["via"])
    return Pinned(
        name=block["name"],
        version=block["version"],
        marker=block["marker"] or "",
        digests=tuple(re.findall(r"--hash=sha256:(\w+)", block["hashes"])),
        via=tuple(name for name in names if name != "via"),
    )


def sbom(packages: list[Pinned]) -> dict[str, Any]:
    """The document of these packages, with misid as what they make up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = {
        "type": "application",
        "bom-ref": f"pkg:pypi/misid@{project['version']}",
        "name": "misid",
        "version": project["version"],
        "description": project["description"],
        "licenses": [{"license": {"id": project["license"]}}],
        "purl": f"pkg:pypi/misid@{project['version']}",
    }
    components = [_component(one) for one in packages]
    known = json.dumps([root, components], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, known)}",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": [*_dependencies(packages, root["bom-ref"])],
    }


def _component(one: Pinned) -> dict[str, Any]:
    needed = [{"name": "misid:needed-where", "value": one.marker}] if one.marker else []
    archives = [{"name": "misid:archive-sha256", "value": digest} for digest in one.digests]
    stated = {"licenses": licences} if (licences := _licences(one.name)) else {}
    return {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        **stated,
        "purl": one.purl,
        "properties": [*needed, *archives],
    }


def _licences(name: str) -> list[dict[str, Any]]:
    """What an installed package says of its licence; nothing where it is not installed."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return []
    if "License-Expression" in said:
        return [{"expression": said["License-Expression"]}]
    return [{"license": {"name": one}} for one in _named(said)]


def _named(said: PackageMetadata) -> list[str]:
    classified = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier") or ()
        if one.startswith("License :: ") and not one.endswith(":: OSI Approved")
    ]
    # Some put the whole text there.
    short = said["License"].strip() if "License" in said else ""
    return classified or ([short] if short and "\n" not in short else [])


def _dependencies(packages: list[Pinned], root: str) -> Iterator[dict[str, Any]]:
    by_name = {one.name: one.purl for one in packages} | {"misid": root}
    for name, purl in sorted(by_name.items()):
        yield {"ref": purl, "dependsOn": sorted(one.purl for one in packages if name in one.via)}


if __name__ == "__main__":
    sys.exit(main())
