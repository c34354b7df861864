#!/usr/bin/python3
"""A source the compiler warns of is refused, one it accepts passes, and nothing is written."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import syntax


def verdict(folder, text):
    source = Path(folder, "one.cpp")
    source.write_text(text)
    command = f"ccache c++ -Wall -Werror -MD -MT one.o -MF one.d -o one.o -c {source}"
    entry = {"directory": folder, "command": command, "file": str(source)}
    return syntax.check(entry)


def main():
    with tempfile.TemporaryDirectory() as folder:
        assert verdict(folder, "int main() { return 0; }\n")
        assert not verdict(folder, "int main() { int unused = 1; return 0; }\n")
        assert sorted(path.name for path in Path(folder).iterdir()) == ["one.cpp"]
    database = [{"file": f"{syntax.ROOT}/{name}"} for name in ("client/a.cpp", "clients/b.cpp", "tests/c.cpp")]
    assert [entry["file"][-5:] for entry in syntax.chosen(database, ["client"])] == ["a.cpp"]
    empty = tempfile.TemporaryDirectory()
    with empty as folder:
        Path(folder, "compile_commands.json").write_text(json.dumps([]))
        run = subprocess.run([sys.executable, syntax.__file__, folder, "client"], capture_output=True, text=True)
        assert run.returncode == 1, "nothing to check is no pass"


main()
