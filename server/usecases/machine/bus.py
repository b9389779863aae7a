"""Whether Redis answers. Only machines with several hubs have its library."""

from __future__ import annotations

import redis


def silence_of(url: str, seconds: float) -> str | None:
    """What went wrong when it was asked for at most so many seconds; None where it answered."""
    try:
        redis.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds).ping()
    except (redis.RedisError, OSError) as fault:
        return str(fault)
    return None
