"""Late-worded messages: what is told to people where nobody knows yet which language its reader wants.

`say` gives a text in the language of the machine, for commands, errors and whoever reads a console. It
remembers its key, so that who shows it to a reader of another language has it said again in theirs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from balai.words.catalogue import words_in
from balai.words.languages import LANGUAGES, Language

#: Whoever keeps the machine sets this, else the locale of their session decides (POSIX's order).
VARIABLE = "BALAI_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
#: Of a machine whose locale is not one of ours: what technicians' manuals are written in.
_TECHNICAL: Language = "en"


class Said(str):
    """A sentence in the machine's language, with the key and the parameters that it was made of."""

    __slots__ = ("key", "params")
    key: str
    params: Mapping[str, object]

    def told_in(self, language: Language) -> str:
        """The same in another language, sentences among its parameters too."""
        return _filled(self.key, self.params, language)


def say(key: str, /, **params: object) -> Said:
    """The sentence of that key in the machine's language, a date in it as the language writes one. Raises
    KeyError for a key that no file has."""
    said = Said(_filled(key, params, machine_language()))
    said.key, said.params = key, MappingProxyType(params)
    return said


def told_in(text: object, language: Language) -> object:
    """What `say` gave, or a date, in `language`; anything else as it is."""
    if isinstance(text, date) and not isinstance(text, datetime):
        from balai.words.dates import long_date  # late: few sentences have a date, and it loads Babel

        return long_date(text, language)
    return text.told_in(language) if isinstance(text, Said) else text


def _filled(key: str, params: Mapping[str, object], language: Language) -> str:
    return words_in(language)(key, **{name: told_in(value, language) for name, value in params.items()})


def help_of(key: str) -> str:
    """The help of a command: its first line is what a list of commands tells of it."""
    return "\n\n".join(words_in(machine_language()).lines(key))


def machine_language() -> Language:
    """The language of this machine: that of BALAI_LANG, else of its locale; English where it has none."""
    named = (os.environ.get(name, "") for name in (VARIABLE, *_LOCALE))
    return _known(next((name for name in named if name), ""))


@cache
def _known(name: str) -> Language:
    code = name.lower().replace("_", "-").partition(".")[0].partition("-")[0]
    return next((language for language in LANGUAGES if language == code), _TECHNICAL)
