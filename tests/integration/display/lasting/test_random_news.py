"""Whatever the hub says and whatever stands in files, a wall goes on; `make prove` tells it a million."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from balai.domain.hall.config import VoiceRules, WallRules
from balai.protocol.views import BoardView
from tests.support.random_news import RandomNews, random_files
from tests.support.wall.walls import called, leg, snapshot, view


def test_random_news_end_no_wall_and_hide_no_true_call() -> None:
    news = RandomNews(seed=7)
    news.run(3000)
    # News that cannot be used is passed over; nothing of it fails later, in drawing or speaking.
    assert {part.partition(" ")[0] for part in news.wall.mishaps.named} <= {"news"}


@pytest.mark.parametrize("wild", [2**63, -1, 0])
def test_a_number_of_the_news_however_wild_holds_no_wall_up(wild: int) -> None:
    board = view().model_dump(mode="json")
    for part, told in (("voice", VoiceRules()), ("wall", WallRules())):
        for name, usual in asdict(told).items():
            if type(usual) is int:
                news = RandomNews(seed=1)
                spoilt = {**board, part: {**board[part], name: wild}}
                news.wall.hear(snapshot(BoardView.model_validate(spoilt)))
                for number in (1, 2, 3):
                    news.wall.hear(
                        called(f"A-{number:03d}", number, leg_id=leg(5000 + number), seq=500 + number)
                    )
                for _ in range(20):
                    news.clock.advance(3)
                    assert news.wall.step()
                assert news.announcer.counts.spoken == 3, (part, name)
                assert news.wall.mishaps.named == (), (part, name)


def test_damaged_files_end_no_wall() -> None:
    random_files(seed=7, files=15)
