"""The commands an operator types, on a configuration that serves."""

import json
import re

import pytest


def check(gateway, *words):
    return gateway.run("policy", "check", *words, "-o", "json")


def test_configuration_is_valid(gateway):
    valid = gateway.must("config", "validate", "-o", "json").json
    assert valid["valid"] is True and "tiny" in valid["models"] and valid["issuers"] == ["ci", "web"]


@pytest.mark.parametrize("old, new, place", [
    ("  talker:\n", "  talker:\n    modles: [ tiny ]\n", "modles"),
    ("upstream: llama, name: countersign-tiny }", "upstream: lama }", "lama"),
    ("actions: [ chat, list ]", "actions: [ chat, listen ]", "listen"),
])
def test_each_error_has_its_place_and_its_fix(gateway, old, new, place):
    broken = gateway.folder / "broken.yaml"
    broken.write_text(gateway.configuration.read_text().replace(old, new, 1))
    done = gateway.run("config", "validate", "--config", broken)
    assert done.code == 1
    found = re.search(r"broken\.yaml:(\d+):(\d+)", done.errors)
    assert found, done.errors
    line = broken.read_text().splitlines()[int(found.group(1)) - 1]
    assert place in line and place in done.errors
    assert gateway.run("serve", "--config", broken).code == 1


def test_policy_check_says_the_rule_and_the_reason(gateway):
    permitted = check(gateway, "--user", "ana", "--group", "local:eng", "--model", "tiny", "--action", "chat")
    assert permitted.code == 0 and "engineer" in json.dumps(permitted.json)
    refused = check(gateway, "--user", "ben", "--model", "tiny", "--action", "embed")
    assert refused.code == 1 and "action_not_allowed" in json.dumps(refused.json)
    assert check(gateway, "--user", "nobody", "--model", "tiny").code == 1


def test_listings_are_json_too(gateway, keys):
    names = {user["name"] for user in gateway.must("users", "ls", "-o", "json").json}
    assert {"local:ana", "local:ben"} <= names
    listed = gateway.must("keys", "ls", "-o", "json").json
    assert any(key["owner"] == "local:ana" for key in listed)


def test_usage_errors_say_what_was_meant(gateway):
    done = gateway.run("keys", "revok", "x")
    assert done.code == 2 and "keys revoke" in done.errors
    assert gateway.run("users", "add").code == 2


def test_health_command(gateway):
    assert gateway.run("health").code == 0


def test_init_never_overwrites(make_gateway):
    gateway = make_gateway()
    assert gateway.run("init", "--dir", gateway.folder).code == 1
