"""Every version of a hall's settings: read, compared, told with what it changed in the one before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import gevent

from balai.domain.hall.config import HallConfig
from balai.errors import Refusal
from balai.hall_file.editing.commented import toml_of
from balai.words.said import say
from server.store import Store
from server.store.kept.versions import VersionRow
from server.usecases.settings.drafts import file_data

#: Files of versions that are kept in memory: a page of history reads each twice.
_MOST = 24


@dataclass
class History:
    """The versions of one hall."""

    store: Store
    hall_id: str
    _toml: tuple[HallConfig, str | None, str] | None = None
    _files: OrderedDict[int, dict[str, Any]] = field(default_factory=OrderedDict)

    def rows(self, before: int | None, limit: int) -> list[VersionRow]:
        """The latest versions, the latest first; with `before` those before that one."""
        return self.store.versions.rows(self.hall_id, before, limit)

    def toml(self, config: HallConfig) -> str:
        """The TOML of a configuration, with the comments of the text that was imported last. Worked out in a
        thread of its own: a large hall's takes seconds on a small machine."""
        text = self.store.versions.text(self.hall_id)
        known = self._toml
        if known is None or known[:2] != (config, text):
            made: str = gevent.get_hub().threadpool.apply(toml_of, (config, text))
            self._toml = known = config, text, made
        return known[2]

    def file(self, n: int) -> dict[str, Any]:
        """A version as the data of its file. Raises Refusal `version_unknown`."""
        known = self._files.get(n)
        if known is None:
            config = self.store.versions.config(self.hall_id, n)
            if config is None:
                raise Refusal("version_unknown", say("error.version_unknown"))
            known = self._files[n] = file_data(config)
            while len(self._files) > _MOST:
                self._files.popitem(last=False)
        return known
