"""The hall's catalogue as clients see it, worked out once for a configuration. Pure."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from balai.domain.hall.config import HallConfig, Service
from balai.protocol import views as v
from balai.protocol.base import shown

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Made:
    """A catalogue, and as it goes over the wire: JSON, and the same packed by gzip."""

    config: HallConfig
    view: v.Catalogue
    text: bytes
    packed: bytes


#: Of the latest configurations, by identity: comparing two takes longer than making one.
_KEPT: OrderedDict[int, Made] = OrderedDict()
_MOST = 4


def catalogue_of(config: HallConfig) -> Made:
    """The catalogue of a configuration."""
    made = _KEPT.get(id(config))
    if made is None:
        made = _KEPT[id(config)] = _made(config)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return made


def _made(config: HallConfig) -> Made:
    services = tuple(_service(config, service) for service in config.services)
    view = v.Catalogue(version="", agencies=config.agencies, services=services)
    version = hashlib.sha256(view.model_dump_json().encode()).hexdigest()[:_DIGITS]
    view = view.model_copy(update={"version": version})
    text = view.model_dump_json().encode()
    return Made(config, view, text, gzip.compress(text, 6, mtime=0))


def _service(config: HallConfig, service: Service) -> v.ServiceView:
    counters = config.counters_for[service.id]
    return shown(
        v.ServiceView,
        service,
        letter=config.series_by_id[service.series_id].letter,
        counters=tuple(c.number for c in counters),
        counter_labels=tuple(c.shown for c in counters),
    )
