"""Whole numbers in words, whole or in the pieces that are spoken one by one."""

from __future__ import annotations

from balai.words.catalogue import words_in
from balai.words.languages import SpokenLanguage


def digits_in(language: SpokenLanguage) -> tuple[str, ...]:
    """The words of 0 to 9."""
    return words_in(language).lines("numeral.digits")


def cardinal(number: int, language: SpokenLanguage = "id") -> str:
    """A whole number from 0 to 999 in words; larger ones are read digit by digit."""
    pieces = cardinal_pieces(number, language)
    if not 0 <= number <= 999:
        return " ".join(pieces)
    say = words_in(language)
    hundreds = pieces[:1] if number >= 100 else ()
    rest = say("numeral.after_tens").join(pieces[len(hundreds) :])
    return say("numeral.after_hundreds").join(part for part in (*hundreds, rest) if part)


def cardinal_pieces(number: int, language: SpokenLanguage = "id") -> tuple[str, ...]:
    """The same number as hundreds, tens and ones: 123 as seratus, dua puluh, tiga."""
    say, digits = words_in(language), digits_in(language)
    if not 0 <= number <= 999:
        return tuple(digits[int(digit)] for digit in str(abs(number)))
    hundreds, rest = divmod(number, 100)
    head = (say.lines("numeral.hundreds")[hundreds - 1],) if hundreds else ()
    if not rest:
        return head or (digits[0],)
    tens, ones = divmod(rest, 10)
    if rest < 20:
        return (*head, digits[rest] if rest < 10 else say.lines("numeral.teens")[ones])
    ten = say.lines("numeral.tens")[tens - 2]
    return (*head, ten, digits[ones]) if ones else (*head, ten)
