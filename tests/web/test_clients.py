"""Who asks too often, and who is asking."""

import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import request

from tests.web.parts import DIGIT, predict_json
from web.clients import client_of
from web.settings import Settings


def asked(client, times, **options):
    """Return what each of so many requests for the same was answered."""
    return [client.open(**predict_json(**options)) for _ in range(times)]


def statuses(client, times, **options):
    """Return the status of each answer."""
    return [response.status_code for response in asked(client, times, **options)]


def test_by_default_a_client_may_ask_as_often_as_it_likes(client):
    """One machine that reads a million digits is what the service is for."""
    assert set(statuses(client, 200)) == {200}


def test_too_many_calls_are_refused(make_client, archive):
    """In the contract's form, with the time to wait for; what is refused is not looked at."""
    client = make_client(settings=Settings(rate_limit="3/minute"))
    refused = asked(client, 4)[3]

    assert refused.status_code == 429
    assert refused.json.keys() == {"error", "code"}
    assert refused.json["code"] == "too_many_requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert len(archive.ids()) == 3


def test_who_is_answered_is_not_told_to_wait(make_client):
    """A polite client would sleep after each answer."""
    answered = asked(make_client(settings=Settings(rate_limit="3/minute")), 1)[0]

    assert answered.headers["X-RateLimit-Remaining"] == "2"
    assert "Retry-After" not in answered.headers


def test_each_address_is_counted_for_itself(make_client):
    """A page that asks for the machine's load all the time can still send its drawing."""
    client = make_client(settings=Settings(rate_limit="1/minute"))

    assert client.get("/api/system_info").status_code == 200
    assert client.get("/api/system_info").status_code == 429
    assert client.open(**DIGIT).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/v2/health/ready",
        "/v2/models/digits/ready",
        "/static/docs/docs.js",
    ],
)
def test_the_page_and_its_watchers_are_not_limited(make_client, address):
    """Whoever watches over the service asks often."""
    client = make_client(settings=Settings(rate_limit="1/hour"))
    for _ in range(5):
        with client.get(address) as response:
            assert response.status_code == 200


def test_each_client_is_counted_for_itself(make_client):
    """One who asks too often is in nobody else's way."""
    client = make_client(settings=Settings(rate_limit="1/minute"))
    one, other = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}

    assert statuses(client, 2, environ_overrides=one) == [200, 429]
    assert statuses(client, 2, environ_overrides=other) == [200, 429]


def test_a_client_can_not_pretend_to_be_another(make_client):
    """Without a proxy that is trusted, nobody is believed who he says he is."""
    client = make_client(settings=Settings(rate_limit="1/minute"))
    answers = [statuses(client, 1, headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(3)]

    assert answers == [[200], [429], [429]]


def test_behind_a_proxy_clients_are_told_apart(make_client):
    """What the nearest proxy says counts; what the client told that proxy does not."""
    client = make_client(settings=Settings(rate_limit="1/minute", trusted_proxies=1))

    def told(chain):
        return statuses(client, 1, headers={"X-Forwarded-For": chain})

    assert told("192.0.2.1") == [200]
    assert told("192.0.2.2") == [200]
    assert told("203.0.113.9, 192.0.2.1") == [429]


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "http://localhost/"), (1, "https://digits.example/")]
)
def test_behind_a_proxy_the_address_is_what_was_asked_for(make_client, proxies, address):
    """Its name and its protocol, too, are those that the nearest proxy was asked by."""
    app = make_client(settings=Settings(trusted_proxies=proxies)).application
    seen = []
    app.before_request(lambda: seen.append(request.url_root))
    told = {"X-Forwarded-Host": "else.example, digits.example", "X-Forwarded-Proto": "https"}
    app.test_client().get("/healthz", headers=told)

    assert seen == [address]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("[2001:db8:1:2:3:4:5:6]:50123", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::/64"),
        ("unix", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_client_is_its_address_or_its_site(address, client):
    """Who owns a network of 2^64 addresses is one client."""
    assert client_of(address) == client


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of this test's own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs Redis: apt-get install redis-server")
    door = tmp_path / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(door), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path) as server:
        while not door.exists():
            assert server.poll() is None
        yield f"redis+unix://{door}"
        server.terminate()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Redis' client keeps its connections
def test_a_redis_counts_for_all_processes(make_client, redis):
    """Two processes that share a Redis give a client one allowance, not two."""
    settings = Settings(rate_limit="2/minute", rate_limit_storage=redis)
    one, other = make_client(settings=settings), make_client(settings=settings)

    assert [*statuses(one, 1), *statuses(other, 1)] == [200, 200]
    assert [*statuses(one, 1), *statuses(other, 1)] == [429, 429]


@pytest.fixture(params=["silent", "full"])
def lost_redis(request):
    """The address of what takes connections and never answers, or takes none and refuses none."""
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0 if request.param == "full" else 100)
        for _ in range(4 if request.param == "full" else 0):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}"


def test_a_redis_that_is_lost_fails_no_crowd(make_client, lost_redis):
    """Those who ask while that is found out are answered, and soon."""
    settings = Settings(rate_limit="100/minute", rate_limit_storage=lost_redis)
    app = make_client(settings=settings).application
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        answers = crowd.map(lambda _: app.test_client().open(**DIGIT).status_code, range(8))

    assert [*answers] == [200] * 8
    assert time.monotonic() - begun < 4  # its client would wait for 5 seconds


def test_without_its_redis_each_process_counts_for_itself(make_client, caplog):
    """A Redis that is away stops nobody from reading digits, and opens no door."""
    settings = Settings(rate_limit="2/minute", rate_limit_storage="redis://127.0.0.1:1")
    client = make_client(settings=settings)

    assert statuses(client, 3) == [200, 200, 429]
    assert any("storage" in record.message for record in caplog.records)
