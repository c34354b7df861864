#!/usr/bin/python3
"""Draws client/screen.svg: a client's terminal with a message that is held. screen.py [--check] [FOLDER]

Everything on it is what the real programs in FOLDER (build/dev/bin) say: a practice is set up as in deploy/demo, Sam
writes in a conversation of `holdfast` on a terminal (tmux), and the screen is read back. The programs' clocks are put
to one evening, so that the picture is the same each time. --check draws nothing and compares.
"""

import contextlib
import datetime
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

import svg

BEFORE = datetime.datetime(2025, 10, 13, 13, 5, tzinfo=datetime.timezone.utc)
EVENING = datetime.datetime(2025, 10, 13, 13, 14, tzinfo=datetime.timezone.utc)
WRITTEN = "20:14"  # the same where Sam is
MESSAGE = "I saw the blue heron on the canal, and it helped."
COLUMNS, ROWS = 112, 16
PATIENCE = 60  # seconds until something that has to come is missed


def eventually(what, ask):
    """The first answer of `ask` that is not empty."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise SystemExit(f"The picture could not be drawn: {what}.")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Practice:
    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.port = free_port()
        self.clocked = {"LD_PRELOAD": str(programs / "libtest_shifted_clock.so"),
                        "HOLDFAST_TEST_CLOCK": str(folder / "clock")}
        (folder / "passphrase").touch(mode=0o600)
        (folder / "passphrase").write_text("a passphrase for the picture only\n", encoding="utf-8")
        (folder / "holdfastd.toml").write_text(
            f'address = "127.0.0.1"\nport = {self.port}\npublic_address = "127.0.0.1:{self.port}"\n'
            f'data = "{folder}/relay"\ncertificate = "{folder}/certificate.pem"\nkey = "{folder}/key.pem"\n',
            encoding="utf-8")
        self.run([svg.ROOT / "certs/make-certificate", "--dir", folder, "--host", "127.0.0.1"])
        self.set_clock(BEFORE)
        self.ctl("init")

    def set_clock(self, to):
        """The file that tests/chaos/shifted_clock.cpp reads."""
        (self.folder / "clock").write_bytes(struct.pack("q", round(to.timestamp() - time.time())))

    def run(self, command, typed="", environment=None):
        done = subprocess.run([str(one) for one in command], input=typed, capture_output=True, text=True, check=False,
                              env={**os.environ, **(environment or {})}, timeout=PATIENCE)
        if done.returncode != 0:
            raise SystemExit(f"The picture could not be drawn: {command[0]} ended with {done.returncode}.\n{done.stdout}{done.stderr}")
        return done.stdout

    def ctl(self, *arguments):
        return self.run([self.programs / "holdfastctl", "--config", self.folder / "holdfastd.toml", "--json", *arguments],
                        environment=self.clocked)

    def client(self, name):
        return [self.programs / "holdfast", "--profile", self.folder / name,
                "--passphrase-file", self.folder / "passphrase"]

    def person(self, name, zone, *arguments, typed=""):
        return self.run([*self.client(name), "--json", *arguments], typed, {**self.clocked, "TZ": zone})

    @contextlib.contextmanager
    def relay_at(self, time_of_start):
        """Each start is on its minute, whatever the steps before took: the screen shows minutes."""
        self.set_clock(time_of_start)
        command = [self.programs / "holdfastd", "--config", self.folder / "holdfastd.toml"]
        with open(self.folder / "relay.log", "wb") as log:
            process = subprocess.Popen([str(one) for one in command], stdout=log, stderr=log,
                                       env={**os.environ, **self.clocked})
        try:
            eventually("the relay does not listen", self.listens)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def listens(self):
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def enrol(self):
        """Dr Okafor with her hours, and Sam."""
        london, bangkok = "Europe/London", "Asia/Bangkok"
        link = json.loads(self.ctl("invite-therapist", "--name", "Dr Okafor"))["link"]
        self.person("okafor", london, "enrol", "--vault-memory", "64", typed=link)
        words = json.loads(self.person("okafor", london, "recovery", "kit"))["words"]
        self.person("okafor", london, "recovery", "confirm", typed=" ".join(words))
        self.person("okafor", london, "hours", "set", "Mo-Fr 09:00-12:00", "--zone", london,
                    "--crisis", "Samaritans: 116 123", "--yes")
        link = json.loads(self.person("okafor", london, "invite", "--name", "Sam"))["link"]
        self.person("sam", bangkok, "enrol", "--vault-memory", "64", typed=link)

    def conversation(self):
        """Sam's screen when the message is held, as lines."""
        setting = {**self.clocked, "TZ": "Asia/Bangkok"}
        command = ["env", *(f"{name}={value}" for name, value in setting.items()), *self.client("sam")]
        tmux = ["tmux", "-S", self.folder / "tmux", "-f", "/dev/null"]

        def screen():
            return self.run([*tmux, "capture-pane", "-p"]).rstrip().split("\n")

        self.run([*tmux, "new-session", "-d", "-x", COLUMNS, "-y", ROWS, *command])
        try:
            eventually("Sam's conversation does not open", lambda: screen()[-1].startswith("to Dr Okafor>"))
            self.run([*tmux, "send-keys", "-l", MESSAGE])
            self.run([*tmux, "send-keys", "Enter"])
            return eventually("Sam's message is not held", lambda: finished(screen()))
        finally:
            self.run([*tmux, "kill-server"])


