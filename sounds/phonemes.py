"""Spelling to IPA, for an engine that is fed phonemes: Indonesian by rules, English by a word list.

Indonesian spelling is nearly phonemic; only e is ambiguous: plain e is the short one (ə) and é the full
one. Words whose usual spelling hides a full e stand in a list; a name may be written with é itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from balai.words.languages import SpokenLanguage
from sounds import english

#: Words as they sound, where the plain spelling would be read wrong; é is the full e.
FULL_E: Mapping[str, str] = {
    "antrean": "antréan", "cetak": "cétak", "identitas": "idéntitas", "kesehatan": "keséhatan",
    "loket": "lokét", "perekaman": "perékaman", "peserta": "pesérta", "polres": "polrés",
    "rekening": "rékéning", "retribusi": "rétribusi", "sertipikat": "sértipikat",
    "bapenda": "bapénda", "bea": "béa", "disnaker": "disnakér", "indonesia": "indonésia",
    "inspektorat": "inspéktorat", "kemenag": "keménag", "kemenkumham": "keménkumham",
    "kementerian": "keménterian", "kesbangpol": "késbangpol", "polresta": "polrésta", "taspen": "taspén",
    "telkom": "tèlkom", "desa": "désa", "resor": "résor",
    "atr": "a té ér", "bpom": "bé pom", "bri": "bé ér i", "bni": "bé én i", "el": "él", "ikd": "i ka dé",
    "kpu": "ka pé u", "kua": "ka u a", "ojk": "o jé ka", "pdam": "pé dé a ém", "pupr": "pé u pé ér",
    "sim": "sim", "uptd": "u pé té dé",
}  # fmt: skip

LETTERS: Mapping[str, str] = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        ("a", "bé", "cé", "dé", "é", "èf", "gé", "ha", "i", "jé", "ka", "èl", "èm", "èn", "o", "pé", "ki",
         "èr", "ès", "té", "u", "vé", "wé", "èks", "yé", "zèt"),
        strict=True,
    )
)  # fmt: skip

#: Where the rules are not enough: V was heard as F, Y as "ya", and the tap that ends R not without a release.
_LETTER_SOUNDS: Mapping[str, str] = {"vé": "vˈe", "yé": "jˈeh", "èr": "ˈɛɾə"}

_SOUNDS: tuple[tuple[str, str], ...] = (
    ("ngg", "ŋɡ"), ("ng", "ŋ"), ("nk", "ŋk"), ("ny", "ɲ"), ("sy", "ʃ"), ("kh", "x"), ("e", "ə"), ("é", "e"),
    ("è", "ɛ"), ("c", "ʧ"), ("j", "ʤ"), ("y", "j"), ("g", "ɡ"), ("r", "ɾ"), ("q", "k"), ("v", "f"),
    ("x", "ks"),
)  # fmt: skip
_RULES: Mapping[str, str] = dict(_SOUNDS)
_SPELT = re.compile("|".join(spelt for spelt, _ in _SOUNDS) + "|.")
_VOWEL = re.compile("[aiueoəɛ]")
#: Marks for `sounds.shaping`, no sounds: a pause is made here; what stands before is cut off.
PAUSE, CUT = "‖", "|"

#: A phrase that ends with a letter, or is one.
_SPELT_END = re.compile("(?:(.*) )?([A-Z])")
_BEFORE = "nomor antrean"


def phonemes(text: str, language: SpokenLanguage) -> str:
    """IPA for a phrase, stress marks before the stressed vowels.

    The full stop gives even a single word the fall of a finished sentence, without which engines tend
    to add a sound. A letter that ends a phrase is set off from the words before it, in Indonesian by a
    sentence's pause and in English by a comma; an Indonesian one that stands alone is cut from such a phrase,
    and so are the English two and six.
    """
    say: Callable[[str], str] = indonesian if language == "id" else _english
    spelt = _SPELT_END.fullmatch(text)
    start, letter = spelt.groups() if spelt else (text, "")
    if letter and not start and language == "id":
        return f"{_words(_BEFORE, say)}. {CUT}{say(letter)}."
    if letter and start:
        return f"{_words(start, say)}{'. ' + PAUSE if language == 'id' else ', '}{say(letter)}."
    # Spoken by themselves they were heard as "sue" and "Z".
    if language == "en" and text in ("two", "six"):
        return f"{_english('number')}. {CUT}{_english(text)}."
    # Ten was lost after the t of loket; eleven was heard as nine, with the short e's it should have.
    said = _words(re.sub(r"loket (?=sepuluh|sebelas)", "loket, ", text), say) + "."
    return said.replace(", səbəlˈas", ", sebelˈas")


def _words(text: str, say: Callable[[str], str]) -> str:
    words = [word if word == "," else say(word) for word in re.findall(r"[^\W_]+|,", text)]
    return re.sub(r"\s+,", ",", " ".join(words))


def indonesian(word: str) -> str:
    """One word in IPA."""
    return " ".join(_LETTER_SOUNDS.get(said) or _stressed(said) for said in as_said(word).split())


def as_said(word: str) -> str:
    """An Indonesian word as it is written where each sign has one sound: a single capital letter by its name,
    and so the letters of a word of capitals without vowels."""
    spelt_out = len(word) == 1 or (word.isupper() and not re.search("[AIUEO]", word))
    if spelt_out and word.lower() not in FULL_E:
        return " ".join(LETTERS.get(letter, letter) for letter in word.lower())
    return FULL_E.get(word.lower(), word.lower())


def _stressed(spelt: str) -> str:
    sounds = "".join(_RULES.get(found, found) for found in _SPELT.findall(spelt))
    vowels = [found.start() for found in _VOWEL.finditer(sounds)]
    if not vowels:
        return sounds
    # The last syllable but one is stressed, unless its vowel is the short e.
    at = vowels[-2] if len(vowels) > 1 and sounds[vowels[-2]] != "ə" else vowels[-1]
    return f"{sounds[:at]}ˈ{sounds[at:]}"


def _english(word: str) -> str:
    if word.isupper() and len(word) <= 2:
        return " ".join(english.LETTERS.get(letter, letter) for letter in word.lower())
    return english.WORDS.get(word.lower()) or indonesian(word)
