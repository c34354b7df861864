#!/usr/bin/python3
"""Plants one breach at a time in a small tree; claims.py must find each, and nothing in the tree without one."""

import pathlib
import sys

import breaches

CHECK = pathlib.Path(__file__).with_name("claims.py")
GOOD = {
    "SECURITY.md": """# Security

| adversary | cannot | can |
|---|---|---|
| a thief | [read it](#read-it); [open Eve's box](#open-eves-box) | wait |
| the owner | – | read it |

## The tests

### read it

It is sealed.

* [attack 1: it is sealed](tests/core/box_test.cpp):
  a small box

### open Eve's box

* [a box called "mine" has a key](tests/core/box_test.cpp)
* [the long name of a case](tests/shell/lock_test.cpp)
""",
    "tests/README.md": "| 1 | reading | `core/box_test`, `lid_test`; `shell/lock_test` and `deploy/demo` |\n",
    "tests/core/box_test.cpp": r'''
TEST_CASE("attack 1: it is sealed") {}
TEST_CASE("a box called \"mine\" has a key", "[slow]") {}
''',
    "tests/core/lid_test.cpp": "",
    "tests/shell/lock_test.cpp": '''
TEST_CASE(
    "the long name "
    "of a case")
{
}
''',
}
ROW = "| a thief | [read it](#read-it); [open Eve's box](#open-eves-box) | wait |\n"
CASE = "* [attack 1: it is sealed](tests/core/box_test.cpp):\n  a small box"
BREACHES = [
    ("SECURITY.md", "[read it](#read-it); ", "read it; ", "'read it' leads to no test"),
    ("SECURITY.md", "[read it](#read-it); ", "[read it](#read-it), or move it; ", "leads to no test"),
    ("SECURITY.md", "(#read-it)", "(#the-tests)", "no heading of these words"),
    ("SECURITY.md", "[read it](#read-it)", "[read all](#read-it)", "'read all' leads to no heading"),
    ("SECURITY.md", "[read it](#read-it); ", "", "nobody in the table is said not to 'read it'"),
    ("SECURITY.md", CASE + "\n", "", "no test stands under 'read it'"),
    ("SECURITY.md", "it is sealed]", "it was sealed]", "has no case 'attack 1: it was sealed'"),
    ("SECURITY.md", CASE, "* attack 1: it is sealed", "a test is '* [case](file)'"),
    ("SECURITY.md", "(tests/shell/lock_test.cpp)", "(tests/shell/gone_test.cpp)", "no file tests/shell/gone_test.cpp"),
    ("SECURITY.md", "(tests/shell/lock_test.cpp)", "(tests/core/box_test.cpp)", "has no case 'the long name"),
    ("SECURITY.md", "### open Eve's box", "### read it", "a second heading 'read it'"),
    ("SECURITY.md", ROW, "", "no claim is found"),
    ("tests/core/box_test.cpp", "it is sealed", "it is shut", "has no case 'attack 1: it is sealed'"),
    ("tests/README.md", "`shell/lock_test`", "`shell/bolt_test`", "no file tests/shell/bolt_test.cpp"),
    ("tests/README.md", "`core/box_test`, `lid_test`; ", "", "plays attack 1"),
    ("tests/core/lid_test.cpp", "", 'TEST_CASE("attack 2: lifted") {}\n', "plays attack 2"),
]


if __name__ == "__main__":
    sys.exit(breaches.main(CHECK, GOOD, BREACHES))
