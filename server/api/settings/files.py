"""A draft's file on its way to pages: most of what a page of settings loads, so that it is packed once for
each state and kept by browsers."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Response

from balai.protocol.managed.drafts import DraftFile
from server.packing import packed_or_not

#: Of so many drafts: those of the whole hall and of agencies.
_MOST = 8
#: Once for many who ask; what every edit makes anew takes no longer than it must.
_LEVEL = 3
_DIGITS = 24


@dataclass(frozen=True)
class DraftFiles:
    """Answers with the file of a draft, or that it is still the one that the asker has."""

    _kept: OrderedDict[DraftKey, tuple[bytes, bytes, str]] = field(default_factory=OrderedDict)

    def known(self, key: DraftKey) -> Response | None:
        """The answer for a draft that was told before."""
        kept = self._kept.get(key)
        return packed_or_not(*kept) if kept is not None else None

    def told(self, key: DraftKey, shown: DraftFile) -> Response:
        """The answer for another one."""
        text = shown.model_dump_json().encode()
        version = hashlib.sha256(text).hexdigest()[:_DIGITS]
        kept = self._kept[key] = text, gzip.compress(text, _LEVEL, mtime=0), version
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return packed_or_not(*kept)


#: A draft's state, its sets of edits, and whose part of it: an agency's, or all (None).
DraftKey = tuple[str, int, str | None]
