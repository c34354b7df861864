#!/usr/bin/python3
"""Checks that every "cannot" of SECURITY.md leads to tests that exist: claims.py [ROOT]

Each claim in the table links to a heading of the same words. Below it stands a list of tests, each the exact name of a
case, linked to its file. The attacks of tests/README.md name files that exist, and each case that plays an attack is in
a file its row names.
"""

import pathlib
import re
import sys

CLAIM = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")
TEST = re.compile(r"\* \[([^\]]+)\]\((tests/[^)]+)\)(: \S.*)?")
LITERAL = r'"((?:[^"\\]|\\.)*)"'
CASE = re.compile(rf"\bTEST_CASE\(\s*((?:{LITERAL}\s*)+)")


def numbered_lines(text):
    """(number, line); a list item is one line, however many it is wrapped over."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("  ") and lines and lines[-1][1].startswith("* "):
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
        else:
            lines.append((number, line))
    return lines


def cases_of(file):
    text = file.read_text(encoding="utf-8")
    return {"".join(re.findall(LITERAL, found[1])).replace('\\"', '"') for found in CASE.finditer(text)}


def anchor(heading):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def claims_of_table(lines):
    """(line number, claim, anchor) of the second column of the first table; a claim without a link has no anchor."""
    rows = [(number, line) for number, line in lines if line.startswith("| ")]
    for number, line in rows[1:]:
        cell = line.strip("| ").split(" | ")[1]
        for part in cell.split("; ") if cell != "–" else []:
            linked = CLAIM.fullmatch(part)
            yield (number, *linked.groups()) if linked else (number, part, None)


def check_security(root):
    lines = numbered_lines((root / "SECURITY.md").read_text(encoding="utf-8"))
    headings = {}  # the heading's words: its line number and its number of tests
    heading = None
    for number, line in lines:
        if line.startswith("#"):
            heading = line[4:] if line.startswith("### ") else None
            if heading in headings:
                yield number, f"a second heading '{heading}'"
            elif heading:
                headings[heading] = [number, 0]
        elif heading and line.startswith("* "):
            test = TEST.fullmatch(line)
            headings[heading][1] += 1
            if not test:
                yield number, "a test is '* [case](file)', perhaps with a remark after ': '"
            elif not (root / test[2]).is_file():
                yield number, f"there is no file {test[2]}"
            elif test[1] not in cases_of(root / test[2]):
                yield number, f"{test[2]} has no case '{test[1]}'"
    claimed = set()
    for number, claim, target in claims_of_table(lines):
        claimed.add(claim)
        if target is None:
            yield number, f"the claim '{claim}' leads to no test"
        elif claim not in headings or target != anchor(claim):
            yield number, f"the claim '{claim}' leads to no heading of these words"
    if not claimed:
        yield 1, "no claim is found in the table"
    for words, (number, tests) in headings.items():
        if tests == 0:
            yield number, f"no test stands under '{words}'"
        if words not in claimed:
            yield number, f"nobody in the table is said not to '{words}'"


def files_of(where):
    """`a/b_test`, `c_test` in the table of attacks: a name without a folder is in the folder before."""
    folder = ""
    for name in re.findall(r"`([\w/]+_test)`", where):
        if "/" in name:
            folder = name.rsplit("/", 1)[0]
        yield name if "/" in name else f"{folder}/{name}"


def check_attacks(root):
    readme = (root / "tests/README.md").read_text(encoding="utf-8")
    named = {}
    for number, line in enumerate(readme.splitlines(), 1):
        row = re.fullmatch(r"\| (\d+) \| (.+) \| (.+) \|", line)
        if not row:
            continue
        named[row[1]] = {f"tests/{name}.cpp" for name in files_of(row[3])}
        for file in sorted(named[row[1]]):
            if not (root / file).is_file():
                yield f"tests/README.md:{number}", f"there is no file {file}"
    for file in sorted(root.glob("tests/**/*_test.cpp")):
        path = file.relative_to(root).as_posix()
        attacks = {attack for case in cases_of(file) for attack in re.findall(r"\battack (\d+)\b", case)}
        for attack in sorted(attacks, key=int):
            if path not in named.get(attack, ()):
                yield path, f"plays attack {attack}, whose row in tests/README.md does not name it"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = [f"SECURITY.md:{number}: {what}" for number, what in check_security(root)]
    found += [f"{where}: {what}" for where, what in check_attacks(root)]
    print("\n".join(found) or "Every claim leads to tests that exist.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
