"""Whatever the hub says and whatever stands in files, a wall goes on; `make prove` tells it a million."""

from __future__ import annotations

from tests.support.random_news import RandomNews, random_files


def test_random_news_end_no_wall_and_hide_no_true_call() -> None:
    news = RandomNews(seed=7)
    news.run(3000)
    # News that cannot be used is passed over; nothing of it fails later, in drawing or speaking.
    assert {part.partition(" ")[0] for part in news.wall.mishaps.named} <= {"news"}


def test_damaged_files_end_no_wall() -> None:
    random_files(seed=7, files=15)
