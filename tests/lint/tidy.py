#!/usr/bin/python3
"""tidy.py BUILD FOLDER...: clang-tidy, with the checks of .clang-tidy, on what BUILD/compile_commands.json compiles of the
folders. Where BUILD compiles several sources at once, they are looked at together, which takes a sixth of the time. Exits
with 1 when one is refused."""

import concurrent.futures
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def chosen(database, build, folders):
    """The compilations of the folders. A file that includes several sources stands in the folder of BUILD that has their
    target's name."""
    roots = [Path(root, folder) for root in (ROOT, Path(build).resolve()) for folder in folders]
    return [entry for entry in database if any(Path(entry["file"]).is_relative_to(root) for root in roots)]


def check(file, build):
    # clang-tidy looks for .clang-tidy beside the file: it is named for the files that stand in BUILD.
    command = ["clang-tidy", "--quiet", f"--config-file={ROOT}/.clang-tidy", "-p", str(build), file]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        print(run.stdout, end="", flush=True)
    return run.returncode == 0


def main(build, folders):
    entries = chosen(json.loads(Path(build, "compile_commands.json").read_text()), build, folders)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: check(entry["file"], build), entries))
    print(f"{sum(results)} of {len(results)} compilations pass.")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
