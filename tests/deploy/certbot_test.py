#!/usr/bin/python3
"""certbot's deploy hook: certbot_test.py BIN SOURCES

deploy/certbot-hook, called as certbot calls it, brings a renewed certificate to a relay that runs; a certificate of
another name changes nothing, and one that is cut leaves the old in use.
"""

import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile

from practice import SOURCES, check, configure, ctl, make_certificate, settings, start, verdict


def renewed(folder, name):
    """Files as certbot lays them out."""
    made = folder / name
    made.mkdir()
    make_certificate(made, "localhost")
    (made / "certificate.pem").rename(made / "fullchain.pem")
    (made / "key.pem").rename(made / "privkey.pem")
    return made


class Relay:
    def __init__(self, folder):
        self.folder = folder
        make_certificate(folder, "localhost")
        configure(folder, settings("localhost:8443"))
        ctl(folder, "init").check_returncode()
        self.process = start(folder, stderr=subprocess.PIPE)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        systemctl = folder / "bin" / "systemctl"
        systemctl.parent.mkdir()
        systemctl.write_text(f"#!/bin/sh\necho \"$@\" >>{folder}/asked\nkill -HUP {self.process.pid}\n", encoding="utf-8")
        systemctl.chmod(0o755)

    def hook(self, lineage, domains):
        return subprocess.run([SOURCES / "deploy" / "certbot-hook"], capture_output=True, text=True, check=False, env={
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOLDFAST_FOLDER": str(self.folder),
            "RENEWED_LINEAGE": str(lineage), "RENEWED_DOMAINS": domains})

    def wait_for_log(self, part):
        for line in self.process.stderr:
            if part in line:
                return

    def certificate(self):
        return ssl.get_server_certificate(("127.0.0.1", self.port)).strip()


def first(file):
    return file.read_text(encoding="utf-8").strip()


def main():
    signal.alarm(240)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        relay = Relay(folder)
        try:
            old = relay.certificate()
            new = renewed(folder, "new")
            check(relay.hook(new, "other.example.org").returncode == 0, "a certificate of another name is an error")
            check(not (folder / "asked").exists() and first(folder / "certificate.pem") == old, "it was taken all the same")
            done = relay.hook(new, "other.example.org localhost")
            if done.returncode != 0:
                print(f"the hook fails: {done}")
                return 1
            relay.wait_for_log("the certificate was read again")
            check(relay.certificate() == first(new / "fullchain.pem") != old, "the relay has not the new certificate")
            check(first(folder / "asked") == "reload-or-restart holdfastd", "something else was asked of systemctl")
            check((folder / "key.pem").stat().st_mode & 0o777 == 0o640, "others can read the key")
            cut = renewed(folder, "cut")
            (cut / "fullchain.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="utf-8")
            relay.hook(cut, "localhost")
            relay.wait_for_log("the old one stays")
            check(relay.certificate() == first(new / "fullchain.pem"), "a cut certificate is in use")
            shutil.rmtree(new)
            check(relay.hook(new, "localhost").returncode != 0, "missing files are no error")
        finally:
            relay.process.kill()
            relay.process.wait()
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
