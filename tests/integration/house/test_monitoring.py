"""What monitors get: the rules of Prometheus are the product's own, over figures that the hub tells."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from server.metrics import VitalFigures
from server.usecases.machine.alerts import RULES
from server.usecases.machine.vitals import Vitals
from tests.support.hub.inside import Inside
from tests.support.vitals import ILL, WELL
from tools.documents import alert_rules

DASHBOARD = Path(__file__).resolve().parents[3] / "deploy" / "grafana" / "balai.json"
#: What each rule finds in the hall that is ill, as Prometheus tells it.
FOUND = {
    "writer_failing": [("balai_writer_failing", 1)],
    "clock_doubted": [("balai_clock_trusted", 0)],
    "day_not_open": [("balai_hall_open", 1)],
    "device_down": [('balai_device_up{device="kios-1",kind="kiosk"}', 0)],
    "help_wanted": [('balai_device_fault{code="help_wanted",device="kios-2",kind="kiosk"}', 1)],
    "device_fault": [('balai_device_fault{code="no_sound_card",device="layar-1",kind="display"}', 1)],
    "long_wait": [('balai_longest_wait_seconds{service="skck"}', 6000)],
    "desk_passes": [('balai_counter_passes_seconds{counter="loket-2"}', 900)],
    "estimates_stale": [("balai_estimates_age_seconds", 600)],
    "disk_full": [("balai_disk_free_bytes", 200_000_000)],
    "copy_late": [('balai_copy_age_seconds{place="/media/stick"}', 9000)],
    "certificate_ends": [("balai_certificate_seconds", 432_000)],
}


def series(vitals: Vitals) -> list[dict[str, str]]:
    """What a hub with these figures tells, for an hour, as promtool wants it."""
    registry = CollectorRegistry()
    registry.register(VitalFigures(lambda: vitals))
    page = generate_latest(registry).decode()
    rows = []
    for sample in (sample for family in text_string_to_metric_families(page) for sample in family.samples):
        labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
        rows.append({"series": f"{sample.name}{{{labels}}}", "values": f"{sample.value:g}+0x60"})
    return rows


def asked(vitals: Vitals, *, finds: bool) -> dict[str, object]:
    tests = [
        {
            "expr": rule.expr,
            "eval_time": "30m",
            "exp_samples": [{"labels": name, "value": value} for name, value in FOUND[rule.code]]
            if finds
            else [],
        }
        for rule in RULES
    ]
    return {"interval": "1m", "input_series": series(vitals), "promql_expr_test": tests}


def test_the_rules_for_prometheus_are_those_of_the_product() -> None:
    assert alert_rules.FILE.read_text(encoding="utf-8") == alert_rules.written(), (
        "python -m tools.documents.alert_rules"
    )


def test_prometheus_reads_the_rules_and_finds_what_the_product_finds(tmp_path: Path) -> None:
    checked = subprocess.run(
        ["promtool", "check", "rules", str(alert_rules.FILE)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tests = {
        "rule_files": [str(alert_rules.FILE)],
        "tests": [asked(ILL, finds=True), asked(WELL, finds=False)],
    }
    # JSON is YAML.
    (tmp_path / "tests.yml").write_text(json.dumps(tests))
    done = subprocess.run(
        ["promtool", "test", "rules", str(tmp_path / "tests.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {rule.code: len(list(rule.found(ILL))) for rule in RULES} == {
        code: len(found) for code, found in FOUND.items()
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all figures that a hub tells, with those of a hall that is ill."""
    folder = tmp_path_factory.mktemp("hub")
    with Inside(folder, copies=folder / "copies") as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        page = hub.app.test_client().get("/metrics").text
    samples = (sample for family in text_string_to_metric_families(page) for sample in family.samples)
    return {sample.name for sample in samples} | {row["series"].partition("{")[0] for row in series(ILL)}


def test_rules_and_dashboard_ask_for_what_the_hub_tells(told: set[str]) -> None:
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    exprs = [target["expr"] for panel in panels for target in panel["targets"]] + [
        rule.expr for rule in RULES
    ]
    names = {name for expr in exprs for name in re.findall(r"\b(?:balai|process)_[a-z_]+", expr)}
    assert len(names) > 15
    assert names <= told
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_the_hub_tells_of_its_hall_devices_and_process_and_of_no_person(tmp_path: Path) -> None:
    with Inside(tmp_path, copies=tmp_path / "copies") as hub:
        issued = hub.kiosk.done("/visits", service_id="ktp")
        hub.clock.advance(120)
        page = hub.app.test_client().get("/metrics").text
        for line in (
            'balai_waiting{service="ktp"} 1.0', 'balai_longest_wait_seconds{service="ktp"} 120.0',
            "balai_day_open 1.0", "balai_clock_trusted 1.0", "balai_writer_failing 0.0",
            f'balai_copy_age_seconds{{place="{tmp_path}/copies"}} +Inf',
        ):  # fmt: skip
            assert line in page
        assert "balai_estimates_age_seconds" not in page, "no estimator has told anything"
        assert re.search(r'balai_device_up\{device="[a-z0-9-]+",kind="kiosk"\} 0.0', page)
        assert re.search(r"^process_resident_memory_bytes [1-9]", page, re.MULTILINE)
        assert issued["number"] not in page
        hub.copy()
        assert (
            f'balai_copy_age_seconds{{place="{tmp_path}/copies"}} 0.0'
            in hub.app.test_client().get("/metrics").text
        )
