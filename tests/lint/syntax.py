#!/usr/bin/python3
"""syntax.py BUILD [FOLDER...]: every source of the folders by itself, as BUILD/compile_commands.json compiles it, but
without making code: what a compiler warns of is found in two thirds of the time. Exits with 1 when one is refused."""

import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTPUT_OPTIONS = {"-o", "-MF", "-MT", "-MQ"}  # each with a file behind it
DROPPED = {"-c", "-MD", "-MMD"}


def checking(command):
    """The arguments of a compilation, without the launcher and whatever it writes."""
    given = shlex.split(command)
    if Path(given[0]).name == "ccache":
        given = given[1:]
    kept = []
    arguments = iter(given)
    for argument in arguments:
        if argument in OUTPUT_OPTIONS:
            next(arguments, None)
        elif argument not in DROPPED:
            kept.append(argument)
    return kept + ["-fsyntax-only"]


def chosen(database, folders):
    wanted = [f"{ROOT / folder}/" for folder in folders]
    return [entry for entry in database if any(entry["file"].startswith(folder) for folder in wanted)]


def check(entry):
    run = subprocess.run(checking(entry["command"]), cwd=entry["directory"], capture_output=True, text=True)
    if run.returncode != 0:
        print(run.stderr, end="", flush=True)
    return run.returncode == 0


def main(build, folders):
    entries = chosen(json.loads(Path(build, "compile_commands.json").read_text()), folders)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, entries))
    print(f"{sum(results)} of {len(results)} sources pass.")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
