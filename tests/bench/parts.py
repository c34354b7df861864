"""The parts of the benchmark; run.py says what each measures."""

import datetime
import re
import subprocess
import time

from bench import PROGRAM_SECONDS, with_server

ALWAYS = "Mo-Su 00:00-24:00"
# By the clock of the relay, which is off; nothing else happens on that day.
PREPARED_AT = "2026-03-02T08:30:00Z"
OPENS = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.timezone.utc)
OPENS_AT_NINE, OPENS_LATER = "Mo-Su 09:00-12:00", "Mo-Su 13:00-14:00"
PIN = 1


def one(bench):
    relays = bench.relays((50, 1, ALWAYS, 0), cpu=PIN)
    for _ in bench.each_round():
        for server in bench.servers(relays, PIN):
            count = 300 if server.name == "prosody" else bench.short(850, 300)
            with_server(server, lambda it, count=count: bench.load("exchange", it, "one", "--count", count))
        bench.program("commit_bench", bench.scratch, bench.short(2000, 300), cpu=PIN)
        (bench.scratch / "commit.db").unlink(missing_ok=True)


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
            at_opening(bench, "drain", "opening", relay, held, 26)


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
    if collected:
        bench.rounds.add(bench.number, f"step.instructions {int(collected[1]) / times:.0f} instructions\n")


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
