"""Several servers of one upstream: balanced, watched, found by name, and never the gateway itself."""

import json
import re
from types import SimpleNamespace

import pytest

import backend
import names
from processes import free_port, wait_until

SETTINGS = """
upstreams:
  api: {{ {settings} }}
models: {{}}
routes:
  - {{ name: api, from: /api/**, to: api }}
roles:
  reader: {{ members: {{ groups: [ "local:eng" ] }}, routes: [ api ], actions: [ read, write ] }}
"""


@pytest.fixture
def make_house(make_gateway):
    """A gateway with one route to an upstream of these settings; `prefix` stands before its command."""

    def make(settings, prefix=()):
        gateway = make_gateway(more=SETTINGS.format(settings=settings))
        gateway.prefix = list(prefix)
        key = gateway.add_key("local:ana", "laptop")[1]
        return SimpleNamespace(gateway=gateway, client=lambda: gateway.clients.http(key))

    return make


@pytest.fixture
def servers():
    made = [backend.over_tcp() for _ in range(2)]
    yield made
    for server in made:
        server.close()


def log(gateway):
    return [json.loads(line) for line in gateway.log.read_text().splitlines() if line.startswith("{")]


def logged(gateway, message, seconds=30):
    return wait_until(lambda: next((line for line in log(gateway) if line["message"] == message), None), seconds,
                      f"the log says: {message}")


def healthy(gateway):
    """By target, what the metrics say."""
    return {name: float(value) for name, value in re.findall(
        r'^countersign_upstream_healthy\{upstream="api",target="([^"]*)"\} (\d)$', gateway.admin("/metrics"), re.M)}


def test_requests_are_spread_and_a_dead_server_is_left_out(make_house, servers):
    urls = [server.url for server in servers]
    rules = "ejection: { failures: 2, time: 30s }, retries: { floor: 100 }"
    house = make_house(f"urls: [ {', '.join(urls)} ], {rules}")
    gateway = house.gateway.start()
    with house.client() as client:
        assert {client.get(f"/api/{turn}").status_code for turn in range(20)} == {200}
        assert [len(server.asked) for server in servers] == [10, 10]
        servers[0].close()
        assert {client.post(f"/api/{turn}", content=b"x").status_code for turn in range(20)} <= {200, 502}
        assert [client.get(f"/api/{turn}").status_code for turn in range(20)] == [200] * 20
    wait_until(lambda: healthy(gateway) == {urls[0]: 0, urls[1]: 1}, 5, "the metrics say which one is left out")
    line = logged(gateway, "an upstream's target is left out")
    assert (line["upstream"], line["target"]) == ("api", urls[0])
    state = json.loads(gateway.admin("/readyz"))
    assert state["ready"] and state["targets_left_out"] == [f"api: {urls[0]}"]


def test_servers_are_asked_how_they_are(make_house, servers):
    urls = [server.url for server in servers]
    house = make_house(f"urls: [ {', '.join(urls)} ], health: {{ path: /health, interval: 250ms, timeout: 500ms }}")
    gateway = house.gateway.start()
    wait_until(lambda: all(any(one["path"] == "/health" for one in server.asked) for server in servers), 5, "asked")
    assert healthy(gateway) == {urls[0]: 1, urls[1]: 1}
    servers[0].close()
    wait_until(lambda: healthy(gateway) == {urls[0]: 0, urls[1]: 1}, 10, "the dead one is found out")
    assert logged(gateway, "an upstream's target is left out")["because_of"] == "health checks"
    with house.client() as client:
        assert [client.post("/api/x", content=b"x").status_code for _ in range(10)] == [200] * 10


@pytest.mark.parametrize("settings, place", [
    ("url: http://169.254.169.254", "link-local"), ("url: 'http://[::ffff:169.254.169.254]'", "link-local"),
    ("url: http://127.0.0.1:{port}", "the gateway itself"), ("url: http://127.0.0.1:{admin}", "the gateway itself"),
])
def test_forbidden_addresses_are_refused_with_their_line(make_house, settings, place):
    house = make_house("url: http://127.0.0.1:9")
    gateway = house.gateway
    text = gateway.configuration.read_text()
    wrong = settings.format(port=gateway.port, admin=gateway.admin_port)
    gateway.configuration.write_text(text.replace("url: http://127.0.0.1:9", wrong, 1))
    lines = gateway.configuration.read_text().splitlines()
    number = next(index for index, line in enumerate(lines, 1) if wrong in line)
    done = gateway.run("config", "validate", "--config", gateway.configuration)
    assert done.code != 0 and place in done.errors and f"countersign.yaml:{number}:" in done.errors, done.errors


# MARK: names

@pytest.fixture(scope="module")
def name_server(tmp_path_factory):
    if reason := names.obstacle(tmp_path_factory.mktemp("names")):
        pytest.skip(f"SKIPPED aloud: {reason}")
    server = names.NameServer()
    yield server
    server.close()


