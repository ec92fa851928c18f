"""Whole crawls against a server that refuses, hangs, lies and leads astray."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from email.utils import formatdate
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from rough_server import Answer, Writer, answer, fetch, hang, in_turn, rough_server

pytestmark = pytest.mark.slow  # each is a process of its own

PAGE = answer("<p>मौसम साफ़ रहेगा।</p>")
ROBOTS = "/robots.txt"


def disallowing(*paths: str, also: str = "") -> bytes:
    return answer("User-agent: *\n" + "".join(f"Disallow: {p}\n" for p in paths) + also)


# ------------------------------------------------------------------------------ robots.txt


@pytest.mark.parametrize(
    ("robots", "outcome", "asks"),
    [
        pytest.param(answer("", 404), "200", 1, id="404 allows"),
        pytest.param(answer("", 403), "200", 1, id="403 allows"),
        pytest.param(disallowing("/a"), "RobotsDisallowed", 1, id="disallowed"),
        pytest.param(in_turn(answer("", 503), disallowing("/b")), "200", 2, id="503, then there"),
        pytest.param(answer("", 500), "RobotsUnreachable", 3, id="500 forbids"),
        pytest.param(answer("", 429), "RobotsUnreachable", 3, id="429 forbids"),
        pytest.param(answer("", 503, "Retry-After: 60"), "RobotsUnreachable", 1, id="too long"),
        pytest.param(answer("", 302), "RobotsUnreachable", 1, id="leads nowhere"),
        pytest.param(
            answer("", 302, "Location: http://127.0.0.2:1/robots.txt"),
            "RobotsUnreachable",
            1,
            id="leads astray",
        ),
        pytest.param(
            answer("", 302, "Location: /robots.txt"), "RobotsUnreachable", 6, id="leads to itself"
        ),
    ],
)
def test_robots_txt_decides(robots: Answer, outcome: str, asks: int) -> None:
    with rough_server({ROBOTS: robots, "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": outcome}
    assert server.paths == [ROBOTS] * asks + ["/a"] * (outcome == "200")
    if outcome == "RobotsUnreachable":
        assert f"left_alone/http://{server.netloc}" in fetched.stats


async def drip(writer: Writer, count: int) -> None:
    writer.write(answer("", length=10_000))
    for _ in range(400):
        writer.write(b"#")
        await asyncio.sleep(0.3)


def test_a_robots_txt_that_drips_in_forbids_within_30_seconds() -> None:
    with rough_server({ROBOTS: drip, "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "RobotsUnreachable"}
    assert server.paths == [ROBOTS] * 3
    assert fetched.seconds < 35


async def endless(writer: Writer, count: int) -> None:
    writer.write(b"HTTP/1.1 200 -\r\n\r\nUser-agent: *\nDisallow: /early\n")
    for _ in range(9000):
        writer.write(b"# nothing to see in this line\n" * 40)
        await writer.drain()
    writer.write(b"Disallow: /a\n")


LONG = b"User-agent: *\nDisallow: /early\n" + b"#\n" * 300_000 + b"Disallow: /late\n"


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        pytest.param(endless, {"/early"}, id="endless"),
        pytest.param(answer(LONG), {"/early", "/late"}, id="600 KB"),
        pytest.param(answer(LONG + b"#\n" * 9_000_000), {"/early", "/late"}, id="18 MB"),
        pytest.param(
            answer(gzip.compress(LONG + b"#\n" * 90_000_000), 200, "Content-Encoding: gzip"),
            {"/early", "/late"},
            id="a bomb",
        ),
        pytest.param(
            answer(
                b"User-agent: *\nDisallow: /early" + b"\n" * (1024 * 1024 - 42) + b"Disallow: /a"
            ),
            {"/early"},
            id="a rule that is cut says nothing",
        ),
    ],
)
def test_the_first_mebibyte_of_robots_txt_holds(robots: Answer, refused: set[str]) -> None:
    paths = ["/early", "/late", "/a"]
    with rough_server({ROBOTS: robots, **dict.fromkeys(paths, PAGE)}) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == {p: "RobotsDisallowed" if p in refused else "200" for p in paths}


def test_a_redirect_does_not_lead_around_robots_txt() -> None:
    answers = {ROBOTS: disallowing("/private"), "/a": answer("", 302, "Location: /private/b")}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "RobotsDisallowed"}
    assert server.paths == [ROBOTS, "/a"]


def test_robots_txt_is_asked_for_once_and_first() -> None:
    paths = [f"/{n}" for n in range(20)]
    with rough_server(dict.fromkeys(paths, PAGE)) as server:
        fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert server.paths[0] == ROBOTS
    assert sorted(server.paths[1:]) == sorted(paths)


def test_crawl_delay_is_kept() -> None:
    paths = ["/a", "/b", "/c"]
    robots = disallowing("/x", also="Crawl-delay: 0.7\n")
    with rough_server({ROBOTS: robots, **dict.fromkeys(paths, PAGE)}) as server:
        fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert len(server.paths) == 4
    assert min(server.gaps()) > 0.7 * 0.95


def test_the_download_delay_is_kept_by_every_request() -> None:
    paths = ["/a", "/moved", "/failed"]
    answers = {
        "/a": PAGE,
        "/moved": answer("", 301, "Location: /a"),
        "/failed": in_turn(answer("", 500), PAGE),
    }
    with rough_server(answers) as server:
        urls = [f"http://{server.netloc}{path}" for path in paths]
        fetched = fetch(urls, allow=server.netloc, settings={"DOWNLOAD_DELAY": 0.4})
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    assert len(server.asked) == 7  # robots.txt and tdmrep.json, too
    assert min(server.gaps()) > 0.35  # the first connection takes its time


def test_a_crawl_delay_that_is_too_long_leaves_the_host_alone() -> None:
    with rough_server({ROBOTS: disallowing(also="Crawl-delay: 61\n"), "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "CrawlDelayTooLong"}
    assert [asked.path for asked in server.asked] == [ROBOTS]
    reason = fetched.stats[f"left_alone/http://{server.netloc}"]
    assert reason == "Crawl-delay 61 s, at most 60 s"


def test_tdmrep_reserves_pages() -> None:
    answers = {
        "/.well-known/tdmrep.json": answer('[{"location": "/a*", "tdm-reservation": 1}]'),
        "/a": PAGE,
        "/ab": answer("<p>x</p>", 200, "tdm-reservation: 0"),
        "/b": PAGE,
        "/to-b": answer("", 302, "Location: /b"),
        "/to-a": answer("", 302, "Location: /a?x"),
        "/a?x": PAGE,
    }
    paths = ["/a", "/ab", "/b", "/to-b", "/to-a"]
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    assert sorted(fetched.reserved) == ["/a", "/to-a"]
    assert [asked.path for asked in server.asked].count("/.well-known/tdmrep.json") == 1


# ------------------------------------------------------------------------- retries, Retry-After


async def cut_short(writer: Writer, count: int) -> None:
    writer.write(answer("<p>half", length=500))
    writer.close()


@pytest.mark.parametrize(
    ("page", "outcome", "asks"),
    [
        pytest.param(in_turn(answer("", 500), PAGE), "200", 2, id="500 once"),
        pytest.param(in_turn(*[answer("", 502)] * 2, PAGE), "200", 3, id="502 twice"),
        pytest.param(answer("", 500), "500", 3, id="500 for ever"),
        pytest.param(answer("", 404), "404", 1, id="404"),
        pytest.param(answer("", 403), "403", 1, id="403"),
        pytest.param(answer("", 410), "410", 1, id="410"),
        pytest.param(
            in_turn(*[answer("", 429, "Retry-After: 1")] * 3, PAGE), "200", 4, id="429 three times"
        ),
        pytest.param(answer("", 429, "Retry-After: 0"), "HostBusy", 5, id="429 for ever"),
        pytest.param(answer("", 429, "Retry-After: 86400"), "HostBusy", 1, id="429 for a day"),
        pytest.param(answer("", 503, "Retry-After: 86400"), "HostBusy", 1, id="503 for a day"),
        pytest.param(cut_short, "ResponseDataLossError", 3, id="cut short"),
        pytest.param(answer("<p>whole</p>", length=6), "ResponseDataLossError", 3, id="too long"),
        pytest.param(
            answer(gzip.compress(b"<p>x</p>" * 999)[:40], 200, "Content-Encoding: gzip"),
            "TruncatedBody",
            3,
            id="half of a gzip",
        ),
        pytest.param(
            answer(gzip.compress(b" " * 99_000_000), 200, "Content-Encoding: gzip"),
            "ResponseTooLarge",
            1,
            id="a bomb",
        ),
        pytest.param(answer("<p>", length=10**9), "ResponseTooLarge", 1, id="a huge page"),
        pytest.param(
            b"HTTP/1.1 200 -\r\n" + b"X: " + b"x" * 9000 + b"\r\n" * 1, "DownloadTimeoutError", 2,
            id="headers without end",
        ),
        pytest.param(
            b"HTTP/1.1 200 -\r\n" + (b"X: " + b"x" * 9000 + b"\r\n") * 99, "HeadersTooLarge", 1,
            id="too many headers",
        ),
    ],
)  # fmt: skip
def test_what_is_asked_again(page: Answer, outcome: str, asks: int) -> None:
    settings = {"DOWNLOAD_IDLE_TIMEOUT": 1}
    with rough_server({"/a": page}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc, settings=settings)
    assert fetched.outcomes == {"/a": outcome}
    assert server.paths.count("/a") == asks


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param(answer("", 429, "Retry-After: 2"), id="seconds"),
        pytest.param(answer("", 503, "Retry-After: 2"), id="503"),
        pytest.param(answer("", 429), id="nothing said"),
        pytest.param(
            answer("", 429, f"Date: {formatdate(1e9)}", f"Retry-After: {formatdate(1e9 + 2)}"),
            id="a date, by the server's clock",
        ),
    ],
)
def test_retry_after_holds_for_the_whole_host(busy: bytes) -> None:
    paths = ["/busy", "/a", "/b", "/c"]
    answers = {"/busy": in_turn(busy, PAGE), **dict.fromkeys(paths[1:], PAGE)}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    refused = next(n for n, asked in enumerate(server.asked) if asked.path == "/busy")
    assert server.asked[refused + 1].at - server.asked[refused].at >= 1.9


def test_a_host_that_wants_no_visit_today_is_closed() -> None:
    paths = [f"/{n}" for n in range(9)]
    with rough_server(dict.fromkeys(paths, answer("", 429, "Retry-After: 7200"))) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert set(fetched.outcomes.values()) == {"HostBusy", "HostClosed"}
    assert len(server.paths) == 3  # robots.txt, a page, and one more to know that it is the host
    assert "asked to wait until 2" in fetched.stats["left_alone/127.0.0.1"]
    assert "WARNING newscrawl.politeness: 127.0.0.1 is left alone in this run" in fetched.log


def test_a_host_that_refuses_five_times_in_a_row_is_closed() -> None:
    paths = [f"/{n}" for n in range(30)]
    with rough_server(dict.fromkeys(paths, answer("", 403))) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    outcomes = list(fetched.outcomes.values())
    assert (outcomes.count("403"), outcomes.count("HostClosed")) == (5, 25)
    assert len(server.paths) == 6


def test_a_host_that_does_not_answer_is_closed() -> None:
    paths = [f"/{n}" for n in range(30)]
    with rough_server(dict.fromkeys(paths, hang)) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in paths],
            allow=server.netloc,
            settings={"DOWNLOAD_IDLE_TIMEOUT": 0.2, "HOST_FAILURES_LIMIT": 4},
        )
    outcomes = list(fetched.outcomes.values())
    assert 4 <= outcomes.count("DownloadTimeoutError") <= 5  # the next one was on its way
    assert set(outcomes) == {"DownloadTimeoutError", "HostClosed"}
    assert fetched.stats["left_alone/127.0.0.1"] == "4 pages in a row got no answer"


# ------------------------------------------------------------------------------ time


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


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("BUDGET_REQUESTS", 4, "budget_requests"),
        ("BUDGET_PAGES", 2, "budget_pages"),
        ("BUDGET_BYTES", 100, "budget_bytes"),
        ("BUDGET_SECONDS", 1, "budget_seconds"),
        ("MIN_FREE_DISK", 10**18, "disk_full"),
    ],
)
def test_budgets_end_a_run(setting: str, value: int, reason: str) -> None:
    paths = [f"/{n}" for n in range(20)]
    answers = {**dict.fromkeys(paths, PAGE), "/9": hang}
    with rough_server(answers) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in paths],
            allow=server.netloc,
            settings={setting: value},
        )
    assert fetched.stats["finish_reason"] == reason
    assert fetched.seconds < 8
    assert "The run ends" in fetched.log
    assert len(server.paths) < 20


# ------------------------------------------------------------------------------ reach


def test_other_addresses_are_not_contacted() -> None:
    with rough_server({}) as secret, rough_server({}) as server:
        urls = [
            f"http://{secret.netloc}/1",
            f"http://localhost:{server.port}/2",
            f"http://127.1:{server.port}/3",
            f"http://2130706433:{server.port}/4",
            f"http://[::ffff:127.0.0.1]:{server.port}/5",
            f"http://127.0.0.2:{server.port}/6",
            f"http://user:pass@{server.netloc}/7",
            "file:///etc/passwd",
            "ftp://127.0.0.1/9",
            "data:text/html,10",
        ]
        fetched = fetch(urls, allow=server.netloc)
    assert server.asked == []
    assert secret.asked == []
    refused = {k: v for k, v in fetched.stats.items() if k.startswith("address_guard/refused/")}
    assert refused == {
        "address_guard/refused/OddAddress": 4,
        "address_guard/refused/PrivateAddress": 2,
        "address_guard/refused/SchemeRefused": 3,
        "address_guard/refused/UndeclaredHost": 1,
    }


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://{secret}/x", "PrivateAddress"),
        ("//{secret}/x", "PrivateAddress"),
        ("http://{server}@{secret}/x", "OddAddress"),
        ("https://evil.in/x", "UndeclaredHost"),
    ],
)
def test_a_redirect_does_not_lead_around_the_guard(location: str, refusal: str) -> None:
    with rough_server({}) as secret:
        answers: dict[str, bytes] = {}
        with rough_server(answers) as server:
            to = location.format(secret=secret.netloc, server=server.netloc)
            answers["/a"] = answer("", 302, f"Location: {to}")
            fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": refusal}
    assert secret.asked == []


def test_redirects_end_after_five() -> None:
    answers = {f"/{n}": answer("", 302, f"Location: /{n + 1}") for n in range(20)}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}/0"], allow=server.netloc)
    assert fetched.outcomes == {"/0": "IgnoreRequest"}
    assert len(server.paths) == 7  # robots.txt, the page, five redirects


def test_a_name_that_leads_to_loopback_is_not_contacted() -> None:
    """No test here may resolve a name outside, so it is `localhost` that is declared."""
    with rough_server({"/a": PAGE}) as server:
        fetched = fetch([f"http://localhost:{server.port}/a"], domains=[f"localhost:{server.port}"])
        assert fetched.outcomes == {"/a": "HostUnreachable"}
        assert server.asked == []
        assert "localhost leads to 127.0.0.1, which is not public" in fetched.log
        allowed = f"localhost:{server.port}"
        fetched = fetch([f"http://localhost:{server.port}/a"], domains=["localhost"], allow=allowed)
    assert fetched.outcomes == {"/a": "200"}


@pytest.mark.parametrize("by", ["meta", "environment"])
def test_a_local_proxy_serves_a_host_that_does_not_exist(by: str) -> None:
    page = "http://samachar.example/a"
    answers = {page: PAGE, "http://samachar.example/robots.txt": disallowing("/b")}
    with rough_server(answers) as proxy:
        address = f"http://user:pr0xy-password@{proxy.netloc}"
        way = {by: {"proxy": address} if by == "meta" else {"http_proxy": address}}
        urls = [page, "http://samachar.example/b"]
        fetched = fetch(urls, domains=["samachar.example"], allow=proxy.netloc, **way)  # type: ignore[arg-type]
        refused = fetch([page], domains=["samachar.example"], **way)  # type: ignore[arg-type]
    assert fetched.outcomes == {"/a": "200", "/b": "RobotsDisallowed"}
    assert {asked.headers["Proxy-Authorization"][:6] for asked in proxy.asked} == {"Basic "}
    assert "pr0xy-password" not in fetched.log
    assert refused.outcomes == {"/a": "PrivateAddress" if by == "meta" else "HostUnreachable"}


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


# ------------------------------------------------------------------------------ logs


def test_a_crawl_without_contact_warns_once() -> None:
    fetched = fetch([], domains=["khabar.in", "www.khabar.in"])
    assert fetched.log.count("CONTACT is not set, so khabar.in") == 1
    for domains, settings in (
        (["khabar.in"], {"CONTACT": "https://bot.in"}),
        (["demo.example", "127.0.0.1:80"], {}),
    ):
        assert "CONTACT" not in fetch([], domains=domains, settings=settings).log.replace(
            "'CONTACT'", ""
        )


def test_no_secret_in_the_log() -> None:
    settings = {
        "AWS_SECRET_ACCESS_KEY": "c10ud-key",
        "FTP_PASSWORD": "ftp-pa55",
        "LEDGER_URL": "postgresql://news:1edger-pa55@db/x",
        "FEEDS": {"ftp://me:feed-pa55@127.0.0.1:1/x.jsonl": {"format": "jsonl"}},
        "LOG_LEVEL": "DEBUG",
    }
    with rough_server({"/a?access_token=ur1-pa55": PAGE}) as server:
        url = f"http://{server.netloc}/a?access_token=ur1-pa55"
        fetched = fetch([url], allow=server.netloc, settings=settings)
    assert fetched.outcomes == {"/a?access_token=ur1-pa55": "200"}
    assert "pa55" not in fetched.log
    assert "c10ud" not in fetched.log
    assert "Overridden settings" in fetched.log
