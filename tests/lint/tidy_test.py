#!/usr/bin/python3
"""A source clang-tidy complains of is refused, by itself and where several are compiled at once; one that it accepts passes,
and nothing is written. clang-tidy is asked where there is one."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tidy

GOOD = "int good() { return 0; }\n"
MISTAKEN = """#include <cstring>
bool mistaken(const char* a, const char* b) { if (std::strcmp(a, b)); return true; }
"""


def verdict(folder, text):
    source = Path(folder, "client", "one.cpp")
    source.parent.mkdir(exist_ok=True)
    source.write_text(text)
    several = Path(folder, "several.cxx")
    several.write_text(f'#include "{source}"\n')
    answers = set()
    for file in (source, several):
        entry = {"directory": folder, "command": f"c++ -o one.o -c {file}", "file": str(file)}
        Path(folder, "compile_commands.json").write_text(json.dumps([entry]))
        answers.add(tidy.check(str(file), folder))
    assert len(answers) == 1, "a source is judged by where it is compiled"
    return answers.pop()


def main():
    if shutil.which("clang-tidy"):
        with tempfile.TemporaryDirectory() as folder:
            assert verdict(folder, GOOD)
            assert not verdict(folder, MISTAKEN)
            names = ["client", "compile_commands.json", "several.cxx"]
            assert sorted(path.name for path in Path(folder).iterdir()) == names
    else:
        print("not asked: clang-tidy")
    files = [f"{tidy.ROOT}/{name}" for name in ("client/a.cpp", "clients/b.cpp", "tests/c.cpp", "build/x/client/d.cxx")]
    database = [{"file": file} for file in files]
    assert [entry["file"][-5:] for entry in tidy.chosen(database, tidy.ROOT / "build/x", ["client"])] == ["a.cpp", "d.cxx"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "compile_commands.json").write_text(json.dumps([]))
        run = subprocess.run([sys.executable, tidy.__file__, folder, "client"], capture_output=True, text=True)
        assert run.returncode == 1, "nothing to check is no pass"


main()
