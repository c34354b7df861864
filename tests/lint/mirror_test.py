#!/usr/bin/python3
"""Plants one breach at a time in a small tree; mirror.py must find each, and nothing in the tree without one."""

import pathlib
import sys
import tempfile

import mirror

GOOD = [
    "protocol/hours/lexer.cpp",
    "protocol/hours/parser.cpp",
    "tests/protocol/hours/parser_test.cpp",
    "server/core/gate.cpp",
    "tests/server/core/gate_test.cpp",
    "client/ui/input/keys.hpp",
    "tests/client/ui/input/keys_test.cpp",
    "client/main.cpp",
    "tests/scenarios/a_night_test.cpp",
]
HELD = [
    ("protocol/hours/{lexer,parts}", "tests/protocol/hours/parser_test.cpp"),
    ("client/main", "main function"),
]
BREACHES = [  # files more, files less, table, what is said
    (["tests/server/core/night_test.cpp"], [], HELD, "tests/server/core/night_test.cpp: there is no server/core/night"),
    (["tests/client/gate_test.cpp"], [], HELD, "tests/client/gate_test.cpp: there is no client/gate.cpp"),
    ([], ["tests/server/core/gate_test.cpp"], HELD, "server/core/gate.cpp: there is no tests/server/core/gate_test"),
    (["client/ui/main.cpp"], [], HELD, "client/ui/main.cpp: there is no"),
    (["protocol/hours/walk.cpp"], [], HELD, "protocol/hours/walk.cpp: there is no tests/protocol/hours/walk_test.cpp"),
    (["tests/client/main_test.cpp"], [], HELD, "HELD: every source of client/main has its test"),
    ([], ["client/main.cpp"], HELD, "HELD: every source of client/main has its test by now, or is gone"),
    ([], [], [("protocol/hours/*", "tests/gone_test.cpp"), HELD[1]], "is held by tests/gone_test.cpp, which is not there"),
]


def check(more=(), less=(), held=tuple(HELD)):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in [*GOOD, *more]:
            if name not in less:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).touch()
        return [*mirror.misplaced(root), *mirror.unheld(root, held)]


def main():
    failures = [f"refused in the good tree: {one}" for one in check()]
    for more, less, held, expected in BREACHES:
        found = check(more, less, held)
        if len(found) != 1 or expected not in found[0]:
            failures.append(f"not found as '{expected}': {more} {less}\n  {found}")
    for pattern in mirror.OF_A_ROOM:
        if not pathlib.Path(__file__).parents[2].joinpath(pattern).is_file():
            failures.append(f"OF_A_ROOM names {pattern}, which is not there")
    print("\n".join(failures) or f"All {len(BREACHES)} breaches are found.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
