"""Two hubs on PostgreSQL: of their displays one speaks, also when its hub dies."""

from pathlib import Path

from balai.protocol.pushes import MaySpeak, Speaker
from tests.support.hubs import Site
from tests.support.listeners import Wall
from tests.support.services import RedisServer
from tests.support.wait import eventually


def _speaks(wall: Wall) -> bool:
    said = [event for event in wall.of(Speaker) if isinstance(event, Speaker)]
    return bool(said) and said[-1].zones != ()


def test_of_two_hubs_displays_one_speaks_and_the_other_takes_over(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer
) -> None:
    with Site(tmp_path, store=postgres_url, redis=redis_server.url) as site:
        hubs = [site.start(), site.start()]
        walls = [Wall(hub.url, site.device("display", f"layar-{n}")) for n, hub in enumerate(hubs, 1)]
        for wall in walls:
            wall.link.may_speak(MaySpeak(able=True))
        eventually(lambda: all(wall.of(Speaker) for wall in walls))
        eventually(lambda: sum(_speaks(wall) for wall in walls) == 1)
        first = next(n for n, wall in enumerate(walls) if _speaks(wall))
        hubs[first].kill()
        eventually(lambda: _speaks(walls[1 - first]), timeout=30)
        for wall in walls:
            wall.close()
        assert hubs[1 - first].stop() == 0
