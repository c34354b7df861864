#!/usr/bin/python3
"""Plants one breach at a time in a small tree; mutants.py must find each, and nothing in the tree without one."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lint"))
import breaches  # noqa: E402

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


if __name__ == "__main__":
    sys.exit(breaches.main(CHECK, GOOD, BREACHES))
