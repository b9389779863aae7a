"""Open the store that a hub is configured with, and find the hall that it serves."""

from __future__ import annotations

from balai.clock import Clock
from balai.words.said import say
from server.config import HubConfig
from server.store import HallUnknown, Store, open_store
from server.store.errors import NoHallYet


def open_hall(config: HubConfig, clock: Clock) -> tuple[Store, str]:
    """The store, held by this hub, and the hall's id.

    A hall's file named in the configuration is loaded where the store does not know its hall yet.
    Raises HallUnknown where it is not clear which hall to serve (NoHallYet where there is none), and what
    opening a store raises.
    """
    store = open_store(config.store.url, hub=True)
    try:
        return store, find_hall(config, store, clock)
    except BaseException:
        store.close()
        raise


def find_hall(config: HubConfig, store: Store, clock: Clock) -> str:
    """The hall that is configured, or the only one. Raises HallUnknown, or ConfigurationFaults."""
    if config.hall.file is not None:
        from balai.hall_file.read import load_hall  # late: an estimator seldom reads a hall's file

        hall = load_hall(config.hall.file)
        if hall.hall.id not in store.halls.ids():
            store.halls.put(hall, clock.now())
        return hall.hall.id
    known = store.halls.ids()
    if config.hall.id is not None:
        if config.hall.id in known:
            return config.hall.id
        raise HallUnknown(say("error.hall_unknown", hall=repr(config.hall.id)))
    if len(known) == 1:
        return known[0]
    if known:
        listed = ", ".join(known)
        raise HallUnknown(say("error.several_halls", listed=listed))
    raise NoHallYet(say("error.no_hall"))
