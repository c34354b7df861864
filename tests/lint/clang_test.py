#!/usr/bin/python3
"""A source the compiler or clang-tidy complains of is refused, by itself and where several are compiled at once; one that
they accept passes, and nothing is written. clang-tidy is asked where there is one."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import clang

GOOD = "int good() { return 0; }\n"
WARNED = "int warned() { int unused = 1; return 0; }\n"
MISTAKEN = """#include <cstring>
bool mistaken(const char* a, const char* b) { if (std::strcmp(a, b)); return true; }
"""


def verdict(look, folder, text):
    source = Path(folder, "client", "one.cpp")
    source.parent.mkdir(exist_ok=True)
    source.write_text(text)
    several = Path(folder, "several.cxx")
    several.write_text(f'#include "{source}"\n')
    answers = set()
    for file in (source, several):
        command = f"ccache c++ -Wall -Werror -MD -MT one.o -MF one.d -o one.o -c {file}"
        entry = {"directory": folder, "command": command, "file": str(file)}
        Path(folder, "compile_commands.json").write_text(json.dumps([entry]))
        answers.add(clang.check(look, entry, folder))
    assert len(answers) == 1, "a source is judged by where it is compiled"
    return answers.pop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        assert verdict("warnings", folder, GOOD)
        assert not verdict("warnings", folder, WARNED)
        if shutil.which("clang-tidy"):
            assert verdict("tidy", folder, GOOD)
            assert not verdict("tidy", folder, MISTAKEN)
        else:
            print("not asked: clang-tidy")
        names = ["client", "compile_commands.json", "several.cxx"]
        assert sorted(path.name for path in Path(folder).iterdir()) == names
    files = [f"{clang.ROOT}/{name}" for name in ("client/a.cpp", "clients/b.cpp", "tests/c.cpp", "build/x/client/d.cxx")]
    database = [{"file": file} for file in files]
    assert [entry["file"][-5:] for entry in clang.chosen(database, clang.ROOT / "build/x", ["client"])] == ["a.cpp", "d.cxx"]
    empty = tempfile.TemporaryDirectory()
    with empty as folder:
        Path(folder, "compile_commands.json").write_text(json.dumps([]))
        arguments = [sys.executable, clang.__file__, "warnings", folder, "client"]
        run = subprocess.run(arguments, capture_output=True, text=True)
        assert run.returncode == 1, "nothing to check is no pass"


main()
