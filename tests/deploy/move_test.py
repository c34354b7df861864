#!/usr/bin/python3
"""A relay that moves to another port: move_test.py BIN SOURCES

The admin announces it, Dr Okafor's program learns it, the relay starts at the new port, and the program finds it there
and says so once. A program that was not told keeps what was written.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile

from practice import BIN, check, configure, ctl, make_certificate, settings, start, verdict


class Practice:
    def __init__(self, folder):
        self.folder = folder
        make_certificate(folder, "localhost")
        configure(folder, settings("127.0.0.1:1"))
        ctl(folder, "init").check_returncode()
        self.port = self.serve(0)
        configure(folder, settings(f"127.0.0.1:{self.port}", self.port))

    def serve(self, port):
        """Gives the port the relay listens at."""
        configure(self.folder, settings(f"127.0.0.1:{port or 1}", port))
        self.relay = start(self.folder, stderr=subprocess.DEVNULL)
        return int(self.relay.stdout.readline().rsplit(":", 1)[1])

    def stop(self):
        self.relay.terminate()
        self.relay.wait(timeout=60)

    def person(self, *words):
        phrase = self.folder / "passphrase"
        phrase.write_text("correct horse of okafor\n", encoding="utf-8")
        phrase.chmod(0o600)
        return subprocess.run([BIN / "holdfast", "--profile", self.folder / "okafor", "--passphrase-file", phrase,
                               "--json", *words], capture_output=True, text=True, check=False)


def play(practice):
    folder = practice.folder
    link = json.loads(ctl(folder, "--json", "invite-therapist", "--name", "Dr Okafor").stdout)["link"]
    enrolled = practice.person("enrol", "--vault-memory", "64", link)
    check(enrolled.returncode == 0, f"Dr Okafor is not enrolled: {enrolled}")
    check("No move is announced" in ctl(folder, "move").stdout, "a move is announced that nobody announced")
    check(ctl(folder, "move", "two words").returncode != 0, "what is no address is announced")

    # A port that is free now; nobody else is told of it.
    first = practice.port
    practice.stop()
    second = practice.serve(0)
    practice.stop()
    practice.serve(first)
    said = ctl(folder, "move", f"127.0.0.1:{second}")
    check(said.returncode == 0 and said.stdout.startswith("Announced."), f"the move is not announced: {said}")
    check(f"127.0.0.1:{second}" in ctl(folder, "move").stdout, "the announcement is not shown")
    check(practice.person("status").returncode == 0, "the program does not connect where the relay was")
    practice.stop()

    practice.serve(second)
    found = practice.person("status")
    check('"event":"server_moved"' in found.stdout and f'"127.0.0.1:{second}"' in found.stdout,
          f"the moved relay is not found: {found}")
    again = practice.person("status")
    check(again.returncode == 0 and "server_moved" not in again.stdout, f"it is said twice: {again}")


def main():
    signal.alarm(240)
    with tempfile.TemporaryDirectory() as name:
        practice = Practice(pathlib.Path(name))
        try:
            play(practice)
        finally:
            practice.stop()
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
