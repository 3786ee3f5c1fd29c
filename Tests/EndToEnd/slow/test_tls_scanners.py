"""What the two scanners people run find in the gateway's TLS: nothing that is ours to mend."""

import json
import os
import subprocess

import pytest
from sslyze import (Scanner, ScanCommand, ScanCommandAttemptStatusEnum, ServerNetworkLocation, ServerScanRequest)
from sslyze.plugins.robot.implementation import RobotScanResultEnum

from tls_house import begin

NEW = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}
OLD = {f"TLS_ECDHE_{kind}_WITH_{cipher}" for kind in ("ECDSA", "RSA") for cipher in (
    "AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256")}
NOT_OURS = {
    "cert_chain_of_trust": "the authority is the test's own", "cert_expirationStatus": "of the test's certificate",
    "cert_notAfter": "of the test's certificate", "cert_revocation": "of the test's certificate",
    "engine_problem": "the scanner's own openssl has no engine",
    "HSTS": "binds a host name for years and is for browsers; the answers are for programs",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = begin(tmp_path_factory.mktemp("scanned"), header_timeout="10s")
    yield house
    assert house.gateway.stop() == 0


@pytest.mark.parametrize("name", ["main.example.org", "api.example.org"])
def test_sslyze(house, name):
    place = ServerNetworkLocation(hostname=name, port=house.gateway.port, ip_address="127.0.0.1")
    commands = {command for command in ScanCommand if command != ScanCommand.HTTP_HEADERS}
    scanner = Scanner()
    scanner.queue_scans([ServerScanRequest(server_location=place, scan_commands=commands)])
    scan = next(scanner.get_results()).scan_result
    assert scan, "sslyze could not connect"
    for command in commands:
        attempt = getattr(scan, command.value)
        assert attempt.status == ScanCommandAttemptStatusEnum.COMPLETED, (command, attempt.error_reason)

    def accepted(version):
        suites = getattr(scan, f"{version}_cipher_suites").result.accepted_cipher_suites
        return {suite.cipher_suite.name for suite in suites}
    for version in ("ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"):
        assert accepted(version) == set(), version
    assert accepted("tls_1_3") == NEW
    assert accepted("tls_1_2") and accepted("tls_1_2") <= OLD
    assert not scan.tls_compression.result.supports_compression
    assert not scan.tls_1_3_early_data.result.supports_early_data
    assert not scan.heartbleed.result.is_vulnerable_to_heartbleed
    assert not scan.openssl_ccs_injection.result.is_vulnerable_to_ccs_injection
    assert scan.robot.result.robot_result in (
        RobotScanResultEnum.NOT_VULNERABLE_NO_ORACLE, RobotScanResultEnum.NOT_VULNERABLE_RSA_NOT_SUPPORTED)
    assert not scan.session_renegotiation.result.is_vulnerable_to_client_renegotiation_dos
    assert scan.session_renegotiation.result.supports_secure_renegotiation
    assert scan.tls_fallback_scsv.result.supports_fallback_scsv
    assert scan.tls_extended_master_secret.result.supports_ems_extension
    curves = {curve.name for curve in scan.elliptic_curves.result.supported_curves}
    assert curves == {"X25519", "secp256r1", "secp384r1"}
    deployed = scan.certificate_info.result.certificate_deployments
    assert all(deployment.received_chain_has_valid_order for deployment in deployed)


@pytest.mark.skipif("TESTSSL" not in os.environ, reason="takes up to half an hour: set TESTSSL=1")
def test_testssl(house, tmp_path):
    report = tmp_path / "testssl.json"
    done = subprocess.run(
        ["testssl", "--quiet", "--color", "0", "--warnings", "off", "--ip", "127.0.0.1", "--nodns", "none",
         "--jsonfile", report, f"main.example.org:{house.gateway.port}"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800)
    findings = json.loads(report.read_text())
    assert any(finding["id"] == "heartbleed" and finding["severity"] == "OK" for finding in findings), done.stdout
    ours = [finding for finding in findings
            if finding["severity"] not in ("OK", "INFO") and finding["id"] not in NOT_OURS]
    assert not ours, ours
