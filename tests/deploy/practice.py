"""A practice's server in a folder of its own, for the tests in this folder: TEST.py BIN SOURCES."""

import pathlib
import subprocess
import sys

BIN, SOURCES = map(pathlib.Path, sys.argv[1:3])
failed = []


def check(holds, what):
    if not holds:
        failed.append(what)


def verdict():
    """Prints what failed; the exit code."""
    for what in failed:
        print(what)
    return 1 if failed else 0


def make_certificate(folder, host):
    subprocess.run([SOURCES / "certs" / "make-certificate", "--dir", folder, "--host", host], check=True,
                   capture_output=True)


def settings(public_address, port=0, more=""):
    return (f'address = "127.0.0.1"\nport = {port}\npublic_address = "{public_address}"\ndata = "relay"\n'
            f'certificate = "certificate.pem"\nkey = "key.pem"\n{more}')


def configure(folder, text, name="holdfastd.toml"):
    (folder / name).write_text(text, encoding="utf-8")


def ctl(folder, *words, config="holdfastd.toml", **options):
    return subprocess.run([BIN / "holdfastctl", "--config", folder / config, *words], capture_output=True, text=True,
                          check=False, **options)


def start(folder, *words, **options):
    """holdfastd, whose first line on standard output says that it listens."""
    return subprocess.Popen([BIN / "holdfastd", *words, "--config", folder / "holdfastd.toml"], stdout=subprocess.PIPE,
                            text=True, **options)
