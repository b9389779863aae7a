"""A hall that is well in every figure, and one that is not in any."""

from __future__ import annotations

from server.usecases.machine.vitals import DeviceVital, Queue, Vitals

WELL = Vitals(
    day_open=True,
    hall_open=True,
    clock_trusted=True,
    writer_failing=False,
    queues={"skck": Queue(3, 600.0), "akta-kelahiran": Queue(0, 0.0)},
    passes_seconds={"loket-1": 0.0, "loket-2": 20.0},
    devices=(DeviceVital("kios-1", "kiosk", up=True), DeviceVital("layar-1", "display", up=True)),
    estimates_seconds=3.0,
    store_bytes=4_000_000,
    disk_free_bytes=9_000_000_000,
    disk_bytes=30_000_000_000,
    copies_seconds={"/var/lib/balai/copies": 900.0},
    certificate_seconds=600 * 86400.0,
)
ILL = Vitals(
    day_open=False,
    hall_open=True,
    clock_trusted=False,
    writer_failing=True,
    queues={"skck": Queue(30, 6000.0), "akta-kelahiran": Queue(1, 60.0)},
    passes_seconds={"loket-1": 0.0, "loket-2": 900.0},
    devices=(
        DeviceVital("kios-1", "kiosk", up=False),
        DeviceVital("layar-1", "display", up=True, faults=("no_sound_card",)),
        DeviceVital("kios-2", "kiosk", up=True, faults=("help_wanted",)),
    ),
    estimates_seconds=600.0,
    store_bytes=4_000_000,
    disk_free_bytes=200_000_000,
    disk_bytes=30_000_000_000,
    copies_seconds={"/media/stick": 9000.0, "/var/lib/balai/copies": 900.0},
    certificate_seconds=5 * 86400.0,
)
