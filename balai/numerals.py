"""Whole numbers in words, Indonesian and English, whole or in the pieces that are spoken one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["id", "en"]

DIGITS: Mapping[Language, tuple[str, ...]] = {
    "id": ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def cardinal(number: int, language: Language = "id") -> str:
    """A whole number from 0 to 999 in words; larger ones are read digit by digit."""
    pieces = cardinal_pieces(number, language)
    if language == "id" or not 0 <= number <= 999:
        return " ".join(pieces)
    hundreds = pieces[:1] if number >= 100 else ()
    return " and ".join(part for part in (*hundreds, "-".join(pieces[len(hundreds) :])) if part)


def cardinal_pieces(number: int, language: Language = "id") -> tuple[str, ...]:
    """The same number as hundreds, tens and ones: 123 as seratus, dua puluh, tiga."""
    digits = DIGITS[language]
    if not 0 <= number <= 999:
        return tuple(digits[int(digit)] for digit in str(abs(number)))
    hundreds, rest = divmod(number, 100)
    head = (_hundreds(hundreds, language),) if hundreds else ()
    if not rest:
        return head or (digits[0],)
    if rest < 20:
        return (*head, _below_twenty(rest, language))
    tens, ones = divmod(rest, 10)
    ten = f"{digits[tens]} puluh" if language == "id" else _TENS[tens]
    return (*head, ten, digits[ones]) if ones else (*head, ten)


def _hundreds(hundreds: int, language: Language) -> str:
    if language == "en":
        return f"{DIGITS['en'][hundreds]} hundred"
    return "seratus" if hundreds == 1 else f"{DIGITS['id'][hundreds]} ratus"


def _below_twenty(number: int, language: Language) -> str:
    if number < 10:
        return DIGITS[language][number]
    if language == "en":
        return _TEENS[number - 10]
    return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{DIGITS['id'][number - 10]} belas"
