from __future__ import annotations

import psycopg
import pytest
import redis

from demo.driving.wait import eventually
from tests.support.hub.services import RedisServer


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def test_each_test_has_an_empty_durable_database(postgres_url: str) -> None:
    with psycopg.connect(_plain(postgres_url)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        durable = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    assert tables == (0,)
    assert durable == [("on",), ("on",)]


def test_redis_can_be_frozen_stopped_and_started_again(redis_server: RedisServer) -> None:
    with redis_server.client(timeout=0.2) as client:
        assert client.ping()
        redis_server.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        redis_server.thaw()
        assert eventually(client.ping)
        redis_server.stop()
        with pytest.raises(redis.ConnectionError):
            client.ping()
        redis_server.start()
        assert client.ping()


def test_eventually_gives_the_first_true_answer_and_names_what_it_waited_for_in_vain() -> None:
    answers = iter([0, None, 7])
    assert eventually(lambda: next(answers)) == 7
    with pytest.raises(AssertionError, match="waited 0 s in vain for a bus: last answer False"):
        eventually(lambda: False, timeout=0, what="a bus")
