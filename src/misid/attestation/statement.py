"""The stamp of a file in the shape of an in-toto Statement, which an office signs with its tool."""

from __future__ import annotations

from typing import Any

from misid.attestation.schema import Attestation

_TYPE = "https://in-toto.io/Statement/v1"
_PREDICATE = "urn:misid:stamp:1"


def statement(found: Attestation) -> dict[str, Any]:
    """
    What a file is and what it was made from, unsigned.

    Its shape is that of the in-toto Attestation Framework, Statement layer, version 1.

    Args:
        found: what was checked of the file.
    """
    return {
        "_type": _TYPE,
        "subject": [{"name": found.file, "digest": {"sha256": found.digest}}],
        "predicateType": _PREDICATE,
        "predicate": {
            "form": found.form,
            "stamp": found.stamp,
            "checks": {one.name: one.outcome for one in found.checks},
        },
    }
