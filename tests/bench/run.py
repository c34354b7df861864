#!/usr/bin/python3
"""Measures the relay beside its peers, and the client, and writes RESULTS.md.

./tests/run bench [PART...] [OPTION...]

  targets    all parts that the table of targets needs (*)              15 minutes
  one *      one message in flight, everything on one processor         1
  pairs *    50 pairs, each with one message in flight                  1
  batched *  50 pairs, each with 32 in flight                           1
  drain *    20,000 held, drained at a reconnect and at an opening      2
  login *    logins                                                     1
  kill *     kill -9 under load and simulated power cuts                1
  idle *     the memory of 5,000 idle connections                       2
  ratchet *  session set-up and ratchet beside their libsodium floor    1
  client *   the client: start, screens, keys, sends, audit             1
  opening *  an opening beside 1,000 to 1,000,000 held; start-up        5
  step, crypto, hours   the programs of those names                     2
  growth     10 to 10,000 accounts                                      2
  idle-sizes 1,000 to 9,000 idle connections                            4

Without PART all of them, in 25 minutes on two processors. What a part measured replaces what it measured before in
build/bench/measured.json, and RESULTS.md is written from all of it.

  --quick              one short round
  --rounds N           instead of 5
  --servers NAME,...   those beside Holdfast (beast,redis,mosquitto; also nats and prosody, which is slow)
  --programs FOLDER    those of another build; nothing is built
  --before FOLDER      measures the relay of an earlier build as well, in the same rounds
  --output FILE        in the place of RESULTS.md; what was measured is kept beside it
  --label WORDS        said beside the results
"""

import argparse
import datetime
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import record
import report
from measurements import Rounds
from servers import PEERS, Holdfast

ROOT = pathlib.Path(__file__).parents[2]
BUILD = ROOT / "build" / "bench"
ALWAYS = "Mo-Su 00:00-24:00"
# By the clock of the relay, which is off; nothing else happens on that day.
PREPARED_AT = "2026-03-02T08:30:00Z"
OPENS = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.timezone.utc)
OPENS_AT_NINE, OPENS_LATER = "Mo-Su 09:00-12:00", "Mo-Su 13:00-14:00"
PIN = 1
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


def one(bench):
    relays = bench.relays((50, 1, ALWAYS, 0), cpu=PIN)
    for _ in bench.each_round():
        for server in bench.servers(relays, PIN):
            count = 300 if server.name == "prosody" else bench.short(850, 300)
            with_server(server, lambda it, count=count: bench.load("exchange", it, "one", "--count", count))
        bench.program("commit_bench", bench.scratch, bench.short(2000, 300), cpu=PIN)
        (bench.scratch / "commit.db").unlink()


def exchange(bench, part, window):
    relays = bench.relays((50, 1, ALWAYS, 0))
    for _ in bench.each_round():
        for server in bench.servers(relays):
            with_server(server, lambda it: bench.load("exchange", it, part, "--pairs", 50, "--window", window,
                                                      "--seconds", bench.short(2, 1)))


def pairs(bench):
    exchange(bench, "pairs", 1)


def batched(bench):
    exchange(bench, "batched", 32)


def clock_for(opens_at):
    """By how many seconds a relay's clock is off for which nine o'clock comes at `opens_at`."""
    return int(OPENS.timestamp()) - int(opens_at)


def at_opening(bench, part, name, relay, held, bystander):
    """A relay is started some minutes before nine, which measures its start, and once more so that nine comes soon."""
    relay.clock = clock_for(time.time() + 600)
    with_server(relay, lambda it: bench.load("login", it, "start", "--connections", 1, counts=False))
    started_in = time.monotonic() - relay.started_at
    opens_at = int(time.time() + 5 + 1.5 * started_in)
    relay.clock = clock_for(opens_at)
    relay.start(keep=True)
    try:
        if bench.load("login", relay, "start", "--connections", 1, counts=False):
            bench.rounds.add(bench.number, f"{relay.prefix}start.{name} {time.monotonic() - relay.started_at:.3f} s\n")
        bench.load("opening", relay, part, "--held", held, "--opens-at", opens_at * 1000, "--bystander", bystander,
                   "--name", name)
    finally:
        relay.stop()


