"""Route of the hub's machine: what a manager is to see to there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balai.protocol.answers.day import MachineTasks
from balai.words.catalogue import written_languages
from balai.words.said import Said
from server.api.routing import Routes
from server.auth.roles import Permission


def add_machine(routes: Routes, tasks: Callable[[], Sequence[Sequence[Said]]]) -> None:
    """What was mended before the hub served, copies that are late, a disk that fills."""

    def show_machine() -> MachineTasks:
        """What is to be seen to at the hub's machine, in sentences by language."""
        languages = written_languages()
        told = [
            {language: " ".join(one.told_in(language) for one in task) for language in languages}
            for task in tasks()
        ]
        return MachineTasks(tasks=tuple(told))

    routes.add("GET", "/machine", show_machine, may=Permission.DEVICES_WATCH, answers=MachineTasks)
