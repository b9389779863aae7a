"""What a hall's calls are made of, so that its sounds can be made before the first call."""

from __future__ import annotations

from balai.domain.hall.config import VoiceRules
from balai.protocol.views import BoardView
from balai.speech import Unit, hall_units
from balai.words.languages import SpokenLanguage


def units_of(view: BoardView, languages: tuple[SpokenLanguage, ...], rules: VoiceRules) -> tuple[Unit, ...]:
    """All letters, counters and agencies of this hall in each language, as the rules have them said."""
    letters = sorted({service.letter for service in view.services})
    counters = [c.label or c.number for c in sorted(view.counters, key=lambda counter: counter.number)]
    agencies = [agency.spoken or agency.name for agency in view.agencies]
    return tuple(
        unit for language in languages for unit in hall_units(letters, counters, agencies, language, rules)
    )
