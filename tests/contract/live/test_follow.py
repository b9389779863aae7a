"""One set of cases for both followers: the devices' in Python and the page's in JavaScript."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from balai.protocol.follow import Follower
from balai.protocol.pushes import Heartbeat, Push

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
FOLLOW_JS = HERE.parents[2] / "server" / "web" / "static" / "js" / "kit" / "wire" / "follow.js"
CASES: list[dict[str, Any]] = json.loads((HERE / "follow_cases.json").read_text())
DAY, AT = "2026-04-14", "2026-04-14T02:42:00Z"

IN_BROWSER = """
async ([source, text]) => {
  const { Follower } = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(source));
  const act = {
    reset: (f, s) => f.reset(s.day, s.seq, s.at ?? null),
    offer: (f, s) => f.offer(s.push, s.now),
    caught_up: (f, s) => f.caughtUp(s.pushes, s.now),
    heard: (f, s) => f.heard(s.head, s.now),
    tick: (f, s) => f.tick(s.now),
  };
  const done = JSON.parse(text).map((steps) => {
    const follower = new Follower();
    return steps.map((step) => {
      const released = (act[step.op](follower, step) ?? []).map((push) => push.seq);
      return [released, follower.seq, follower.mustAsk, follower.holding, follower.at !== null];
    });
  });
  return JSON.stringify(done);
}
"""


def in_browser(chromium: Browser, cases: list[list[dict[str, Any]]]) -> list[list[list[Any]]]:
    """What the JavaScript follower does at each step. As text: Playwright is slow with deep objects."""
    page = chromium.new_page()
    done = json.loads(page.evaluate(IN_BROWSER, [FOLLOW_JS.read_text(), json.dumps(cases)]))
    page.close()
    assert isinstance(done, list)
    return done


def whole(step: dict[str, Any]) -> dict[str, Any]:
    """A step with the fields that cases leave out."""
    push = {"day": DAY, "type": "leg_called", "at": AT, "data": {}}
    filled = dict(step)
    if "push" in step:
        filled["push"] = {**push, **step["push"]}
    if "pushes" in step:
        filled["pushes"] = [{**push, **one} for one in step["pushes"]]
    if "head" in step:
        filled["head"] = {"day": DAY, "now": AT, **step["head"]}
    return filled


def follow(steps: list[dict[str, Any]]) -> list[list[Any]]:
    """What the Python follower does at each step."""
    follower, done = Follower(), []
    for step in steps:
        released: list[Push] = []
        if step["op"] == "reset":
            released = follower.reset(step["day"], step["seq"])
        elif step["op"] == "offer":
            released = follower.offer(Push.model_validate(step["push"]), step["now"])
        elif step["op"] == "caught_up":
            released = follower.caught_up([Push.model_validate(p) for p in step["pushes"]], step["now"])
        elif step["op"] == "heard":
            follower.heard(Heartbeat.model_validate(step["head"]), step["now"])
        else:
            follower.tick(step["now"])
        now = [follower.seq, follower.must_ask, follower.holding, follower.at is not None]
        done.append([[p.seq for p in released], *now])
    return done


def told(case: dict[str, Any], done: list[list[Any]]) -> None:
    """Compare what was done with what the case says."""
    for number, (step, (released, seq, ask, holding, _)) in enumerate(zip(case["steps"], done, strict=True)):
        said = [step["released"], step["seq_now"], step["ask"], step.get("holding", holding)]
        assert [released, seq, ask, holding] == said, f"{case['name']}, step {number}"


def chance(seed: int) -> list[dict[str, Any]]:
    """Steps by chance, over a few seqs and days so that they meet."""
    rng, now, steps = Random(seed), 0.0, []
    for _ in range(40):
        now = round(now + rng.choice((0.0, 0.05, 0.15, 0.3)), 2)
        pushes = []
        for _ in range(4):
            seq = rng.randrange(1, 25)
            kind = "configuration_changed" if rng.random() < 0.1 else "leg_called"
            day = rng.choice((DAY, DAY, DAY, "2026-04-15", "2026-04-13"))
            pushes.append({"day": day, "seq": seq, "prev": max(0, seq - rng.choice((1, 1, 2))), "type": kind})
        op = rng.choice(("reset", "offer", "offer", "offer", "offer", "caught_up", "heard", "tick", "tick"))
        head = {"day": pushes[0]["day"], "head": pushes[0]["seq"]}
        steps.append(
            {
                "op": op,
                "now": now,
                "day": pushes[0]["day"],
                "seq": pushes[0]["seq"],
                "push": pushes[0],
                "pushes": pushes,
                "head": head,
            }
        )
    return [whole(step) for step in steps]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_devices_follow_as_the_cases_say(case: dict[str, Any]) -> None:
    told(case, follow([whole(step) for step in case["steps"]]))


def test_pages_follow_as_the_cases_say(chromium: Browser) -> None:
    cases = [[whole(step) for step in case["steps"]] for case in CASES]
    done = in_browser(chromium, cases)
    for case, steps in zip(CASES, done, strict=True):
        told(case, steps)


def test_devices_and_pages_follow_alike_whatever_comes(chromium: Browser) -> None:
    cases = [chance(seed) for seed in range(200)]
    done = in_browser(chromium, cases)
    assert done == [follow(steps) for steps in cases]
