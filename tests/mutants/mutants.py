#!/usr/bin/python3
"""Checks the mutants, bugs kept as small patches that a test must catch: mutants.py [ROOT]

A mutant is NAME.patch in this folder: what goes wrong in a sentence or two, then these lines, then a unified diff.

    breaks: I6; lose what was accepted       invariants of tests/sim/invariants.hpp, claims of SECURITY.md
    caught-by: the name of a test case       or `sim` and its arguments: fails with the mutant, each that is named
    says: I6                                 perhaps: a regular expression; the simulation's failures have it in them

Each part of a diff changes the one place in its file where its old lines stand, wherever that is, so that unrelated
changes do not disturb it. Every invariant and every claim is broken by a mutant.
"""

import dataclasses
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
import claims  # noqa: E402

FOLDER = "tests/mutants"
FIELD = re.compile(r"(breaks|caught-by|says): (.+)")


class Unusable(Exception):
    """A patch that does not read or does not apply; the sentence says why."""


@dataclasses.dataclass
class Mutant:
    name: str
    what: str
    breaks: list
    caught_by: list
    says: list
    parts: list  # (path, old text, new text)


def read_header(lines):
    fields = {"breaks": [], "caught-by": [], "says": []}
    what = []
    for line in lines:
        field = FIELD.fullmatch(line)
        if field:
            fields[field[1]].append(field[2])
        elif line:
            what.append(line)
    return " ".join(what), fields


def read_parts(lines):
    path = None
    parts = []
    for line in lines:
        if line.startswith("--- a/"):
            path = line[6:]
        elif line.startswith("@@ "):
            parts.append((path, [], []))
        elif line.startswith("+++ "):
            if line != f"+++ b/{path}":
                raise Unusable(f"'{line}' is not the file of the line before")
        elif parts and line[:1] in (" ", "-", "+", ""):
            _, old, new = parts[-1]
            if line[:1] != "+":
                old.append(line[1:] + "\n")
            if line[:1] != "-":
                new.append(line[1:] + "\n")
        else:
            raise Unusable(f"'{line}' is not a line of a diff")
    return [(path, "".join(old), "".join(new)) for path, old, new in parts]


def read(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("--- a/")), len(lines))
    what, fields = read_header(lines[:start])
    parts = read_parts(lines[start:])
    for missing, there in [("what goes wrong", what), ("breaks:", fields["breaks"]), ("caught-by:", fields["caught-by"]),
                           ("a diff", parts)]:
        if not there:
            raise Unusable(f"lacks {missing}")
    broken = [one for line in fields["breaks"] for one in line.split("; ")]
    return Mutant(file.stem, what, broken, fields["caught-by"], fields["says"], parts)


def mutated(root, mutant):
    """The changed files: {path: text}."""
    texts = {}
    for path, old, new in mutant.parts:
        if path not in texts:
            if not (root / path).is_file():
                raise Unusable(f"there is no file {path}")
            texts[path] = "\n" + (root / path).read_text(encoding="utf-8")
        # Whole lines only.
        places = texts[path].count("\n" + old)
        if places != 1 or old == new:
            raise Unusable(f"its old lines stand {places} times in {path}, not once" if old != new else "changes nothing")
        texts[path] = texts[path].replace("\n" + old, "\n" + new)
    return {path: text[1:] for path, text in texts.items()}


def files(root):
    return sorted((root / FOLDER).glob("*.patch"))


def is_sim(test):
    """Whether a test is a run of the simulation, not a case by its name."""
    return test.startswith("sim --")


def cases(root):
    """{name of a test case: the files that have one}"""
    found = {}
    for file in sorted(root.glob("tests/**/*_test.cpp")):
        for case in claims.cases_of(file):
            found.setdefault(case, []).append(file)
    return found


def to_break(root):
    """Every invariant and every claim."""
    invariants = re.findall(r"^//     (I\d+) ", (root / "tests/sim/invariants.hpp").read_text(encoding="utf-8"), re.M)
    lines = enumerate((root / "SECURITY.md").read_text(encoding="utf-8").splitlines(), 1)
    return set(invariants) | {claim for _, claim, _ in claims.claims_of_table(list(lines))}


def check(root):
    known = to_break(root)
    known_cases = cases(root)
    broken = set()
    for file in files(root):
        try:
            mutant = read(file)
            mutated(root, mutant)
        except Unusable as reason:
            yield f"{file.name}: {reason}"
            continue
        for what in mutant.breaks:
            if what not in known:
                yield f"{file.name}: '{what}' is no invariant and no claim"
        for case in mutant.caught_by:
            if not is_sim(case) and len(known_cases.get(case, [])) != 1:
                yield f"{file.name}: {len(known_cases.get(case, []))} tests are called '{case}', not one"
        broken.update(mutant.breaks)
    for what in sorted(known - broken):
        yield f"no mutant breaks '{what}'"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = list(check(root))
    print("\n".join(found) or f"{len(files(root))} mutants apply and break every invariant and claim.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
