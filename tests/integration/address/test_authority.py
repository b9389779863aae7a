"""The hall's own authority: a strict verifier takes what it signs, and nobody what it may not sign."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.usecases.address.authority import (
    HUB_LASTS,
    AuthorityFault,
    checked_name,
    make_authority,
    make_certificate,
    shown,
)

NAME = "balai.local"
HERE = "192.168.7.9"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    make_authority(folder, NAME, datetime.now(UTC))
    return folder


def handshake(papers: Path, asked: str) -> None:
    """What a strict client says to the certificate in `papers`, asked for a name. Raises SSLError."""
    server, client = (
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        ssl.create_default_context(cafile=papers / "ca.pem"),
    )
    server.load_cert_chain(papers / "hub.pem")
    # What Python 3.13 asks of every certificate.
    client.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = (
        client.wrap_bio(back, there, server_hostname=asked),
        server.wrap_bio(there, back, server_side=True),
    )
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert ends[0].getpeercert()


@pytest.mark.parametrize("asked", [NAME, "localhost", "127.0.0.1", HERE])
def test_a_strict_client_takes_it_for_every_name_and_address_of_the_hub(papers: Path, asked: str) -> None:
    make_certificate(papers, NAME, (HERE,), datetime.now(UTC))
    handshake(papers, asked)


@pytest.mark.parametrize(
    ("asked", "name", "addresses"),
    [
        ("bank.example.com", "bank.example.com", ()),
        ("8.8.8.8", NAME, ("8.8.8.8",)),
        ("other.local", NAME, ()),
    ],
)
def test_nobody_takes_what_it_may_not_sign_or_did_not(
    papers: Path, asked: str, name: str, addresses: tuple[str, ...]
) -> None:
    make_certificate(papers, name, addresses, datetime.now(UTC))
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(papers, asked)


def test_it_is_for_one_server_two_years_and_begins_before_a_slow_clock(papers: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    make_certificate(papers, NAME, (HERE,), now)
    told = shown(papers / "hub.crt")
    assert told.names == {NAME, "localhost", "127.0.0.1", HERE}
    # Apple's browsers take no more than 825 days.
    assert told.ends - told.begins == HUB_LASTS <= timedelta(days=825)
    assert told.begins < now - timedelta(days=7)
    assert shown(papers / "ca.pem").ends - now > timedelta(days=19 * 365)


def test_keys_are_their_owners_alone_and_certificates_everybodys(papers: Path) -> None:
    make_certificate(papers, NAME, (), datetime.now(UTC))
    modes = {path.name: path.stat().st_mode & 0o777 for path in papers.iterdir()}
    assert modes == {"ca.key": 0o600, "ca.pem": 0o644, "hub.crt": 0o644, "hub.pem": 0o600}


@pytest.mark.parametrize("name", ["balai.local", "MPP.KutaiKartanegaraKab.go.id.", " balai.local "])
def test_a_name_is_taken_as_people_write_it(name: str) -> None:
    assert checked_name(name) == name.strip().rstrip(".").lower()


@pytest.mark.parametrize(
    "name", ["", "balai", "-a.local", "a..b", "ba lai.local", "x" * 60 + ".id", "a.b\nc=d", "192.168.1.2"]
)
def test_what_is_no_name_is_refused_before_anything_is_made(name: str) -> None:
    with pytest.raises(AuthorityFault):
        checked_name(name)
