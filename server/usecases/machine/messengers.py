"""Ways to whoever is to be told of an alert: a file, a webhook, e-mail. Each may wait: call it beside the
loop.

What is sent names the hall, rule, device or service, and never a person.
"""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TypeAlias

from balai.text.encoding import read_text
from balai.words.said import say
from server.config import AlertsAt, MailAt
from server.usecases.machine.alerts import Alert

#: Real seconds that a server is waited for.
WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class News:
    """One thing told: an alert that began or, where `over`, that ended; `at` is aware."""

    hall: str
    alert: Alert
    over: bool
    at: datetime

    @property
    def sentence(self) -> str:
        """All of it for a person."""
        return say("alert.over" if self.over else "alert.began", hall=self.hall, told=self.alert.told)

    def data(self) -> Mapping[str, object]:
        """The same for a program."""
        return {
            "hall": self.hall, "code": self.alert.code, "about": self.alert.about,
            "severity": self.alert.severity, "state": "over" if self.over else "firing",
            "at": self.at.isoformat(), "text": self.sentence,
        }  # fmt: skip


Messenger: TypeAlias = Callable[[News], None]


def messengers(config: AlertsAt) -> list[Messenger]:
    """Those that are set up. Each raises OSError (so do smtplib's errors) where it does not get through."""
    found: list[Messenger] = []
    if config.file is not None:
        found.append(_to_file(config.file))
    if config.webhook is not None:
        found.append(_to_webhook(config.webhook))
    if config.mail is not None:
        found.append(_by_mail(config.mail))
    return found


def _to_file(path: Path) -> Messenger:
    def tell(news: News) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(news.data(), ensure_ascii=False) + "\n")

    return tell


def _to_webhook(url: str) -> Messenger:
    def tell(news: News) -> None:
        body = json.dumps(news.data(), ensure_ascii=False).encode()
        asked = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310  # http or https by its setting
        with urllib.request.urlopen(asked, timeout=WAIT_SECONDS):  # noqa: S310  # the same
            return

    return tell


def _by_mail(config: MailAt) -> Messenger:
    def tell(news: News) -> None:
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = news.sentence, config.sender, ", ".join(config.to)
        letter.set_content(f"{news.sentence}\n\n{news.at:%Y-%m-%d %H:%M %Z}\n")
        with smtplib.SMTP(config.server, config.port, timeout=WAIT_SECONDS) as server:
            if config.starttls:
                server.starttls(context=ssl.create_default_context())
            if config.user is not None and config.password_file is not None:
                server.login(config.user, read_text(config.password_file).strip())
            server.send_message(letter)

    return tell
