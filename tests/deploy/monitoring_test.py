#!/usr/bin/python3
"""What monitoring is told by a real relay: monitoring_test.py BIN SOURCES

/metrics and `holdfastctl metrics` are read by the parser of Prometheus' own Python client; the dashboard and the alert
rules name no series that the relay has not; strangers and browsers are refused; neither log nor series have a name.
"""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    print("skipped: python3-prometheus-client is not installed")
    sys.exit(0)

import practice
from practice import SOURCES, check, ctl, make_certificate, settings, start, verdict

CANARY = "Dr Heron Canary"


def series_of(text):
    """{(name, labels): value}; the parser throws at anything that is not the format."""
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(text) for sample in family.samples}


def configure(folder, more):
    practice.configure(folder, settings("relay.practice.org", more='log_format = "json"\n' + more))


def get(address, target, method="GET", **headers):
    request = urllib.request.Request(f"http://{address}{target}", method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers.get("Content-Type"), answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, None, ""


def check_refusals(folder):
    for address in ("0.0.0.0:9464", "192.0.2.7:9464", "[::]:9464", "localhost:9464", "127.0.0.1"):
        configure(folder, f'metrics = "{address}"\n')
        done = ctl(folder, "status")
        check(done.returncode == 1 and "loopback address" in done.stderr, f"{address} is taken as loopback: {done}")


def check_listener(folder):
    """A relay that runs: both ways to its numbers, and what is no question."""
    relay = start(folder, "--json", stderr=subprocess.PIPE)
    try:
        said = json.loads(relay.stdout.readline())
        address = f"127.0.0.1:{said['metrics']['port']}"
        check(ctl(folder, "invite-therapist", "--name", CANARY).returncode == 0, "no invitation")
        status, kind, served = get(address, "/metrics")
        check(status == 200 and kind.startswith("text/plain; version=0.0.4"), f"/metrics answers {status} {kind}")
        printed = ctl(folder, "metrics").stdout
        series = series_of(served)
        check(series.keys() == series_of(printed).keys(), "holdfastctl metrics and /metrics have other series")
        check(series[("holdfast_up", ())] == 1, "the relay that answers is not up")
        check(all(re.fullmatch(r"(role|weight|version|zone_data)", label)
                  for _, labels in series for label, _ in labels), f"an unknown label: {sorted(series)}")
        check(get(address, "/health")[0] == 200, "the relay does not call itself healthy")
        check(get(address, "/metrics", "HEAD")[0] == 200, "HEAD is refused")
        check(get(address, "/")[0] == 404, "/ is answered")
        check(get(address, "/metrics", "POST")[0] == 405, "POST is answered")
        check(get(address, "/metrics", Origin="http://evil.example")[0] == 403, "a page of a browser is answered")
        check(CANARY not in served + printed, "a name is in the metrics")
    finally:
        relay.terminate()
        log = relay.communicate(timeout=60)[1]
    lines = [json.loads(line) for line in log.splitlines() if not line.startswith("<")]
    check(lines and all(line.keys() == {"time", "level", "message"} for line in lines), f"no structured log: {log}")
    started = [line["message"] for line in lines if "has started" in line["message"]]
    for part in ("version", "practice", "therapists", "clients", "held", "zone data", "clock"):
        check(len(started) == 1 and part in started[0], f"the first line lacks {part}: {started}")
    check(CANARY not in log, "a name is in the log")
    return set(name for name, _ in series)


def check_files(names):
    """Dashboard and rules ask for series that exist."""
    folder = SOURCES / "deploy" / "monitoring"
    dashboard = json.loads((folder / "dashboard.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    check(len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"]), "panels share an id")
    rules = (folder / "alerts.yml").read_text(encoding="utf-8")
    asked += re.findall(r"expr: (.*)", rules)
    conditional = {"holdfast_backup_time_seconds"}  # there was none
    for expression in asked:
        unknown = set(re.findall(r"\bholdfast_\w+", expression)) - names - conditional
        check(not unknown, f"{expression} asks for {unknown}")
    promtool = shutil.which("promtool")
    if promtool:
        done = subprocess.run([promtool, "check", "rules", folder / "alerts.yml"], capture_output=True, text=True,
                              check=False)
        check(done.returncode == 0, f"promtool: {done.stdout}{done.stderr}")


def main():
    signal.alarm(240)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificate(folder, "127.0.0.1")
        configure(folder, 'metrics = "127.0.0.1:0"\n')
        check(ctl(folder, "init").returncode == 0, "no relay")
        stopped = series_of(ctl(folder, "metrics").stdout)
        check(stopped[("holdfast_up", ())] == 0, "a relay that does not run is up")
        check_files(check_listener(folder))
        check_refusals(folder)
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
