"""The settings that a day is played under: its own, but with the rules and promises of others."""

from __future__ import annotations

from dataclasses import replace

from balai.domain.hall.config import HallConfig

#: Of a service, what says in which order people are called.
PROMISES = ("wait_minutes", "priority_wait_minutes", "priority")


def under(own: HallConfig, rules_of: HallConfig | None) -> HallConfig:
    """A day's `own` settings with the rules of others, and with what those promise at each service that both
    know; None: as they were."""
    if rules_of is None:
        return own
    known = rules_of.service_by_id
    services = tuple(
        replace(one, **{name: getattr(known[one.id], name) for name in PROMISES}) if one.id in known else one
        for one in own.services
    )
    # Numbers of a roll that was used that day keep their letter.
    rules = replace(rules_of.rules, paper_letter=own.rules.paper_letter)
    return replace(own, rules=rules, services=services)


def same_order(one: HallConfig, other: HallConfig) -> bool:
    """Whether a day would go alike under both."""
    return under(one, other) == one
