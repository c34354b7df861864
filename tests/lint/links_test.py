#!/usr/bin/python3
"""Plants one breach at a time in a small tree; links.py must find each, and nothing in the tree without one."""

import pathlib
import sys

import breaches

CHECK = pathlib.Path(__file__).with_name("links.py")
GOOD = {
    "README.md": """# Boxes

[The page](docs/page.md#the-box-s) and [its site](https://example.org/#none); [above](#boxes), [the folder](docs).
`Box::open` in [docs/box.cpp](docs/box.cpp) and `limit` in
[docs/box.cpp](docs/box.cpp); `lid` of [docs/box.cpp](docs/box.cpp).

```
[no link](in/code.md)
```
""",
    "docs/page.md": "# The page\n\n## The `box`-s\n",
    "docs/box.cpp": "void Box::open(int by) {}\nconstexpr int limit = 3;\n",
}
BREACHES = [
    ("README.md", "docs/page.md#", "docs/none.md#", "README.md:3: docs/none.md#the-box-s leads to no file"),
    ("README.md", "#the-box-s", "#the-lid", "README.md:3: docs/page.md#the-lid leads to no heading"),
    ("README.md", "#boxes", "#box", "#box leads to no heading"),
    ("README.md", "(docs)", "(doc)", "doc leads to no file"),
    ("docs/page.md", "`box`-s", "lid", "leads to no heading"),
    ("docs/box.cpp", "Box::open", "Box::close", "README.md:4: docs/box.cpp has no Box::open"),
    ("docs/box.cpp", "limit =", "limits =", "README.md:4: docs/box.cpp has no limit"),
    ("README.md", "`Box::open` in", "`open_box` in", "docs/box.cpp has no open_box"),
]


if __name__ == "__main__":
    sys.exit(breaches.main(CHECK, GOOD, BREACHES))
