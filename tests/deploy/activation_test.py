#!/usr/bin/python3
"""A relay that is started anew while people connect: activation_test.py BIN SOURCES

This test keeps the socket, as systemd does with holdfastd.socket, and hands it to one relay after the other. Who connects
meanwhile is refused never, and speaks TLS with one of them.
"""

import os
import pathlib
import signal
import socket
import ssl
import sys
import tempfile
import threading
import time

from practice import BIN, check, configure, ctl, make_certificate, settings, verdict

FIRST = 3
STARTS = 3


def started(folder, listener):
    """sd_listen_fds(3): the socket is descriptor 3, and the process id is its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.dup2(listener.fileno(), FIRST)
        os.set_inheritable(FIRST, True)
        os.environ.update({"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"})
        os.execv(BIN / "holdfastd", ["holdfastd", "--config", str(folder / "holdfastd.toml")])
    os.close(writing)
    with os.fdopen(reading) as lines:
        line = lines.readline()
    return child, line


class Visitor(threading.Thread):
    """Connects again and again until it is told to stop."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.done, self.refused, self.served = port, False, 0, 0

    def run(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        while not self.done:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
                    with context.wrap_socket(line):
                        self.served += 1
            except ConnectionRefusedError:
                self.refused += 1
            except OSError:
                pass  # accepted by a relay that ended a moment later


def wait_for(visitor, more):
    last = visitor.served + more
    while visitor.served < last and visitor.is_alive():
        time.sleep(0.01)


def main():
    signal.alarm(240)
    with tempfile.TemporaryDirectory() as name, socket.socket() as listener:
        folder = pathlib.Path(name)
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        make_certificate(folder, "127.0.0.1")
        configure(folder, settings(f"localhost:{port}", port))
        ctl(folder, "init").check_returncode()
        visitor = Visitor(port)
        for _ in range(STARTS):
            relay, line = started(folder, listener)
            if f"listening on 127.0.0.1:{port}" not in line:
                print(f"the relay did not take the socket: {line}")
                return 1
            if not visitor.is_alive():
                visitor.start()
            wait_for(visitor, 5)
            os.kill(relay, signal.SIGTERM)
            check(os.waitstatus_to_exitcode(os.waitpid(relay, 0)[1]) == 0, "the relay did not stop as it should")
        visitor.done = True
        check(visitor.refused == 0, f"{visitor.refused} connections were refused")
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
