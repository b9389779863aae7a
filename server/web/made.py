"""The modules of pages that are no files: made from the catalogue of sentences and from the hall's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from balai.words import Language
from server.web import forms, library, sentences

#: By their names under `static`: what makes each in a language.
MODULES: Mapping[str, Callable[[Language], str]] = {
    sentences.MODULE: sentences.module,
    forms.MODULE: forms.module,
    library.MODULE: library.module,
}
