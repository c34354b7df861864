#!/usr/bin/python3
"""Notices outside the program: outside_test.py BIN SOURCES

Dr Okafor answers Sam, who is away. holdfast-outside tells Sam once that something is waiting, through a mail server and
a web server of this test; nothing else leaves, a server that cannot be proved is told nothing, a failure is bounded and
seen, and the socket it asks at answers no question of an admin.
"""

import email
import http.server
import json
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult
except ImportError:
    print("skipped: python3-aiosmtpd is not installed")
    sys.exit(0)

import practice as server
from practice import BIN, check, make_certificate, settings, verdict

PASSWORD = "a password of the mail server"
WORDS = "the heron stood on one leg"
class Letters:
    """What the mail server took: (from, to, message)."""

    def __init__(self):
        self.taken, self.secure_port = [], 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"

    def take(self):
        taken, self.taken = self.taken, []
        return taken


def may_log_in(_server, _session, _envelope, _mechanism, login):
    return AuthResult(success=login.login == b"office" and login.password == PASSWORD.encode())


class Web(http.server.BaseHTTPRequestHandler):
    heard = []
    answer = 200

    def do_POST(self):  # noqa: N802
        Web.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(Web.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def heard():
    took, Web.heard = Web.heard, []
    return took


class Practice:
    def __init__(self, folder):
        self.folder = folder
        make_certificate(folder, "localhost")
        self.settings = settings("127.0.0.1:1", more='outside_socket = "outside.sock"\n')
        self.configure(self.settings)
        self.ctl("init")
        self.relay = server.start(folder, stderr=subprocess.DEVNULL)
        port = self.relay.stdout.readline().rsplit(":", 1)[1].strip()
        self.configure(self.settings.replace("127.0.0.1:1", f"127.0.0.1:{port}"))
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        (folder / "state").mkdir()

    def configure(self, text, name="holdfastd.toml"):
        server.configure(self.folder, text, name)

    def ctl(self, *words, config="holdfastd.toml", code=0):
        done = server.ctl(self.folder, "--json", *words, config=config)
        check(done.returncode == code, f"holdfastctl {words}: {done}")
        return json.loads(done.stdout.splitlines()[-1])

    def person(self, name, *words):
        phrase = self.folder / f"{name}.passphrase"
        phrase.write_text(f"correct horse of {name}\n", encoding="utf-8")
        phrase.chmod(0o600)
        done = subprocess.run([BIN / "holdfast", "--profile", self.folder / name, "--passphrase-file", phrase, "--json",
                               *words], capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"holdfast {words}: {done}")
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}

    def enrol(self):
        link = self.ctl("invite-therapist", "--name", "Dr Okafor")["link"]
        self.person("okafor", "enrol", "--vault-memory", "64", link)
        self.person("okafor", "recovery", "confirm", self.person("okafor", "recovery", "kit")["kit"])
        self.person("okafor", "hours", "set", "24/7", "--zone", "Europe/London", "--yes")
        link = self.person("okafor", "invite", "--name", "Sam")["link"]
        self.person("sam", "enrol", "--vault-memory", "64", link)
        self.person("okafor", "status")
        accounts = self.ctl("accounts")["accounts"]
        return {one["role"]: one["account"] for one in accounts}

    def outside(self, config="outside.toml"):
        return subprocess.run([BIN / "holdfast-outside", "--config", self.folder / config, "--state",
                               self.folder / "state"], capture_output=True, text=True, check=False)


def people(ids, mail, web, server="smtp://localhost", more=""):
    return (f'socket = "outside.sock"\nafter_minutes = 0\n[mail]\nserver = "{server}:{mail}"\n'
            f'from = "office@practice.org"\nuser = "office"\npassword_file = "password"\n{more}'
            f'[[person]]\naccount = "{ids["client"]}"\nmail = "sam@example.org"\n'
            f'[[person]]\naccount = "{ids["therapist"]}"\nwebhook = "http://localhost:{web}/okafor"\n')


