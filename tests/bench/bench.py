"""One run of the benchmark: its builds and servers, the programs it starts, and what was measured so far."""

import datetime
import hashlib
import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass

import report
from measurements import Rounds
from servers import PEERS, Holdfast

ROOT = pathlib.Path(__file__).parents[2]
BUILD = ROOT / "build" / "bench"
PROGRAM_SECONDS = 900


@dataclass(frozen=True)
class Build:
    """A relay that is measured: its programs, and what stands before the names of its measurements."""

    programs: pathlib.Path
    prefix: str = ""


class Bench:
    """One run: its options, a scratch folder, and what was measured so far."""

    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.programs = options.programs or BUILD / "bin"
        self.builds = [Build(self.programs)] + ([Build(options.before, report.BEFORE)] if options.before else [])
        self.rounds = Rounds()
        self.number = 0

    def say(self, words):
        print(f"  {words}", flush=True)

    def short(self, count, quick):
        return quick if self.options.quick else count

    def program(self, name, *arguments, cpu=None, counts=True):
        """Runs one of this build's programs, whose measurements count for this round. False where it cannot measure."""
        if not (self.programs / name).exists():
            self.say(f"{name} is not there")
            return False
        command = [str(self.programs / name), *map(str, arguments)]
        if cpu is not None:
            command = ["taskset", "-c", str(cpu), *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_SECONDS, check=False)
        if done.returncode != 0:
            self.say(f"{name} {' '.join(map(str, arguments[:2]))}: {done.stderr.strip()[-300:]}")
            return False
        if counts:
            self.rounds.add(self.number, done.stdout)
        return True

    def load(self, scenario, server, part, *arguments, counts=True):
        return self.program("bench_load", scenario, server.name, "--port", server.port, "--pid", server.process.pid,
                            "--part", server.prefix + part, *server.load_options(), *arguments, cpu=server.cpu,
                            counts=counts)

    def practice(self, build, groups, now):
        """The data folder of a relay with these groups of (therapists, clients, rules, held); made once."""
        words = [str(word) for group in groups for word in group]
        program = build.programs / "bench_practice"
        made = hashlib.sha256(program.read_bytes() + repr((words, now)).encode()).hexdigest()[:16]
        folder = (BUILD / "practices" if now else self.scratch) / made
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(f"{folder}.part", ignore_errors=True)
            at = now or datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            subprocess.run([str(program), f"{folder}.part", at, *words], check=True, timeout=4 * PROGRAM_SECONDS)
            os.rename(f"{folder}.part", folder)
        return folder

    def relays(self, *groups, now=None, cpu=None, builds=None):
        """Holdfast of each build, over a practice of these groups."""
        return [Holdfast(build.programs, self.scratch, cpu, self.practice(build, groups, now), build.prefix)
                for build in builds or self.builds]

    def servers(self, relays, cpu=None):
        """The relays and their peers; each round another one first."""
        all_of_them = [*relays, *(PEERS[name](self.programs, self.scratch, cpu) for name in self.options.servers)]
        first = self.number % len(all_of_them)
        return all_of_them[first:] + all_of_them[:first]

    def each_round(self, most=None):
        for number in range(1 if self.options.quick else min(self.options.rounds, most or self.options.rounds)):
            self.number = number
            yield number


def with_server(server, work):
    server.start()
    try:
        return work(server)
    finally:
        server.stop()
