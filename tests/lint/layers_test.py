#!/usr/bin/python3
"""Plants one breach at a time in a small tree; layers.py must find each, and nothing in the tree without one."""

import pathlib
import subprocess
import sys
import tempfile

import layers

CHECK = pathlib.Path(__file__).with_name("layers.py")
GOOD = {
    "CONTRIBUTING.md": f"```\n{layers.draw()}```\n",
    "protocol/base/bytes.hpp": "#pragma once\n#include <boost/system/result.hpp>\n",
    "protocol/base/instant.cpp": "auto now() { return system_clock::now(); }\n",
    "protocol/wire/codec.hpp": '#pragma once\n#include "protocol/base/bytes.hpp"\n',
    "protocol/crypto/random.cpp": "#include <sodium.h>\nvoid fill() { randombytes_buf(out, 1); }\n",
    "protocol/hours/zone/zone.cpp": '#include "protocol/wire/codec.hpp"\nusing namespace std::chrono;\n',
    "protocol/store/connection.hpp": "#pragma once\n#include <sqlite3.h>\n",
    "protocol/session/ratchet.cpp": '#include "protocol/wire/codec.hpp"\n',
    "protocol/link/link.hpp": '#pragma once\n#include <boost/asio/awaitable.hpp>\n#include "protocol/base/bytes.hpp"\n',
    "protocol/link/state.hpp": "#pragma once\n#include <boost/beast/websocket/stream.hpp>\n",
    "server/core/relay.hpp": '#pragma once\n#include "server/core/store/rows.hpp"\n',
    "server/core/store/rows.hpp": "#pragma once\n",
    "server/core/handlers/login.hpp": '#pragma once\n#include "server/core/relay.hpp"\n',
    "server/core/relay.cpp": '#include "server/core/relay.hpp"\n#include "server/core/handlers/login.hpp"\n',
    "server/shell/ledger.cpp": '#include "protocol/link/link.hpp"\n#include "server/core/relay.hpp"\n',
    "client/core/account/login.hpp": "#pragma once\n",
    "client/core/client.hpp": '#pragma once\n#include "protocol/wire/codec.hpp"\n',
    "client/ui/view.cpp": '#include "client/core/client.hpp"\n',
    "tests/protocol/link/link_test.cpp": "#include <openssl/ssl.h>\n",
}
BREACHES = [
    ("server/core/gate.cpp", '#include "server/core/handlers/login.hpp"\n', "from server/core to server/core/handlers"),
    ("server/core/store/x.cpp", '#include "server/core/relay.hpp"\n', "no arrow leads from server/core/store"),
    ("client/core/vault/x.cpp", '#include "client/core/client.hpp"\n', "no arrow leads from client/core/vault"),
    ("client/core/evidence/x.cpp", '#include "client/core/account/login.hpp"\n', "from client/core/evidence"),
    ("client/core/hours/plan.hpp", '#pragma once\n#include "client/core/client.hpp"\n', "from client/core/hours/{"),
    ("client/core/hours/sync.cpp", "int none;\n", "no longer includes client/core/reading/missed_windows.hpp"),
    ("CONTRIBUTING.md", "```\nprotocol/base\n```\n", "shows other layers"),
    ("protocol/base/bytes.cpp", '#include "protocol/wire/codec.hpp"\n', "no arrow leads from protocol/base"),
    ("protocol/wire/frames.cpp", '#include "protocol/store/connection.hpp"\n', "no arrow leads"),
    ("protocol/session/chain.cpp", '#include "protocol/link/link.hpp"\n', "no arrow leads"),
    ("server/core/gate.cpp", '#include "protocol/link/link.hpp"\n', "no arrow leads"),
    ("server/core/gate.cpp", '#include "client/core/client.hpp"\n', "no arrow leads"),
    ("client/shell/loop.cpp", '#include "server/core/relay.hpp"\n', "no arrow leads"),
    ("client/core/vault/vault.cpp", '#include "client/ui/view.hpp"\n', "includes are written from the root"),
    ("client/core/vault/vault.cpp", '#include "client.hpp"\n', "includes are written from the root"),
    ("protocol/new_layer/x.cpp", '#include "protocol/base/bytes.hpp"\n', "no known layer"),
    ("client/core/vault/x.cpp", "#include <sys/stat.h>\n", "<sys/stat.h>"),
    ("protocol/store/open.cpp", "#include <unistd.h>\n", "<unistd.h>"),
    ("protocol/session/dh.cpp", "#include <sodium.h>\n", "<sodium.h>"),
    ("server/core/rows.cpp", "#include <sqlite3.h>\n", "<sqlite3.h>"),
    ("protocol/hours/calendar/calendar.cpp", '#include "protocol/wire/codec.hpp"\n', "no arrow leads from protocol/hours"),
    ("client/shell/zones.cpp", 'auto folder = "/usr/share/zoneinfo";\n', "zone files"),
    ("server/shell/tls.cpp", "#include <openssl/ssl.h>\n", "<openssl/ssl.h>"),
    ("server/shell/tls.cpp", "  #  include  <boost/beast/core.hpp>\n", "<boost/beast/core.hpp>"),
    ("client/core/timer.cpp", "#include <boost/asio/steady_timer.hpp>\n", "<boost/asio/steady_timer.hpp>"),
    ("client/core/json.cpp", "#include <boost/json.hpp>\n", "<boost/json.hpp>"),
    ("protocol/link/tls.hpp", "#pragma once\n#include <openssl/ssl.h>\n", "in a header others read"),
    ("client/core/clock.cpp", "auto t = std::chrono::system_clock::now();\n", "the clock"),
    ("client/core/keys.cpp", "randombytes_buf(out, 32);\n", "randomness"),
    ("tests/client/keys_test.cpp", "std::random_device seed;\n", "randomness"),
    ("client/core/text.cpp", "using namespace std;\n", "whole library"),
    ("client/core/text.hpp", "#pragma once\nusing namespace holdfast;\n", "a header brings"),
    ("client/core/text.hpp", "#include <string>\n", "#pragma once"),
    ("client/core/later.cpp", "// TO" + "DO: finish\n", "unfinished"),
    ("client/shell/export.cpp", "std::ofstream file{path};\n", "follows no link"),
    ("server/shell/report.cpp", "::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);\n", "follows no link"),
    ("client/core/copy.cpp", "strcpy(to, from);\n", "no bounds"),
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
    for path, text, expected in BREACHES:
        code, output = check({path: text})
        lines = output.splitlines()
        if code != 1 or len(lines) != 1 or not lines[0].startswith(path) or expected not in lines[0]:
            failures.append(f"not found as '{expected}': {path}: {text.strip()}\n  {output}")
    if layers.draw() not in pathlib.Path(CHECK).parents[2].joinpath("CONTRIBUTING.md").read_text(encoding="utf-8"):
        failures.append("CONTRIBUTING.md of this tree is not compared")
    for member in layers.LAYER_OF_MEMBER:
        here = CHECK.parents[2] / member
        if not (here.is_dir() or here.is_file() or here.with_suffix(".hpp").is_file()):
            failures.append(f"LAYERS names {member}, which is not there")
    print("\n".join(failures) or f"All {len(BREACHES)} breaches are found.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
