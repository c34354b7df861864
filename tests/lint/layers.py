#!/usr/bin/python3
"""Checks what a folder may include and where certain names may stand: layers.py [ROOT]

The picture (an arrow points down to what may be included):

            base
           /  |  \\  \\
      wire  crypto  hours  store     link
          \\   |   \\  |  \\   |          |
          session  hours_chain  ical  |
              \\       |      |        |
       server/core     client/core ── client/ui, client/explain; client/audit below core
              |              |        |
       server/shell    client/shell ──┘

`server/` and `client/` meet only in `protocol/`. A library with a C interface or heavy templates is seen in one place.
"""

import pathlib
import re
import sys

PROTOCOL = {
    "protocol/base": set(),
    "protocol/wire": {"protocol/base"},
    "protocol/crypto": {"protocol/base"},
    "protocol/hours": {"protocol/base"},
    "protocol/ical": {"protocol/base", "protocol/hours"},
    "protocol/store": {"protocol/base"},
    "protocol/link": {"protocol/base"},
    "protocol/identity": {"protocol/base", "protocol/wire", "protocol/crypto"},
    "protocol/session": {"protocol/base", "protocol/wire", "protocol/crypto", "protocol/identity"},
    "protocol/hours_chain": {"protocol/base", "protocol/wire", "protocol/crypto", "protocol/hours"},
}
# What a machine may include: no network, and no files of other programs.
PURE = set(PROTOCOL) - {"protocol/link", "protocol/ical"}
ALLOWED = {
    **PROTOCOL,
    "server/core": PURE,
    "server/shell": set(PROTOCOL) | {"server/core", "server"},
    "server": set(PROTOCOL) | {"server/core", "server/shell"},
    "client/audit": {"protocol/base", "protocol/wire", "protocol/crypto", "protocol/hours", "protocol/hours_chain"},
    "client/core": PURE | {"client/audit"},
    "client/explain": {"protocol/base", "protocol/hours"},
    "client/ui": {"protocol/base", "protocol/wire", "protocol/hours", "client/audit", "client/core"},
    "client/shell": set(PROTOCOL) | {"client/audit", "client/core", "client/explain", "client/ui", "client"},
    "client": set(PROTOCOL) | {"client/audit", "client/core", "client/explain", "client/ui", "client/shell"},
}

# Library headers: what the include starts with, and the folders or files (tests included) that may have it.
SHELLS = ("server/shell/", "client/shell/", "server/main", "client/main", "server/config", "tests/")
LIBRARIES = [
    ("sodium", ("protocol/crypto/", "tests/protocol/crypto/")),
    ("sqlite3", ("protocol/store/", "tests/protocol/store/", "tests/support/fault_vfs", "tests/support/memory_vfs")),
    ("libical/", ("protocol/ical/",)),
    ("unicode/", ("protocol/ical/windows_zones.cpp", "client/core/account/naming.cpp")),
    ("date/", ("protocol/hours/zone/zone.cpp",)),
    ("openssl/", ("protocol/link/", "tests/")),  # in tests also as the independent check of our cryptography
    ("boost/beast", ("protocol/link/", "tests/protocol/link/")),
    ("boost/asio/ssl", ("protocol/link/", "tests/protocol/link/")),
    ("boost/asio", ("protocol/link/", *SHELLS)),
    ("boost/system", ("protocol/", "server/", "client/", "tests/")),  # the base of Result
    ("boost/json", ("server/shell/", "client/shell/", "client/explain/", "client/ui/json", "server/main", "client/main", "server/ctl", "tests/")),
    ("boost/", ("protocol/link/", *SHELLS)),
    ("ncurses", ("client/ui/screen.cpp", "client/shell/screen.cpp")),
    ("qrencode", ("client/shell/", "server/shell/")),
    ("spdlog/", ("server/", "tests/")),
    ("CLI/", ("server/", "client/shell/", "client/main", "tests/")),
    ("toml++/", ("server/", "tests/")),
]
# Heavy headers stay out of the public headers of the link; only this private one has them.
LINK_PRIVATE = "protocol/link/state.hpp"
HEAVY = ("openssl/", "boost/beast", "boost/asio/ssl")

