"""A document about a scenario, whatever was asked of it."""

from __future__ import annotations

from misid.document.form import Material, form, numbered, sections
from misid.document.model import Document, as_facts
from misid.scenario.serialise import as_data
from misid.uncertainty.schema import Programme
from misid.words.programme import described
from misid.words.sentence import Sentence, plain
from misid.words.stamps import stamp_line as line_of


def programme_document(
    name: str,
    material: Material,
    of: Programme,
    *,
    title: Sentence,
    finding: Sentence,
    stamp_line: str = "",
) -> Document:
    """
    A document about a scenario, from its form.

    Args:
        name: of the form.
        material: what the form names.
        of: the facts.
        title: of the document.
        finding: the sentence to take away.
        stamp_line: the stamp in one line, where it is not that of the facts alone.
    """
    language = material.language
    made = Document(
        language=language.code,
        form=name,
        title=plain(title),
        about=described(of, language),
        finding=finding,
        words=(language.word("synthetic model"),),
        sections=sections(form(name), material),
        scenario=as_data(of.scenario),
        stamp=as_facts(of.stamp),
        stamp_line=stamp_line or line_of(of.stamp, language),
    )
    return numbered(made)
