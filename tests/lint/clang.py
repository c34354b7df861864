#!/usr/bin/python3
"""clang.py warnings|tidy BUILD FOLDER...: what BUILD/compile_commands.json compiles of the folders, looked at by clang
without making code. `warnings` asks the compiler, `tidy` clang-tidy with the checks of .clang-tidy. Where BUILD compiles
several sources at once, they are looked at together, which takes a sixth of the time. Exits with 1 when one is refused."""

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


def chosen(database, build, folders):
    """The compilations of the folders. A file that includes several sources stands in the folder of BUILD that has their
    target's name."""
    roots = [Path(root, folder) for root in (ROOT, Path(build).resolve()) for folder in folders]
    return [entry for entry in database if any(Path(entry["file"]).is_relative_to(root) for root in roots)]


def warnings(entry, _build):
    return subprocess.run(checking(entry["command"]), cwd=entry["directory"], capture_output=True, text=True)


def tidy(entry, build):
    # clang-tidy looks for .clang-tidy beside the file: it is named for the files that stand in BUILD.
    command = ["clang-tidy", "--quiet", f"--config-file={ROOT}/.clang-tidy", "-p", str(build), entry["file"]]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return subprocess.CompletedProcess(command, run.returncode, "", run.stdout)


LOOKS = {"warnings": warnings, "tidy": tidy}


def check(look, entry, build):
    run = LOOKS[look](entry, build)
    if run.returncode != 0:
        print(run.stderr, end="", flush=True)
    return run.returncode == 0


def main(look, build, folders):
    entries = chosen(json.loads(Path(build, "compile_commands.json").read_text()), build, folders)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: check(look, entry, build), entries))
    print(f"{sum(results)} of {len(results)} compilations pass.")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
