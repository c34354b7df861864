#!/usr/bin/python3
"""Checks what a folder may include and where certain names may stand: layers.py [--draw] [ROOT]

LAYERS is the picture of the tree. CONTRIBUTING.md shows it as --draw prints it, and the check compares the two.
`server/` and `client/` meet only in `protocol/`. A library with a C interface or heavy templates is seen in one place.
"""

import pathlib
import re
import sys

# From the lowest up: a layer, what it is, and what it may include besides itself. A layer is a folder with all that is
# in it, or files without their ending ({a,b}: both), or one file; a folder inside another is a layer of its own where
# it is named. What may be included stands above, is written from `protocol/` or the layer's own top folder, and `x/*`
# is all there is in x. GROUPS has the longer lists.
LAYERS = [
    ("protocol/base", "bytes, results, ids, instants", ""),
    ("protocol/wire", "codec, frames and records", "base"),
    ("protocol/crypto", "libsodium, SHA-256 of OpenSSL", "base"),
    ("protocol/store", "SQLite", "base"),
    ("protocol/link", "Beast, TLS", "base"),
    ("protocol/qr", "links as pictures, and read from them", "base"),
    ("protocol/usage", "CLI11: manual pages, completions", "base"),
    ("protocol/measure", "questionnaires: checked, scored", "base wire crypto"),
    ("protocol/identity", "names, signed records, invitations", "base wire crypto"),
    ("protocol/session", "X3DH, ratchet", "base wire crypto identity"),
    ("protocol/hours/zone", "time zones", "base wire"),
    ("protocol/hours/notation", "opening rules: text and value", "base"),
    ("protocol/hours/calendar", "which instants are open", "base hours/zone hours/notation"),
    ("protocol/hours/schedule", "versions, effective hours, promises",
     "base hours/zone hours/notation hours/calendar"),
    ("protocol/hours", "times as people read them", "base hours/*"),
    ("protocol/hours_chain", "signed versions of hours", "base wire crypto hours/*"),
    ("protocol/ical", "libical: calendars from and to files", "base hours/*"),
    ("server/core/store", "the relay's tables", "base wire crypto identity store"),
    ("server/core", "machine: step, gate, clock", "pure core/store"),
    ("server/core/handlers", "a frame in, an answer out", "pure core core/store"),
    ("server/core/{dispatch,relay.cpp}", "which handler a frame is for", "pure core/*"),
    ("server/config", "the configuration file", "base wire core"),
    ("server/doctor", "what is wrong with a relay", "base identity config"),
    ("server/shell", "sockets, admin socket, holdfastctl", "protocol/* core/* config doctor"),
    ("server/outside", "notices outside the program", "base wire crypto usage core config shell"),
    ("server", "holdfastd", "protocol/* core/* config doctor shell outside"),
    ("client/audit", "recomputes the relay's decisions", "base wire crypto hours/* hours_chain"),
    ("client/core/{event,history}", "what may happen, what was said", "base wire"),
    ("client/core/vault", "sealed records", "base wire crypto identity session said"),
    ("client/core/hours/{change,days_off,plan,hours_store}", "hours as values",
     "base wire crypto hours/* hours_chain said core/vault"),
    ("client/core", "machine: state, step", "pure measure audit records"),
    ("client/core/{agreement,experiment,marks,plan,rhythm}", "agreed on, tried, marked", "room"),
    ("client/core/measures", "questionnaires: offered, answered", "room core/{agreement,experiment,marks,plan,rhythm}"),
    ("client/core/evidence", "the relay's own words, audits", "room"),
    ("client/core/hours", "fetching, drafting, publishing hours", "room"),
    ("client/core/{pulse,reading}", "reports, missed windows, the pulse", "room core/evidence core/hours"),
    ("client/core/messages", "from the line to the outbox and back", "room core/{agreement,experiment,marks,plan,rhythm} core/measures core/evidence core/hours core/{pulse,reading}"),
    ("client/core/account", "login, enrolment, names, devices",
     "room core/{agreement,experiment,marks,plan,rhythm} core/measures core/evidence core/hours core/{pulse,reading} core/messages"),
    ("client/core/notes", "a person's own notebook", "room core/hours core/messages"),
    ("client/core/{client.cpp,views.cpp}", "events to their rooms", "room core/*"),
    ("client/store", "the vault's file, in SQLite", "base crypto store core/vault"),
    ("client/measures", "toml++: files of questionnaires", "base wire measure"),
    ("client/record", "exports of a conversation", "base wire crypto"),
    ("client/explain", "hours without an account", "base hours/*"),
    ("client/ui", "state to lines, keys to edits", "base wire measure hours/* audit core/* record explain"),
    ("client/shell", "event loop, terminal, commands", "protocol/* audit core/* store measures record explain ui"),
    ("client", "holdfast", "protocol/* audit core/* store measures record explain ui shell"),
]
GROUPS = {
    "pure": "base wire crypto identity session hours/* hours_chain",
    "said": "core/{event,history}",
    "records": "said core/vault core/hours/{change,days_off,plan,hours_store}",
    "room": "pure measure audit records core",
}
# Arrows between rooms that lead up all the same: file, what it includes.
UPWARD = [
    ("client/core/hours/sync.cpp",
     "client/core/reading/missed_windows.hpp"),  # plan_windows: new hours, other windows to judge
    ("client/core/reading/reports.cpp",
     "client/core/messages/outbox.hpp"),  # compose: a report is sent as any content is
    ("client/core/messages/inbox.cpp",
     "client/core/account/accept_handshake.hpp"),  # a first message opens its session
    ("client/core/messages/relay_statements.cpp",
     "client/core/account/devices.hpp"),  # take_device_list
]

