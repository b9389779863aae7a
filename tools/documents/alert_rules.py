"""Write deploy/prometheus/balai-alerts.yml from the product's own rules.

Run `python -m tools.documents.alert_rules`.
"""

from __future__ import annotations

from pathlib import Path

from balai.words.catalogue import words_in
from server.usecases.machine.alerts import RULES, Rule

FILE = Path(__file__).resolve().parents[2] / "deploy" / "prometheus" / "balai-alerts.yml"
_HEAD = """\
# Alert rules of a hall for Prometheus. Written by `python -m tools.documents.alert_rules` from the rules by
# which the hub itself tells managers ([alerts] in hub.toml): change those.
groups:
  - name: balai
    rules:
"""
#: What stands for what the rule is about.
_LABELS = {
    "device_down": "{{ $labels.device }}",
    "help_wanted": "{{ $labels.device }}",
    "device_fault": "{{ $labels.device }} {{ $labels.code }}",
    "long_wait": "{{ $labels.service }}",
    "desk_passes": "{{ $labels.counter }}",
    "copy_late": "{{ $labels.place }}",
}
#: The figure of the sentence, from the value of the expression.
_FIGURES = {
    "long_wait": "{{ $value | humanizeDuration }}",
    "desk_passes": "{{ $value | humanizeDuration }}",
    "estimates_stale": "{{ $value | humanizeDuration }}",
    "disk_full": "{{ $value | humanize }}B",
    "copy_late": "{{ $value | humanizeDuration }}",
    "certificate_ends": "{{ $value | humanizeDuration }}",
}


def written() -> str:
    """The whole file."""
    return _HEAD + "".join(_entry(rule) for rule in RULES)


def _entry(rule: Rule) -> str:
    name = "Balai" + "".join(word.capitalize() for word in rule.code.split("_"))
    about = _LABELS.get(rule.code, "")
    rows = [
        f"      - alert: {name}", f"        expr: {rule.expr}", f"        for: {rule.seconds}s",
        "        labels:", f"          severity: {rule.severity}", f"          code: {rule.code}",
        "        annotations:",
    ]  # fmt: skip
    for key, language in (("summary", "id"), ("summary_en", "en")):
        figure = _FIGURES.get(rule.code, "")
        told = words_in(language)(f"alert.{rule.code}", about=about, figure=figure)
        rows.append(f"          {key}: '{told.replace(chr(39), chr(39) * 2)}'")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(written(), encoding="utf-8")
