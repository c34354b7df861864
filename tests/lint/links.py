#!/usr/bin/python3
"""Checks that links in *.md files lead somewhere: links.py [ROOT]

A link without a host names a file or folder that is there, and its #part a heading of that page. Where the text says
`function` in [file](file), the function stands in that file: a walk through the code stays true.
"""

import pathlib
import re
import sys

import prose
from claims import anchor

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`([\w:]+)` in\s+\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text):
    """Fenced blocks are empty lines."""
    lines, code = [], False
    for line in text.splitlines():
        fence = line.lstrip().startswith("```")
        lines.append("" if code or fence else line)
        code = code != fence
    return "\n".join(lines)


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {anchor(re.sub(r"[`*]", "", heading)) for heading in headings}


def is_defined(name, source):
    """`Class::function` or `function`, as a definition or call would write it; a constant stands before = or {."""
    return re.search(rf"\b{name}(?:<[^>]*>)?\s*[({{=]", source) is not None


def line_of(text, found):
    return text.count("\n", 0, found.start()) + 1


def problems_of(file):
    text = without_code(file.read_text(encoding="utf-8"))
    for link in LINK.finditer(text):
        path, _, part = link[1].partition("#")
        if re.match(r"[a-z]+:", link[1]):
            continue
        target = file.parent / path if path else file
        if not target.exists():
            yield line_of(text, link), f"{link[1]} leads to no file"
        elif part and target.suffix == ".md" and part not in anchors(target):
            yield line_of(text, link), f"{link[1]} leads to no heading"
    for named in NAMED.finditer(text):
        target = file.parent / named[2]
        if target.is_file() and not is_defined(named[1], target.read_text(encoding="utf-8")):
            yield line_of(text, named), f"{named[2]} has no {named[1]}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    found = [f"{file.relative_to(root).as_posix()}:{line}: {what}"
             for file in prose.files(root) for line, what in problems_of(file)]
    print("\n".join(found) or "Every link leads somewhere.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
