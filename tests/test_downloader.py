"""Downloads that end, and hosts that must prove who they are."""

from __future__ import annotations

import ssl
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from rough_server import (
    PAGE,
    ROBOTS,
    Answer,
    answer,
    drip,
    fetch,
    hang,
    rough_server,
)

pytestmark = pytest.mark.slow  # each test is a process of its own


def test_what_hangs_is_given_up_and_the_rest_arrives() -> None:
    answers = {"/hang": hang, "/drip": drip, "/a": PAGE, "/b": PAGE}
    settings = {"DOWNLOAD_IDLE_TIMEOUT": 1, "DOWNLOAD_TIMEOUT": 3}
    with rough_server(answers) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in answers],
            allow=server.netloc,
            settings=settings,
        )
    assert fetched.outcomes == {
        "/hang": "DownloadTimeoutError",
        "/drip": "DownloadTooSlow",
        "/a": "200",
        "/b": "200",
    }
    assert (server.paths.count("/hang"), server.paths.count("/drip")) == (2, 1)
    assert fetched.seconds < 10


@pytest.mark.parametrize(
    ("stuck", "answer_"),
    [
        pytest.param(ROBOTS, hang, id="robots.txt hangs"),
        pytest.param(ROBOTS, answer("", 429, "Retry-After: 25"), id="robots.txt is waited for"),
        pytest.param("/0", hang, id="a page hangs"),
        pytest.param("/0", answer("", 429, "Retry-After: 99"), id="a page is waited for"),
    ],
)
def test_sigterm_ends_a_run(stuck: str, answer_: Answer) -> None:
    paths = [f"/{n}" for n in range(40)]
    answers = {stuck: answer_}
    with rough_server(answers) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in paths],
            allow=server.netloc,
            settings={"DOWNLOAD_DELAY": 1},
            terminate_when=lambda: stuck in server.paths,
        )
    assert fetched.seconds < 4
    assert fetched.code == 0
    assert fetched.stats["finish_reason"] == "shutdown"
    assert set(fetched.outcomes.values()) <= {"RunStopping", "404"}


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a key and a certificate for 127.0.0.1 that nobody vouches for."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


def test_a_bad_certificate_is_refused(self_signed: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed)
    with rough_server({"/a": PAGE}, tls=context) as server:
        url = f"https://{server.netloc}/a"
        fetched = fetch([url], allow=server.netloc)
        assert fetched.outcomes == {"/a": "HostUnreachable"}
        assert "CertificateRefused" in fetched.stats[f"left_alone/https://{server.netloc}"]
        assert server.asked == []
        trusted = {"SSL_CERT_FILE": str(self_signed)}
        fetched = fetch([url], allow=server.netloc, environment=trusted)
        assert fetched.outcomes == {"/a": "200"}
        elsewhere = url.replace("127.0.0.1", "localhost")  # which the certificate does not name
        allow = server.netloc.replace("127.0.0.1", "localhost")
        fetched = fetch([elsewhere], allow=allow, domains=["localhost"], environment=trusted)
    assert fetched.outcomes == {"/a": "HostUnreachable"}


def test_nobody_there() -> None:
    with rough_server({}) as server:
        netloc = server.netloc
    fetched = fetch([f"http://{netloc}/a"], allow=netloc)
    assert fetched.outcomes == {"/a": "HostUnreachable"}
