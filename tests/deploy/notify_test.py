#!/usr/bin/python3
"""Being told when the relay's state changes: notify_test.py BIN SOURCES

`holdfastctl doctor --notify` with the samples of deploy/ against a web server of this test: nothing before a state was
found twice, once when it changed, again where a program failed, a heartbeat only while the relay serves, and nothing
that somebody else could have put there.
"""

import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading

import practice as server
from practice import SOURCES, check, configure, make_certificate, settings, verdict


class Outside(http.server.BaseHTTPRequestHandler):
    """The telephone, the chat and the dead man's switch of the practice."""

    heard = []
    down = False

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(body)

    def do_GET(self):  # noqa: N802
        self.answer("")

    def answer(self, body):
        if Outside.down:
            self.send_error(503)
            return
        Outside.heard.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def heard():
    took, Outside.heard = Outside.heard, []
    return took


class Practice:
    def __init__(self, folder, port):
        self.folder, self.relay = folder, None
        make_certificate(folder, "127.0.0.1")
        configure(folder, settings("relay.practice.org"))
        check(self.ctl("init").returncode == 0, "no relay")
        for kind, name, at in (("notify.d", "ntfy", "topic"), ("notify.d", "webhook", "url"),
                               ("notify.d", "mail", None), ("heartbeat.d", "ping", "url")):
            self.sample(kind, name, at, f"http://127.0.0.1:{port}/{name}")
        sendmail = folder / "bin" / "sendmail"
        sendmail.parent.mkdir()
        sendmail.write_text(f"#!/bin/sh\ncat >>{folder}/mailed\n", encoding="utf-8")
        sendmail.chmod(0o755)

    def sample(self, kind, name, setting, value):
        text = (SOURCES / "deploy" / kind / name).read_text(encoding="utf-8")
        if setting:
            lines = [f"{setting}={value}" if line.startswith(f"{setting}=") else line for line in text.splitlines()]
            text = "\n".join(lines) + "\n"
        file = self.folder / kind / name
        file.parent.mkdir(exist_ok=True, mode=0o755)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o700)

    def ctl(self, *words):
        path = f"{self.folder}/bin:{os.environ['PATH']}"
        return server.ctl(self.folder, *words, env={**os.environ, "PATH": path})

    def look(self):
        return self.ctl("doctor", "--notify")

    def start(self):
        self.relay = server.start(self.folder, stderr=subprocess.DEVNULL)
        self.relay.stdout.readline()
        check(self.ctl("backup").returncode == 0, "no backup")

    def stop(self):
        self.relay.terminate()
        self.relay.wait(timeout=60)

    def mailed(self):
        file = self.folder / "mailed"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return text


def play(practice):
    practice.start()
    practice.look()
    practice.look()
    heard()  # what this machine lacks, such as a clock that is set, is told once
    practice.mailed()
    practice.look()
    check(heard() == [("/ping", "")], "with nothing new there is more, or less, than a heartbeat")

    practice.stop()
    practice.look()
    check(heard() == [], "a relay that may only start again is news, or its heart beats")
    Outside.down = True
    done = practice.look()
    check(done.returncode == 1 and "ntfy" in done.stderr, f"a program that failed is not named: {done}")
    check("Subject: Holdfast: look" in practice.mailed(), "no mail, though mail works")
    Outside.down = False
    check(practice.look().returncode == 0, "all were told, and it fails")
    told = dict(heard())
    check(told.keys() == {"/ntfy", "/webhook"}, f"those that failed are not called again: {told}")
    check("Holdfast at relay.practice.org: The relay does not run." in told.get("/ntfy", ""), f"the words: {told}")
    check(json.loads(told["/webhook"])["text"] == told["/ntfy"], "the webhook says something else")
    check(practice.mailed() == "", "a mail twice")
    practice.look()
    check(heard() == [] and practice.mailed() == "", "the same is told twice")

    practice.start()
    practice.look()
    heard()
    practice.look()
    check({path for path, _ in heard()} == {"/ping", "/ntfy", "/webhook"}, "that it serves again is told to nobody")

    planted = practice.folder / "notify.d" / "planted"
    planted.write_text(f"#!/bin/sh\ntouch {practice.folder}/was-run\n", encoding="utf-8")
    planted.chmod(0o777)
    practice.stop()
    practice.look()
    done = practice.look()
    check("planted: not run" in done.stderr and not (practice.folder / "was-run").exists(),
          f"what anybody could have changed is run: {done}")


def main():
    signal.alarm(240)
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as name:
        practice = Practice(pathlib.Path(name), web.server_port)
        try:
            play(practice)
        finally:
            practice.relay.kill()
            practice.relay.wait()
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
