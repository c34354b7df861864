#!/usr/bin/python3
"""Checks that the relay's statements say nothing that only SQLite understands: sql.py [ROOT]

The tables of server/core/store are to rest in PostgreSQL too one day. What makes the tables, schema.cpp, is SQLite's
own; how a transaction begins and ends is the driver's (protocol/store).
"""

import pathlib
import re
import sys

FOLDER = "server/core"
SCHEMA = "server/core/store/schema.cpp"

# A statement: neighbouring string literals with one of these words at the beginning.
LITERAL = r'"(?:[^"\\\n]|\\.)*"'
STRINGS = re.compile(rf'R"(\w*)\((.*?)\)\1"|({LITERAL}(?:\s*{LITERAL})*)', re.DOTALL)
COMMENT = re.compile(r"//[^\n]*|^\s*#\s*include[^\n]*", re.MULTILINE)
SQL = re.compile(r"\s*(?:SELECT|INSERT|REPLACE|UPDATE|DELETE|WITH|WHERE|FROM|JOIN|ORDER|UNION|CREATE|ALTER|DROP|PRAGMA|"
                 r"VACUUM|ATTACH|BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT)\b")

# Pattern, and what to write instead.
WORDS = [
    (r"\bOR\s+(?:REPLACE|IGNORE|ABORT|FAIL|ROLLBACK)\b|^\s*REPLACE\b", "ON CONFLICT … DO UPDATE or DO NOTHING"),
    (r"\b(?:last_insert_rowid|changes|total_changes)\s*\(", "RETURNING, or the number that run() gives"),
    (r"\b(?:_?rowid_?|oid)\b", "a column that the table declares"),
    (r"\b(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT)\b", "a transaction of the store: RelayStore::begin"),
    (r"\b(?:PRAGMA|VACUUM|ATTACH|CREATE|ALTER|DROP|AUTOINCREMENT|STRICT|WITHOUT\s+ROWID)\b",
     f"the shape of the file in {SCHEMA}"),
    (r"\?\d|[:@$]\w", "one ? for each value"),
    (r"\b[xX]'", "a bound value"),
    (r"\bLIMIT\s+-|\bLIMIT\s+\S+?\s*,", "LIMIT n OFFSET m, or neither"),
    (r"==|\bIS\s+(?:NOT\s+)?(?!NULL\b|NOT\b|DISTINCT\b)\S", "=, or IS [NOT] NULL"),
    (r"\b(?:GLOB|REGEXP|INDEXED\s+BY|NOT\s+INDEXED|ISNULL|NOTNULL|COLLATE)\b", "words of the standard"),
    (r"\b(?:ifnull|iif|typeof|zeroblob|randomblob|random|hex|unhex|instr|printf|format|quote|unicode|char|total|"
     r"group_concat|date|time|datetime|julianday|strftime|unixepoch|likely|unlikely|sqlite_\w+|json\w*)\s*\(",
     "coalesce, CASE, or C++"),
    (r"\b(?:min|max)\s*\([^()]*,", "CASE: min and max are for many rows"),
    (r"\b(?:min|max|sum)\s*\([^()]*?(?:\bIS\b|[=<>])(?![^()]*\bTHEN\b)", "CASE: a condition is no number"),
    (r"(?:\b(?:WHERE|AND|OR|NOT|WHEN|SELECT)\s|,)\s*(?!NULL\b)[\w.]+\s+(?:AND|OR)\b", "= 1: a number is no condition"),
]
PATTERNS = [(re.compile(pattern), instead) for pattern, instead in WORDS]
MANY = re.compile(r"\bSELECT\s+DISTINCT\b|\bUNION\b|\bLIMIT\b")
ONE = re.compile(r"^\s*SELECT 1\b")


def statements_of(text):
    """(line number, statement) of a source file."""
    for found in STRINGS.finditer(COMMENT.sub(lambda comment: " " * len(comment[0]), text)):
        parts = re.findall(LITERAL, found[3]) if found[3] else []
        statement = "".join(part[1:-1] for part in parts) if parts else found[2] or ""
        if SQL.match(statement):
            yield text.count("\n", 0, found.start()) + 1, statement


def problems_of(statement):
    for pattern, instead in PATTERNS:
        if wrong := pattern.search(statement):
            yield f"'{wrong[0].strip()}' is SQLite's; write {instead}"
    if MANY.search(statement) and not ONE.match(statement) and "ORDER BY" not in statement:
        yield "gives rows in no order; write ORDER BY and a column"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    files = [path for path in sorted((root / FOLDER).rglob("*.[ch]pp")) if path != root / SCHEMA]
    number, found = 0, []
    for path in files:
        for line, statement in statements_of(path.read_text(encoding="utf-8")):
            number += 1
            found += [f"{path.relative_to(root)}:{line}: {what}" for what in problems_of(statement)]
    if number == 0:
        print(f"There are no statements in {root / FOLDER}.")
        return 2
    print("\n".join(found) if found else f"All {number} statements are for more than one database.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
