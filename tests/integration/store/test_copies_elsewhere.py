"""Copies on another machine: read back before they count, and every fault said with what to do."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli.copies import backup
from server.config import load_config
from server.store import open_store
from server.store.errors import StoreError
from server.store.safety.copies import verified
from server.store.safety.elsewhere import send_copy, sent_at
from server.store.safety.sftp import Machine
from server.usecases.machine.keeping import copies, elsewhere
from tests.support.days import MORNING, small_hall
from tests.support.hub.services import free_port
from tests.support.hub.sshd import SshServer, cut_line, make_key
from tests.support.hub.stores import WriterHarness, issue

#: Of the store's, in bytes: nothing of it gets smaller by compressing.
BALLAST = 300_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """The other machine."""
    started = SshServer(tmp_path_factory.mktemp("sshd"))
    yield started
    started.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store that a hub works on."""
    made = f"sqlite:///{tmp_path / 'balai.db'}"
    with open_store(made, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(*(issue() for _ in range(6)))
        harness.writer.close()
    with closing(sqlite3.connect(tmp_path / "balai.db")) as connection:
        connection.execute("CREATE TABLE ballast AS SELECT randomblob(?) AS b", (BALLAST,))
        connection.commit()
    return made


@pytest.fixture
def machine(server: SshServer, tmp_path: Path) -> Machine:
    """How it is reached: its key and ours are known."""
    key = tmp_path / "copies.key"
    key.write_bytes(server.known.read_bytes())
    key.chmod(0o600)
    place = Machine(f"{server.user}@127.0.0.1", f"{tmp_path}/far away/hall 'A'*", key, server.port)
    (tmp_path / "far away").mkdir()
    place.hosts.write_text(server.trusted(server.port))
    return place


def test_a_copy_is_there_whole_and_only_the_newest_stay(url: str, machine: Machine, tmp_path: Path) -> None:
    Path(machine.folder).mkdir()
    (Path(machine.folder) / "balai-20260413T230000Z.db").write_text("of before")
    made = send_copy(url, machine, MORNING, keep=1)
    (there,) = Path(machine.folder).iterdir()
    assert there.name == "balai-20260414T000000Z.db"
    assert verified(there).entries == made.entries == 7
    assert there.stat().st_mode & 0o077 == 0
    assert str(made.path) == f"{machine}/{there.name}"
    assert sent_at(tmp_path / "balai.db", machine) == MORNING
    assert not [*tmp_path.glob("balai.db.to-send*"), *tmp_path.glob("balai.db.read-back*")]


def _fault(url: str, machine: Machine) -> StoreError:
    with pytest.raises(StoreError) as refused:
        send_copy(url, machine, MORNING)
    folder = Path(machine.folder)
    assert not [*folder.glob("balai-*Z.db")], "what did not arrive has a name"
    return refused.value


def test_a_machine_that_nobody_knows_is_told(url: str, machine: Machine) -> None:
    fault = _fault(url, replace(machine, address="balai@machine.invalid"))
    assert (fault.code, "machine.invalid" in str(fault)) == ("remote_unknown", True)


def test_a_machine_whose_key_is_not_known_is_sent_nothing(url: str, machine: Machine) -> None:
    machine.hosts.unlink()
    fault = _fault(url, machine)
    assert fault.code == "remote_untrusted"
    assert f"ssh-keyscan -p {machine.port} 127.0.0.1 >> {machine.hosts}" in str(fault)


def test_a_machine_that_is_another_than_before_is_sent_nothing(url: str, machine: Machine) -> None:
    other = machine.key.with_name("other")
    make_key(other)
    public = other.with_name("other.pub").read_text()
    machine.hosts.write_text(f"[127.0.0.1]:{machine.port} {public}")
    assert _fault(url, machine).code == "remote_changed"


def test_a_key_that_is_refused_missing_or_open_to_all_is_told(url: str, machine: Machine) -> None:
    machine.key.chmod(0o644)
    assert _fault(url, machine).code == "remote_key_open"
    machine.key.unlink()
    assert "ssh-keygen" in str(_fault(url, machine))
    make_key(machine.key)
    assert _fault(url, machine).code == "remote_refused"


def test_a_machine_that_does_not_answer_is_told(url: str, machine: Machine) -> None:
    assert _fault(url, replace(machine, port=free_port())).code == "remote_silent"


def test_a_folder_that_takes_nothing_is_told(url: str, machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _fault(url, replace(machine, folder=str(tmp_path / "file"))).code == "remote_failed"


def test_a_machine_without_room_is_told_and_older_copies_stay(
    url: str, machine: Machine, server: SshServer
) -> None:
    send_copy(url, machine, MORNING)
    older = [*Path(machine.folder).iterdir()]
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (BALLAST // 2, before[1]))
    try:
        with pytest.raises(StoreError) as refused:
            send_copy(url, machine, MORNING + timedelta(hours=1))
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)
    assert refused.value.code == "remote_full"
    assert verified(older[0]).entries == 7
    assert [file for file in Path(machine.folder).iterdir() if file.suffix == ".db"] == older
    send_copy(url, machine, MORNING + timedelta(hours=2))
    assert not list(Path(machine.folder).glob("*.part"))


@pytest.mark.parametrize("after", [BALLAST // 3, 800])
def test_a_line_that_is_cut_in_the_middle_leaves_no_copy_that_is_none(
    url: str, machine: Machine, server: SshServer, after: int
) -> None:
    with cut_line(server.port, after) as port:
        machine.hosts.write_text(server.trusted(port))
        assert _fault(url, replace(machine, port=port)).code == "remote_cut"
    machine.hosts.write_text(server.trusted(server.port))
    assert send_copy(url, machine, MORNING).entries == 7


def test_what_comes_back_other_than_it_was_sent_is_no_copy(url: str, machine: Machine) -> None:
    folder = Path(machine.folder)
    folder.mkdir()
    # Something there changes what it is given: the copy is a pipe to nowhere.
    (folder / "balai-copy.part").symlink_to("/dev/null")
    assert _fault(url, machine).code in {"remote_altered", "remote_failed"}


def test_hub_toml_names_the_machine_and_managers_hear_of_its_copies(
    url: str, machine: Machine, tmp_path: Path
) -> None:
    settings = tmp_path / "hub.toml"
    settings.write_text(
        f'[store]\nurl = "{url}"\n[[copies]]\nmachine = "{machine.address}"\nport = {machine.port}\n'
        f'folder = "{machine.folder}"\n[[copies]]\nfolder = "here"\n'
    )
    config = load_config(settings)
    now = MORNING + timedelta(hours=9)
    assert not next(copies(config, config.copies, MORNING)).well
    made = CliRunner().invoke(backup, ["--config", str(settings)])
    assert made.exit_code == 0, made.output
    assert f"{machine}/balai-" in made.output
    assert not list(elsewhere(config))
    send_copy(url, machine, MORNING)
    assert "9 h" in next(copies(config, config.copies, now)).told
    machine.key.unlink()
    refused = CliRunner().invoke(backup, ["--config", str(settings)])
    assert refused.exit_code == 1
    assert "here" in refused.output, "the other place got no copy"
    assert "ssh-keygen" in refused.output


@pytest.mark.parametrize("address", ["host", "-oProxyCommand=x@host", "a b@host", "a@-host", "a@b@c"])
def test_an_address_that_is_none_is_refused_in_the_settings(tmp_path: Path, address: str) -> None:
    settings = tmp_path / "hub.toml"
    settings.write_text(f'[[copies]]\nmachine = "{address}"\nfolder = "x"\n')
    with pytest.raises(Exception, match="user@host"):
        load_config(settings)
