"""What was measured, part by part, kept between runs, and the page that is written from all of it."""

import datetime
import json
import pathlib
import platform
import subprocess

import plots
import report
from measurements import Rounds
from servers import PEERS
from targets import TARGETS


HERE = pathlib.Path(__file__).parent


def told(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def machine():
    cpu = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    count = told(["nproc"])
    return f"{cpu}, {count} processors, Linux {platform.release()}"


def versions():
    return {name: kind.version() for name, kind in PEERS.items() if kind.version()}


def keep(file, part, rounds, options):
    """In the place of what the part measured before."""
    kept = read(file)
    kept[part] = {
        "values": rounds.values, "units": rounds.units,
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), "machine": machine(),
        "commit": "" if options.programs else told(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]),
        "label": options.label, "quick": options.quick, "rounds": 1 if options.quick else options.rounds,
        "versions": versions(),
    }
    file.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")


def read(file):
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def joined(measured):
    """All parts as one; their names differ."""
    rounds = Rounds()
    for part in measured.values():
        rounds.units.update(part["units"])
        for name, values in part["values"].items():
            rounds.values[name] = {int(number): value for number, value in values.items()}
    return rounds


def write_results(file, measured):
    rounds = joined(measured)
    pictures = plots.draw(file.parent, rounds)
    file.write_text(report.page(measured, rounds, TARGETS, pictures), encoding="utf-8")
