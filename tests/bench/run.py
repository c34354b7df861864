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

Without PART all of them, in 35 minutes on two processors. What a part measured replaces what it measured before in
build/bench/measured.json, and RESULTS.md is written from all of it.

  --quick              one short round
  --rounds N           instead of 5
  --servers NAME,...   those beside Holdfast: beast,redis,mosquitto; without PART also nats,prosody
  --programs FOLDER    those of another build; nothing is built
  --before FOLDER      measures the relay of an earlier build as well, in the same rounds
  --output FILE        in the place of RESULTS.md; what was measured is kept beside it
  --label WORDS        said beside the results
"""

import argparse
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import record
from bench import BUILD, ROOT, Bench
from parts import FOR_TARGETS, PARTS
from servers import PEERS

TO_BUILD = ["holdfastd", "test_shifted_clock", "test_set_clock", "bench_load", "bench_practice", "bench_beast_relay",
            "commit_bench", "hours_bench", "hours_limits_bench"]
FOR_TARGETS_SERVERS = ["beast", "redis", "mosquitto"]
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
    parser.add_argument("--servers", type=lambda text: [name for name in text.split(",") if name])
    parser.add_argument("--label", default="", help="said above the results, e.g. \"beside a build\"")
    parser.add_argument("--before", type=pathlib.Path, help="an earlier build's programs, measured as well")
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    for part in options.parts:
        if part != "targets" and part not in PARTS:
            parser.error(f"there is no part called {part!r}")
    if options.servers is None:
        options.servers = FOR_TARGETS_SERVERS if options.parts else list(PEERS)
    for server in options.servers:
        if server not in PEERS:
            parser.error(f"there is no server called {server!r}")
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
    kept.parent.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    build = [str(ROOT / "deploy" / "build"), "bench", *TO_BUILD, *own_programs()]
    if options.programs is None and subprocess.run(build, check=False).returncode != 0:
        return 1
    done = [measure(part, options, kept) for part in chosen]
    measured = record.read(kept)
    if measured:
        record.write_results(output, measured)
        print(f"{output}, after {(time.monotonic() - begun) / 60:.1f} minutes")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
