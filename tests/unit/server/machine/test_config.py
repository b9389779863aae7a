"""hub.toml: read whole, or refused with every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from balai.errors import ConfigurationFaults
from server.config import load_config


def written(folder: Path, text: str) -> Path:
    file = folder / "hub.toml"
    file.write_text(text)
    return file


def test_an_empty_file_gives_a_hub_on_this_machine(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, ""))
    assert (config.hub.host, config.hub.port, config.redis) == ("127.0.0.1", 8080, None)
    assert config.store.url == f"sqlite:///{tmp_path / 'balai.db'}"


def test_paths_count_from_the_files_folder(tmp_path: Path) -> None:
    text = '[store]\nurl = "sqlite:///data/b.db"\n[hall]\nfile = "hall.toml"\n'
    config = load_config(written(tmp_path, text))
    assert config.store.url == f"sqlite:///{tmp_path / 'data/b.db'}"
    assert config.hall.file == tmp_path / "hall.toml"
    absolute = load_config(written(tmp_path, '[store]\nurl = "sqlite:////var/lib/balai.db"\n'))
    assert absolute.store.url == "sqlite:////var/lib/balai.db"
    shared = load_config(written(tmp_path, '[store]\nurl = "postgresql+psycopg://u:p@host/db"\n'))
    assert shared.store.url == "postgresql+psycopg://u:p@host/db"


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    text = (
        '[hub]\nprot = 1\nport = 70000\nhttps = "yes?"\n[store]\nurl = "mysql://x"\n[redis]\nurl = "tcp:"\n'
    )
    with pytest.raises(ConfigurationFaults) as refused:
        load_config(written(tmp_path, text))
    assert [fault.line for fault in refused.value.faults] == [2, 3, 4, 6, 8]
    assert 'did you mean "port"' in str(refused.value)