def drain(bench):
    held = bench.short(20_000, 2_000)
    waiting = bench.relays((1, 25, ALWAYS, held), now=PREPARED_AT)
    closed = bench.relays((1, 25, OPENS_AT_NINE, held), (1, 1, ALWAYS, 0), now=PREPARED_AT)
    for _ in bench.each_round():
        for server in bench.servers(waiting):
            if server.name not in ("beast", "prosody"):  # one keeps nothing, the other takes a minute
                with_server(server, lambda it: bench.load("drain", it, "drain", "--count", held))
        for relay in closed:
            at_opening(bench, "drain", "holdfast", relay, held, 26)


def opening(bench):
    for beside in (1_000, 100_000, 1_000_000)[:bench.short(3, 1)]:
        # An earlier build is not made to fill, start and open a million.
        relays = bench.relays((1, 2, OPENS_AT_NINE, 1000), (1, 1, ALWAYS, 0), (beside // 1000, 2, OPENS_LATER, 1000),
                              now=PREPARED_AT, builds=bench.builds[:1] if beside > 100_000 else None)
        for _ in bench.each_round(most=3 if beside > 100_000 else None):
            for relay in relays:
                at_opening(bench, "opening", beside, relay, 1000, 3)


def login(bench):
    count = bench.short(2000, 200)
    relays = bench.relays((1000, 1, ALWAYS, 0))
    for _ in bench.each_round():
        for server in bench.servers(relays):
            with_server(server, lambda it: bench.load("login", it, "login", "--connections", count, "--at-once", 16))


def idle_of(bench, count, most):
    relays = bench.relays((count // 2, 1, ALWAYS, 0))
    for _ in bench.each_round(most):
        for server in bench.servers(relays):
            with_server(server, lambda it: bench.load("idle", it, "idle", "--connections", count, "--at-once", 64))


def idle(bench):
    idle_of(bench, bench.short(5000, 500), 2)


def idle_sizes(bench):
    for count in (1000, 3000, 7000, 9000):
        idle_of(bench, count, 1)


def survive(bench, relay):
    """The load kills the relay, and reads on when it is back."""
    relay.start()
    load = subprocess.Popen(
        [str(bench.programs / "bench_load"), "survive", "holdfast", "--port", str(relay.port), "--pid",
         str(relay.process.pid), "--part", relay.prefix + "kill", *relay.load_options(), "--seconds",
         str(bench.short(2, 1))], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        relay.process.wait(PROGRAM_SECONDS)
        relay.start(keep=True)
        told, problem = load.communicate(timeout=PROGRAM_SECONDS)
        if load.returncode == 0:
            bench.rounds.add(bench.number, told)
        else:
            bench.say(problem.strip())
    finally:
        load.kill()
        load.wait()
        relay.stop()


def kill(bench):
    relays = bench.relays((50, 1, ALWAYS, 0))
    for _ in bench.each_round():
        for relay in relays:
            survive(bench, relay)
    bench.program("power_cut_bench")


def growth(bench):
    for accounts in (10, 100, 1000, 10_000):
        relays = bench.relays((accounts // 2, 1, ALWAYS, 0))
        for _ in bench.each_round(most=3):
            for relay in relays:
                with_server(relay, lambda it, accounts=accounts: bench.load(
                    "exchange", it, f"growth.{accounts}", "--pairs", min(50, accounts // 2), "--window", 32,
                    "--seconds", 2))


def own_program(name, most=None):
    """A program that measures by itself."""

    def part(bench):
        for _ in bench.each_round(most):
            bench.program(name)

    return part


def step(bench):
    """The relay's machine alone; instructions repeat on a noisy machine."""
    for pairs_of_it, in_flight, times in ((1, 1, 400), (50, 1, 20), (50, 32, 10)):
        bench.program("step_bench", pairs_of_it, in_flight, times)
    times = bench.short(400, 50)
    counted = subprocess.run(
        ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*measured*",
         f"--callgrind-out-file={bench.scratch}/callgrind", str(bench.programs / "step_bench"), "1", "1", str(times)],
        capture_output=True, text=True, check=False, timeout=PROGRAM_SECONDS)
    collected = re.search(r"Collected : (\d+)", counted.stderr)
    if collected:  # of all rounds and the one before the first
        bench.rounds.add(bench.number, f"step.instructions {int(collected[1]) / (times + 1):.0f} instructions\n")


def hours(bench):
    """Two programs that print words about hours."""
    for name in ("hours_bench", "hours_limits_bench"):
        subprocess.run([str(bench.programs / name)], check=False, timeout=PROGRAM_SECONDS)


# Those that the table of targets needs, then the others.
FOR_TARGETS = {"one": one, "pairs": pairs, "batched": batched, "drain": drain, "login": login, "kill": kill,
               "idle": idle, "ratchet": own_program("ratchet_bench"), "client": own_program("client_bench", 3),
               "opening": opening}
PARTS = {**FOR_TARGETS, "step": step, "crypto": own_program("crypto_bench", 3), "hours": hours,
         "growth": growth, "idle-sizes": idle_sizes}
TO_BUILD = ["holdfastd", "test_shifted_clock", "bench_load", "bench_practice", "bench_beast_relay", "commit_bench",
            "hours_bench", "hours_limits_bench"]
OWN_PROGRAMS = ["power_cut_bench", "ratchet_bench", "client_bench", "step_bench", "crypto_bench"]


def own_programs():
    described = (ROOT / "tests" / "bench" / "CMakeLists.txt").read_text(encoding="utf-8")
    return [name for name in OWN_PROGRAMS if f"add_executable({name} " in described]


def arguments():
    parser = argparse.ArgumentParser(prog="./tests/run bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--programs", type=pathlib.Path, help="another build's programs; nothing is built")
    parser.add_argument("--servers", type=lambda text: [name for name in text.split(",") if name],
                        default=["beast", "redis", "mosquitto"])
    parser.add_argument("--label", default="", help="said above the results, e.g. \"beside a build\"")
    parser.add_argument("--before", type=pathlib.Path, help="an earlier build's programs, measured as well")
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    for part in options.parts:
        if part != "targets" and part not in PARTS:
            parser.error(f"there is no part called {part!r}")
    return options


def measure(part, options, kept):
    """False where the part could not be measured."""
    print(f"Measuring: {part}", flush=True)
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        bench = Bench(options, pathlib.Path(folder))
        try:
            PARTS[part](bench)
        except (OSError, RuntimeError, subprocess.SubprocessError) as problem:
            bench.say(problem)
    if bench.rounds.values:
        record.keep(kept, part, bench.rounds, options)
    return bool(bench.rounds.values) or part == "hours"


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped and folders removed
    chosen = [part for name in options.parts or PARTS for part in (FOR_TARGETS if name == "targets" else [name])]
    output = options.output or pathlib.Path(__file__).with_name("RESULTS.md")
    kept = output.with_suffix(".json") if options.output else BUILD / "measured.json"
    begun = time.monotonic()
    if options.programs is None:
        subprocess.run([str(ROOT / "deploy" / "build"), "bench", *TO_BUILD, *own_programs()], check=True)
    done = [measure(part, options, kept) for part in chosen]
    measured = record.read(kept)
    if measured:
        record.write_results(output, measured)
        print(f"{output}, after {(time.monotonic() - begun) / 60:.1f} minutes")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