def play(practice, letters, mail, web):
    ids = practice.enrol()
    practice.configure(people(ids, mail, web), "outside.toml")
    practice.person("okafor", "send", "--with", "Sam", WORDS)
    said = practice.outside()
    check(said.returncode == 0, f"a round fails: {said}")
    took = letters.take()
    check(len(took) == 1 and took[0][:2] == ("office@practice.org", ["sam@example.org"]), f"no letter to Sam: {took}")
    letter = email.message_from_string(took[0][2])
    check(letter["Subject"] == "Something is waiting" and letter.get_payload().strip() == "Something is waiting for you.",
          f"other words: {took}")
    check(not re.search("heron|Okafor|Holdfast|holdfast", took[0][2]), f"it says more than that: {took}")
    check(heard() == [], "Dr Okafor is told, for whom nothing waits")
    practice.outside()
    check(letters.take() == [], "what waits is told twice")
    for secret in ("sam@example.org", PASSWORD, ids["client"][:12]):
        check(secret not in said.stderr, f"the log has {secret}")

    practice.person("sam", "read")
    practice.person("sam", "send", "thank you")
    practice.outside()
    check(heard() == [("/okafor", "Something is waiting for you.")], "Dr Okafor is not told at her address")
    practice.person("okafor", "send", "--with", "Sam", "and tomorrow")
    practice.outside()
    check(letters.take() == [], "Sam is told twice in an hour")

    check_failures(practice, letters, ids, web)
    practice.configure(practice.settings + 'admin_socket = "outside.sock"\n', "as-admin.toml")
    refused = practice.ctl("status", config="as-admin.toml", code=1)
    check(refused["error"]["code"] == "not_the_admin", f"the socket answers an admin: {refused}")


def check_failures(practice, letters, ids, web):
    """Sam has not fetched what came last. Four attempts failed: the fifth is the last, and the practice sees that."""
    rounds = practice.folder / "state" / "rounds"
    four_failed = f"{ids['client']} 0 0 4 0\n"
    stopped = "notices to one person have stopped"
    rounds.write_text(four_failed, encoding="utf-8")
    practice.configure(people(ids, letters.secure_port, web, server="smtps://localhost"), "unproved.toml")
    check(stopped in practice.outside("unproved.toml").stderr, "that notices stop is not said")
    check(letters.take() == [], "a mail server that cannot be proved got a letter")
    check(practice.outside("unproved.toml").stderr == "", "one that was given up is tried again")
    status = practice.ctl("status")["outside"]
    check(status["people"] == 2 and status["stopped"] == 1, f"status: {status}")
    done = server.ctl(practice.folder, "doctor")
    check("Notices to 1 person outside have stopped." in done.stdout, f"the doctor does not say it: {done}")

    Web.answer = 500
    rounds.write_text(four_failed, encoding="utf-8")
    practice.configure('socket = "outside.sock"\nafter_minutes = 0\n[[person]]\n'
                       f'account = "{ids["client"]}"\nwebhook = "http://localhost:{web}/sam"\n', "web.toml")
    said = practice.outside("web.toml").stderr
    check(len(heard()) == 1 and "(500)" in said and stopped in said, f"a web server that refuses: {said}")

    rounds.unlink()
    proved = people(ids, letters.secure_port, web, server="smtps://localhost", more='authorities = "certificate.pem"\n')
    practice.configure(proved, "proved.toml")
    practice.outside("proved.toml")
    check(len(letters.take()) == 1, "the proved mail server got no letter")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    signal.alarm(240)
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    letters = Letters()
    with tempfile.TemporaryDirectory() as name:
        practice = Practice(pathlib.Path(name))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(practice.folder / "certificate.pem", practice.folder / "key.pem")
        rules = {"hostname": "127.0.0.1", "authenticator": may_log_in, "auth_required": True,
                 "auth_require_tls": False}
        plain = Controller(letters, port=free_port(), **rules)
        secure = Controller(letters, port=free_port(), ssl_context=context, **rules)
        try:
            plain.start()
            secure.start()
            letters.secure_port = secure.port
            play(practice, letters, plain.port, web.server_port)
        finally:
            practice.relay.terminate()
            practice.relay.wait(timeout=60)
            plain.stop()
            secure.stop()
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
