#!/usr/bin/python3
"""Plants one statement at a time in a small tree; sql.py must find what only SQLite understands, and nothing else."""

import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("sql.py")
GOOD = {
    "server/core/store/schema.cpp": """
constexpr std::string_view version_1 = R"sql(
CREATE TABLE t(n INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB NOT NULL DEFAULT (zeroblob(32))) STRICT;
)sql";
""",
    "server/core/store/t.cpp": """
// "SELECT rowid FROM t": a comment, and an #include below
#include "server/core/store/t.hpp"
const std::string columns = "SELECT n, b FROM t ";
constexpr std::string_view add =
    "INSERT INTO t(b) VALUES (?) "
    "ON CONFLICT(n) DO UPDATE SET b = excluded.b RETURNING n";
constexpr std::string_view newest = "SELECT n FROM t WHERE b IS NOT NULL AND n <> ? ORDER BY n DESC LIMIT 1 OFFSET ?";
constexpr std::string_view any = "SELECT 1 FROM t WHERE n = ? LIMIT 1";
constexpr std::string_view left =
    "SELECT max(CASE WHEN b IS NULL THEN 1 ELSE 0 END), coalesce(min(n), 0), length(b) FROM t GROUP BY n";
const char* words = "the date (a day) is not random";
auto all = db.prepare(columns + "WHERE n BETWEEN ? AND ? ORDER BY n");
""",
}
BREACHES = [
    ("INSERT OR REPLACE INTO t(b) VALUES (?)", "ON CONFLICT"),
    ("INSERT OR IGNORE INTO t(b) VALUES (?)", "ON CONFLICT"),
    ("REPLACE INTO t(b) VALUES (?)", "ON CONFLICT"),
    ("SELECT last_insert_rowid()", "RETURNING"),
    ("SELECT b FROM t ORDER BY rowid", "a column that the table declares"),
    ("BEGIN IMMEDIATE", "RelayStore::begin"),
    ("PRAGMA user_version", "schema.cpp"),
    ("CREATE TABLE u(n INTEGER)", "schema.cpp"),
    ("DELETE FROM t WHERE n = ?1", "one ? for each value"),
    ("DELETE FROM t WHERE n = :n", "one ? for each value"),
    ("UPDATE t SET b = x''", "a bound value"),
    ("SELECT n FROM t ORDER BY n LIMIT -1", "LIMIT n OFFSET m"),
    ("SELECT n FROM t ORDER BY n LIMIT 5, 10", "LIMIT n OFFSET m"),
    ("SELECT n FROM t WHERE n == ?", "IS [NOT] NULL"),
    ("SELECT n FROM t WHERE b IS NOT ?", "IS [NOT] NULL"),
    ("SELECT n FROM t WHERE b GLOB ?", "words of the standard"),
    ("SELECT ifnull(n, 0) FROM t", "coalesce"),
    ("SELECT typeof(b) FROM t", "coalesce"),
    ("UPDATE t SET b = randomblob(16)", "coalesce"),
    ("UPDATE t SET n = max(n, ?)", "min and max are for many rows"),
    ("SELECT max(b IS NULL) FROM t", "a condition is no number"),
    ("SELECT n, b OR EXISTS (SELECT 1 FROM u) FROM t", "a number is no condition"),
    ("SELECT DISTINCT n FROM t", "ORDER BY"),
    ("SELECT n FROM t UNION SELECT n FROM u", "ORDER BY"),
    ("SELECT n FROM t LIMIT ?", "ORDER BY"),
]


def check(extra):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in {**GOOD, **extra}.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


def main():
    failures = []
    if check({})[0] != 0:
        failures.append(f"the good tree is refused: {check({})[1]}")
    for path in ("server/core/store/u.cpp", "server/core/step.cpp"):
        for statement, expected in BREACHES:
            code, output = check({path: f'auto s = db.prepare(\n    "{statement}");\n'})
            lines = output.splitlines()
            if code != 1 or len(lines) != 1 or not lines[0].startswith(f"{path}:2: ") or expected not in lines[0]:
                failures.append(f"not found as '{expected}': {path}: {statement}\n  {output}")
    print("\n".join(failures) or f"All {len(BREACHES)} breaches are found.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