# Names: pattern, what is wrong with it, and where it may stand nevertheless.
NAMES = [
    (r"system_clock::now", "the clock is read only in protocol/base/instant.cpp", ("protocol/base/instant.cpp",)),
    (r"randombytes_\w+", "randomness comes only from protocol/crypto/random.cpp", ("protocol/crypto/random.cpp",)),
    (r"\b(?:std::random_device|s?rand\(|getrandom\(|getentropy\()", "randomness comes only from protocol/crypto/random.cpp", ()),
    (r"\busing namespace std;", "a whole library is not brought in", ()),
    (r"\b(?:TODO|FIXME|XXX|HACK)\b", "unfinished work is not committed", ()),
    (r"\b(?:strcpy|strcat|sprintf|vsprintf|gets|strtok)\(", "this function of C has no bounds", ()),
    (
        r"\b(?:std::o?fstream\b|fopen\(|O_CREAT\b)",
        "a file is written only by protocol/base/whole_file.cpp, which follows no link",
        (
            "protocol/base/whole_file.cpp",
            "protocol/store/open.cpp",  # a database, which SQLite writes
            "server/shell/host_linux.cpp",  # a lock, in which nothing is written
            "server/shell/data_folder.cpp",  # a copy of a database, piece by piece
            "tests/",
        ),
    ),
    (r"/work/", "a path of one machine", ()),
]
HEADER_NAMES = [(r"^\s*using namespace ", "a header brings no namespace into its readers", ())]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
FOLDERS = ("protocol", "server", "client", "tests")


def layer_of(path):
    """The longest known layer that holds `path`, or None."""
    candidates = [name for name in ALLOWED if path.startswith(name + "/")]
    return max(candidates, key=len, default=None)


def may_stand(path, places):
    return any(path.startswith(place) for place in places)


def quoted_problems(root, path, target):
    if not any((root / name).is_file() for name in (target, target + ".in")):
        return [f"includes {target}, which is not there; includes are written from the root"]
    mine, theirs = layer_of(path), layer_of(target)
    if path.startswith("tests/"):
        return []
    if mine is None:
        return ["belongs to no known layer; name it in tests/lint/layers.py"]
    if theirs is None or (theirs != mine and theirs not in ALLOWED[mine]):
        return [f"includes {target}: no arrow leads from {mine} to {theirs or 'there'}"]
    return []


def library_problems(path, target):
    for start, places in LIBRARIES:
        if target.startswith(start):
            if not may_stand(path, places):
                return [f"includes <{target}>, which belongs to {', '.join(places)}"]
            break
    public = path.startswith("protocol/link/") and path.endswith(".hpp") and path != LINK_PRIVATE
    if public and target.startswith(HEAVY):
        return [f"includes <{target}> in a header others read"]
    return []


def name_problems(path, text):
    rules = NAMES + (HEADER_NAMES if path.endswith(".hpp") else [])
    for pattern, reason, places in rules:
        if may_stand(path, places):
            continue
        for match in re.finditer(pattern, text, re.MULTILINE):
            line = text.count("\n", 0, match.start()) + 1
            yield f"line {line}: {match.group().strip()}: {reason}"


def problems(root):
    """Every breach below `root`, as 'path: what'."""
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.[ch]pp")):
            path = file.relative_to(root).as_posix()
            text = file.read_text(encoding="utf-8")
            found = list(name_problems(path, text))
            if path.endswith(".hpp") and "#pragma once" not in text:
                found.append("a header without #pragma once")
            for bracket, target in INCLUDE.findall(text):
                found += quoted_problems(root, path, target) if bracket == '"' else library_problems(path, target)
            yield from (f"{path}: {what}" for what in found)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    if not (root / "protocol").is_dir():
        print(f"There are no sources in {root}.")
        return 2
    found = list(problems(root))
    print("\n".join(found) if found else "All includes point downwards.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
