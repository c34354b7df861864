#!/usr/bin/python3
"""Plants one breach at a time in a small tree; mutants.py must find each, and nothing in the tree without one."""

import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("mutants.py")
PATCH = "tests/mutants/left-open.patch"
SOURCE = "protocol/box.cpp"
GOOD = {
    "SECURITY.md": """# Security

| adversary | cannot | can |
|---|---|---|
| a thief | [read it](#read-it) | wait |
""",
    "tests/sim/invariants.hpp": "//     I1  a box stays shut\n//         until it is opened\n",
    "tests/box_test.cpp": 'TEST_CASE("a box, once shut, stays shut") {}\n',
    SOURCE: "void shut()\n{\n    lid = down;\n}\n\nvoid open()\n{\n    lid = up;\n}\n",
    PATCH: """The lid stays up.

breaks: I1; read it
caught-by: a box, once shut, stays shut
caught-by: sim --profile plain --seeds 1..3
says: I1
--- a/protocol/box.cpp
+++ b/protocol/box.cpp
@@ -2,2 +2,2 @@
 {
-    lid = down;
+    lid = up;
""",
}
BREACHES = [
    (PATCH, "The lid stays up.\n", "", "lacks what goes wrong"),
    (PATCH, "breaks: I1; read it\n", "", "lacks breaks:"),
    (PATCH, "caught-by: a box, once shut, stays shut\ncaught-by: sim --profile plain --seeds 1..3\n", "",
     "lacks caught-by:"),
    (PATCH, "@@ -2,2 +2,2 @@\n {\n-    lid = down;\n+    lid = up;\n", "", "lacks a diff"),
    (PATCH, "once shut, stays", "once shut is", "0 tests are called 'a box, once shut is shut'"),
    (PATCH, "I1; read it", "I2; read it", "'I2' is no invariant and no claim"),
    (PATCH, "I1; read it", "I1; read all", "'read all' is no invariant and no claim"),
    (PATCH, "I1; read it", "I1", "no mutant breaks 'read it'"),
    (PATCH, "I1; read it", "read it", "no mutant breaks 'I1'"),
    (PATCH, "-    lid = down;\n", "-    lid = shut;\n", "stand 0 times in protocol/box.cpp"),
    (PATCH, "-    lid = down;\n", "-    lid = dow\n", "stand 0 times in protocol/box.cpp"),
    (PATCH, " {\n-    lid = down;\n+    lid = up;\n", "-{\n+[\n", "stand 2 times in protocol/box.cpp"),
    (PATCH, "+    lid = up;", "+    lid = down;", "changes nothing"),
    (PATCH, "--- a/protocol/box.cpp\n+++ b/protocol/box.cpp", "--- a/protocol/lid.cpp\n+++ b/protocol/lid.cpp",
     "there is no file protocol/lid.cpp"),
    (PATCH, "+++ b/protocol/box.cpp", "+++ b/protocol/lid.cpp", "is not the file of the line before"),
    (PATCH, " {\n-    lid", "{\n-    lid", "is not a line of a diff"),
    (SOURCE, "lid = down", "lid = shut", "stand 0 times in protocol/box.cpp"),
    ("tests/box_test.cpp", "stays shut", "is shut", "0 tests are called"),
    ("SECURITY.md", " | wait", "; [open it](#open-it) | wait", "no mutant breaks 'open it'"),
]


def check(path=None, old="", new=""):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in GOOD.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace(old, new, 1) if name == path else text, encoding="utf-8")
        done = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def main():
    failures = []
    if check()[0] != 0:
        failures.append(f"the good tree is refused: {check()[1]}")
    for path, old, new, expected in BREACHES:
        code, output = check(path, old, new)
        if code != 1 or expected not in output or old not in GOOD[path]:
            failures.append(f"not found as '{expected}': {path}: {old} → {new}\n  {output}")
    print("\n".join(failures) or f"All {len(BREACHES)} breaches are found.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