# Library headers: what the include starts with, and the folders or files (tests included) that may have it.
SHELLS = ("server/shell/", "client/shell/", "server/main", "client/main", "server/config", "tests/")
# What only a system with files, sockets and terminals has: a browser has not.
SYSTEM = ("protocol/base/files_posix.cpp", "protocol/base/descriptor.hpp", "protocol/link/", "server/", "client/shell/",
          "client/store/", "client/core/vault/vault.cpp", "tests/")
LIBRARIES = [
    ("sodium", ("protocol/crypto/", "tests/protocol/crypto/", "tests/bench/crypto_bench",
                "tests/bench/ratchet_bench")),
    ("sqlite3", ("protocol/store/", "tests/protocol/store/", "tests/support/fault_vfs", "tests/support/memory_vfs")),
    ("libical/", ("protocol/ical/",)),
    ("unicode/", ("protocol/ical/windows_zones.cpp", "client/core/account/naming.cpp")),
    ("openssl/", ("protocol/link/", "protocol/crypto/sha256_openssl.cpp", "tests/")),  # in tests also as the independent check of our cryptography
    ("boost/beast", ("protocol/link/", "tests/protocol/link/", "tests/bench/beast_relay")),
    ("boost/asio/ssl", ("protocol/link/", "tests/protocol/link/")),
    ("boost/asio", ("protocol/link/", *SHELLS)),
    ("boost/system", ("protocol/", "server/", "client/", "tests/")),  # the base of Result
    ("boost/json", ("server/shell/", "client/shell/", "client/explain/", "client/record/", "client/ui/json", "client/ui/orders/", "server/main", "client/main", "tests/")),
    ("boost/", ("protocol/link/", *SHELLS)),
    ("fcntl.h", SYSTEM),
    ("sys/", SYSTEM),
    ("termios.h", SYSTEM),
    ("unistd.h", SYSTEM),
    ("ncurses", ("client/shell/terminal/curses_screen.cpp",)),
    ("qrencode", ("protocol/qr/",)),
    ("ZXing/", ("protocol/qr/",)),
    ("png.h", ("protocol/qr/", "tests/protocol/qr/")),
    ("curl/", ("server/outside/",)),
    ("cairo", ("client/shell/page/",)),
    ("pango/", ("client/shell/page/",)),
    ("spdlog/", ("server/", "tests/")),
    ("CLI/", ("protocol/usage/describe.", "server/", "client/shell/", "client/main", "tests/")),
    ("toml++/", ("server/", "client/measures/", "tests/")),
]
# Heavy headers stay out of the public headers of the link; only these private ones have them.
LINK_PRIVATE = ("protocol/link/state.hpp", "protocol/link/tls_stream.hpp")
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
        "a file is written only by protocol/base/files_posix.cpp, which follows no link",
        (
            "protocol/base/files_posix.cpp",
            "protocol/store/open.cpp",  # a database, which SQLite writes
            "server/shell/host_linux.cpp",  # a lock, in which nothing is written
            "server/shell/data_folder.cpp",  # a copy of a database, piece by piece
            "tests/",
        ),
    ),
    (r"/usr/share/zoneinfo", "zone files are read only by protocol/hours/zone", ("protocol/hours/zone/", "tests/")),
    (r"/work/", "a path of one machine", ()),
]
HEADER_NAMES = [(r"^\s*using namespace ", "a header brings no namespace into its readers", ())]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
FOLDERS = ("protocol", "server", "client", "tests")