def screen_of(programs):
    with tempfile.TemporaryDirectory() as folder:
        practice = Practice(programs, pathlib.Path(folder))
        with practice.relay_at(BEFORE):
            practice.enrol()
        with practice.relay_at(EVENING):
            return practice.conversation()


def finished(lines):
    """The lines once they tell that the message is held, with an empty line to write in below; else none."""
    return lines if lines[-1] == "to Dr Okafor>" and any(line.strip().startswith("Held.") for line in lines) else []


def draw(lines, promise):
    advance, height, margin, top = 7.83, 19, 18, 40
    body = [svg.rect(0.5, 0.5, COLUMNS * advance + 2 * margin - 1, len(lines) * height + top + margin - 6, "page", 8),
            *(f'<circle cx="{margin + 4 + 18 * at}" cy="19" r="5" class="box"/>' for at in range(3))]
    for at, line in enumerate(lines):
        if line.strip() == promise:
            before = (len(line) - len(promise)) * advance
            body.append(svg.rect(margin + before - 6, top + height * at - 1, len(promise) * advance + 12, height,
                                 "mark", 4))
        body.append(svg.text(margin, top + height * at + 13, line, "mono"))
    prompt = len(lines[-1]) + 1
    body.append(svg.rect(margin + prompt * advance, top + height * (len(lines) - 1) + 1, advance, height - 4, "head", 0))
    return svg.document(COLUMNS * advance + 2 * margin, len(lines) * height + top + margin - 5,
                        "A client's terminal: a message outside the hours is held",
                        f"Sam has written to Dr Okafor in the evening: “{MESSAGE}” Below it Holdfast says: “{promise}” "
                        "The hours stand at the top, the crisis contacts above the message, and the line in which the next "
                        "one is written at the bottom.", body)


def main():
    folders = [one for one in sys.argv[1:] if one != "--check"]
    programs = pathlib.Path(folders[0]).resolve() if folders else svg.ROOT / "build/dev/bin"
    if not shutil.which("tmux"):
        print("skipped: tmux is not installed")
        return 0
    if not (programs / "libtest_shifted_clock.so").is_file():
        print(f"skipped: the programs and test_shifted_clock are not built in {programs}")
        return 0
    os.environ.pop("TMUX", None)
    lines = screen_of(programs)
    for _ in range(3):  # a busy machine may have taken more than the minute
        if not any(line.endswith(WRITTEN) for line in lines):
            lines = screen_of(programs)
    promise = next(line.strip() for line in lines if line.strip().startswith("Held."))
    if promise not in (svg.ROOT / "README.md").read_text(encoding="utf-8"):
        print(f"README.md tells the picture in other words than the program's: {promise}")
        return 1
    return svg.keep("client/screen.svg", draw(lines, promise), "tests/pictures/screen.py")


if __name__ == "__main__":
    sys.exit(main())
