"""English words of the bank in the engine's own notation: IPA with A I O W Y for the diphthongs of
day, my, go, now, boy."""

from __future__ import annotations

from collections.abc import Mapping

LETTERS: Mapping[str, str] = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        ("ˈA", "bˈi", "sˈi", "dˈi", "ˈi", "ˈɛf", "ʤˈi", "ˈAʧ", "ˈI", "ʤˈA", "kˈA", "ˈɛl", "ˈɛm", "ˈɛn",
         "ˈO", "pˈi", "kjˈu", "ˈɑɹ", "ˈɛs", "tˈi", "jˈu", "vˈi", "dˈʌbᵊlju", "ˈɛks", "wˈI", "zˈi"),
        strict=True,
    )
)  # fmt: skip

WORDS: Mapping[str, str] = {
    "zero": "zˈɪɹO", "one": "wˈʌn", "two": "tˈu", "three": "θɹˈi", "four": "fˈɔɹ", "five": "fˈIv",
    "six": "sˈɪks", "seven": "sˈɛvən", "eight": "ˈAt", "nine": "nˈIn", "ten": "tˈɛn",
    "eleven": "ɪlˈɛvən", "twelve": "twˈɛlv", "thirteen": "θˌɜɹtˈin", "fourteen": "fˌɔɹtˈin",
    "fifteen": "fˌɪftˈin", "sixteen": "sˌɪkstˈin", "seventeen": "sˌɛvəntˈin", "eighteen": "ˌAtˈin",
    "nineteen": "nˌIntˈin", "twenty": "twˈɛnti", "thirty": "θˈɜɹTi", "forty": "fˈɔɹTi",
    "fifty": "fˈɪfti", "sixty": "sˈɪksti", "seventy": "sˈɛvənTi", "eighty": "ˈATi",
    "ninety": "nˈInTi", "hundred": "hˈʌndɹəd", "and": "ænd",
    "queue": "kjˈu", "number": "nˈʌmbəɹ", "please": "plˈiz", "go": "ɡˌO", "to": "tə",
    "counter": "kˈWntəɹ", "repeated": "ɹəpˈiTᵻd", "call": "kˈɔl",
    "card": "kˈɑɹd", "enrolment": "ɛnɹˈOlmənt", "replacement": "ɹəplˈAsmənt", "family": "fˈæməli",
    "change": "ʧˈAnʤ", "of": "ʌv", "data": "dˈATə", "birth": "bˈɜɹθ", "certificate": "səɹtˈɪfəkət",
    "child": "ʧˈIld", "identity": "IdˈɛntəTi", "death": "dˈɛθ", "moving": "mˈuvɪŋ", "in": "ɪn",
    "or": "ɔɹ", "out": "ˈWt", "digital": "dˈɪʤətᵊl", "activation": "ˌæktəvˈAʃən", "new": "nˈu",
    "passport": "pˈæspˌɔɹt", "driving": "dɹˈIvɪŋ", "licence": "lˈIsᵊns", "police": "pəlˈis",
    "clearance": "klˈɪɹəns", "local": "lˈOkᵊl", "tax": "tˈæks", "payment": "pˈAmənt", "fee": "fˈi",
    "account": "əkˈWnt", "registration": "ɹˌɛʤəstɹˈAʃən", "information": "ˌɪnfəɹmˈAʃən",
    "complaints": "kəmplˈAnts", "printing": "pɹˈɪntɪŋ", "land": "lˈænd", "yearly": "jˈɪɹli",
    "vehicle": "vˈiəkᵊl", "renewal": "ɹənˈuəl", "year": "jˈɪɹ", "return": "ɹətˈɜɹn",
    "on": "ɔn", "the": "ðə", "left": "lˈɛft", "right": "ɹˈIt", "straight": "stɹˈAt", "ahead": "əhˈɛd",
    "behind": "bəhˈInd", "you": "jˈu", "filing": "fˈIlɪŋ", "advice": "ədvˈIs",
}  # fmt: skip