def members_of(name):
    """The paths of a layer: "x/{a,b}" is x/a and x/b."""
    start, brace, rest = name.partition("{")
    return [start + part for part in rest.rstrip("}").split(",")] if brace else [name]


def spelt_out(allowed):
    return [one for token in allowed.split() for one in (spelt_out(GROUPS[token]) if token in GROUPS else [token])]


def allowed_of(index):
    """The layers that a layer may include, itself among them. The list may not lead upwards either."""
    name, _, allowed = LAYERS[index]
    above = [other for other, _, _ in LAYERS[:index]]
    top = name.split("/")[0]
    found = {name}
    for token in spelt_out(allowed):
        folder = token.removesuffix("/*")
        places = [place for place in (f"{top}/{folder}", f"protocol/{folder}", folder)
                  if place in above or (token != folder and any(one.startswith(place + "/") for one in above))]
        if not places:
            sys.exit(f"layers.py: {name} may include {token}, which does not stand above it.")
        found |= {one for one in above if one == places[0] or (token != folder and one.startswith(places[0] + "/"))}
    return found


ALLOWED = {layer[0]: allowed_of(index) for index, layer in enumerate(LAYERS)}
LAYER_OF_MEMBER = {member: name for name in ALLOWED for member in members_of(name)}


def layer_of(path):
    """The layer with the longest member that holds `path`, or None."""
    stem = path.rsplit(".", 1)[0]
    candidates = [one for one in LAYER_OF_MEMBER if one in (path, stem) or path.startswith(one + "/")]
    return LAYER_OF_MEMBER[max(candidates, key=len)] if candidates else None


def draw():
    """LAYERS as CONTRIBUTING.md shows it."""
    rows = []
    for name, what, allowed in LAYERS:
        rows += [name, ""] if len(name) > 30 else [name]
        rows[-1] = f"{rows[-1]:<31}{what:<38}" + (f"← {allowed}" if allowed else "")
    rows += ["", *(f"{name}: {allowed}" for name, allowed in GROUPS.items())]
    rows += ["", *(f"{path} → {target}" for path, target in UPWARD)] if UPWARD else []
    return "".join(row.rstrip() + "\n" for row in rows)


def drawing_problems(root):
    file = root / "CONTRIBUTING.md"
    if file.is_file() and f"```\n{draw()}```\n" not in file.read_text(encoding="utf-8"):
        yield "CONTRIBUTING.md: shows other layers than tests/lint/layers.py, which prints them with --draw; then run tests/pictures/rooms.py"


def may_stand(path, places):
    return any(path.startswith(place) for place in places)


def upward_problems(root):
    """An arrow upwards that is gone is taken from the list, so that it does not come back."""
    for path, target in UPWARD:
        file = root / path
        if file.is_file() and ('"', target) not in INCLUDE.findall(file.read_text(encoding="utf-8")):
            yield f"{path}: no longer includes {target}; take it from UPWARD in tests/lint/layers.py"


def quoted_problems(root, path, target):
    if not any((root / name).is_file() for name in (target, target + ".in")):
        return [f"includes {target}, which is not there; includes are written from the root"]
    mine, theirs = layer_of(path), layer_of(target)
    if path.startswith("tests/"):
        return []
    if mine is None:
        return ["belongs to no known layer; name it in tests/lint/layers.py"]
    if theirs is None or (theirs not in ALLOWED[mine] and (path, target) not in UPWARD):
        return [f"includes {target}: no arrow leads from {mine} to {theirs or 'there'}"]
    return []


def library_problems(path, target):
    for start, places in LIBRARIES:
        if target.startswith(start):
            if not may_stand(path, places):
                return [f"includes <{target}>, which belongs to {', '.join(places)}"]
            break
    public = path.startswith("protocol/link/") and path.endswith(".hpp") and path not in LINK_PRIVATE
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
    yield from drawing_problems(root)
    yield from upward_problems(root)
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
    if sys.argv[1:] == ["--draw"]:
        print(draw(), end="")
        return 0
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    if not (root / "protocol").is_dir():
        print(f"There are no sources in {root}.")
        return 2
    found = list(problems(root))
    print("\n".join(found) if found else "All includes point downwards.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