@pytest.fixture
def places():
    """Two servers on one port of two addresses."""
    port = free_port()
    made = [backend.at(address, port) for address in ("127.0.0.21", "127.0.0.22")]
    yield made
    for server in made:
        server.close()


def test_names_are_resolved_again(make_house, name_server, places, tmp_path):
    port = places[0].server.server_port
    name_server.records = {"models.test": ["127.0.0.21"]}
    house = make_house(f"url: http://models.test:{port}, dns_interval: 1s", names.private(tmp_path))
    gateway = house.gateway.start()
    with house.client() as client:

        def served_by(server):
            before = len(server.asked)
            assert client.get("/api/x").status_code == 200
            return len(server.asked) > before

        assert served_by(places[0])
        # Another address: taken, and the old one is not used any more.
        name_server.records["models.test"] = ["127.0.0.22"]
        wait_until(lambda: served_by(places[1]), 30, "the new address is used")
        assert all(served_by(places[1]) for _ in range(5))
        assert healthy(gateway) == {f"http://models.test:{port} at 127.0.0.22": 1}
        # Both: two targets.
        name_server.records["models.test"] = ["127.0.0.22", "127.0.0.21"]
        wait_until(lambda: len(healthy(gateway)) == 2, 30, "both addresses are targets")
        assert len({served_by(places[0]) for _ in range(10)}) == 2
        # A name server that fails, or is silent, or does not know the name: the last good addresses stay.
        for answer in (None, ..., names.NO_NAME):
            name_server.records["models.test"] = answer
            seen = len(name_server.asked)
            wait_until(lambda: len(name_server.asked) >= seen + 2, 30, "asked again")
            assert [client.get("/api/x").status_code for _ in range(4)] == [200] * 4
        logged(gateway, "the name of an upstream cannot be resolved")
        assert len(healthy(gateway)) == 2
        name_server.records["models.test"] = ["127.0.0.21"]
        wait_until(lambda: len(healthy(gateway)) == 1, 30, "and a good answer is taken again")
        assert served_by(places[0])


def test_a_name_that_turns_to_a_forbidden_address_is_not_followed(make_house, name_server, places, tmp_path):
    port = places[0].server.server_port
    name_server.records = {"models.test": ["127.0.0.21"]}
    house = make_house(f"url: http://models.test:{port}, dns_interval: 1s", names.private(tmp_path))
    gateway = house.gateway.start()
    name_server.records["models.test"] = ["127.0.0.21", "169.254.169.254", "100.100.100.200", "0.0.0.0"]
    dropped = lambda: {line["reason"].split()[0] for line in log(gateway)
                       if line["message"] == "an address of an upstream is not used"}
    wait_until(lambda: dropped() == {"169.254.169.254", "100.100.100.200", "0.0.0.0"}, 30, "each is named in the log")
    with house.client() as client:
        assert [client.get("/api/x").status_code for _ in range(6)] == [200] * 6
        assert list(healthy(gateway)) == [f"http://models.test:{port} at 127.0.0.21"]
        # Nothing but a forbidden one: no address at all, rather than the one of yesterday.
        name_server.records["models.test"] = ["169.254.169.254"]
        wait_until(lambda: client.get("/api/x").status_code == 502, 30, "nobody is asked any more")


def test_a_name_that_turns_to_the_gateway_itself_is_not_followed(make_house, name_server, tmp_path):
    name_server.records = {"models.test": ["127.0.0.21"]}
    house = make_house("url: http://models.test:9, dns_interval: 1s", names.private(tmp_path))
    gateway = house.gateway
    text = gateway.configuration.read_text()
    gateway.configuration.write_text(text.replace("models.test:9", f"models.test:{gateway.port}", 1))
    gateway.start()
    name_server.records["models.test"] = ["127.0.0.1"]
    assert "the gateway itself" in logged(gateway, "an address of an upstream is not used")["reason"]
    # From the start, too.
    gateway.stop()
    done = gateway.run("serve", "--config", gateway.configuration, prefix=gateway.prefix)
    assert done.code != 0 and "the gateway itself" in done.errors


def test_a_name_server_that_is_away_does_not_keep_the_gateway_from_starting(make_house, name_server, places, tmp_path):
    port = places[0].server.server_port
    name_server.records = {"models.test": ...}
    house = make_house(f"url: http://models.test:{port}, dns_interval: 1s", names.private(tmp_path))
    house.gateway.start()
    with house.client() as client:
        assert client.get("/api/x").status_code == 502
        name_server.records["models.test"] = ["127.0.0.21"]
        wait_until(lambda: client.get("/api/x").status_code == 200, 30, "the name is asked for again")


def test_a_name_that_does_not_exist_is_a_mistake(make_house, name_server, tmp_path):
    name_server.records = {}
    house = make_house("url: http://modles.test:9", names.private(tmp_path))
    done = house.gateway.run("serve", "--config", house.gateway.configuration, prefix=house.gateway.prefix)
    assert done.code != 0 and "modles.test has no address" in done.errors
