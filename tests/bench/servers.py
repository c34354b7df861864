"""The servers that are measured. Each is started by the run in a folder of its own, listens on 127.0.0.1 with TLS 1.3
and the same certificate, and is ended by its id."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import time

START_SECONDS = 120
END_SECONDS = 20
PROSODY_USERS = 5_000


def free_port():
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def make_certificate(folder):
    """(certificate, key), self-signed, for localhost."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
             certificate], check=True, stderr=subprocess.DEVNULL)
        key.chmod(0o644)  # peers that give up root still read it
    return certificate, key


class Server:
    """`programs` is where this build's programs are; `cpu` pins the server to one processor."""

    name = ""
    prefix = ""  # of the names of its measurements
    package = ""  # Debian's, for its version

    def __init__(self, programs, scratch, cpu=None):
        self.programs = programs
        self.certificate, self.key = make_certificate(scratch)
        self.folder = scratch / self.name
        self.cpu = cpu
        self.port = 0
        self.process = None
        self.started_at = 0.0

    def prepare(self):
        """Writes the configuration into the empty folder; the command that starts the server, and its environment."""
        raise NotImplementedError

    def start(self, keep=False):
        """Empty, or with `keep` as the last one ended, at the same port."""
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self.port = free_port()
        command, more = self.prepare()
        if self.cpu is not None:
            command = ["taskset", "-c", str(self.cpu), *command]
        self.started_at = time.monotonic()
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                            env={**os.environ, **more})
        self.wait_until_it_listens()

    def wait_until_it_listens(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"{self.name} does not start: {(self.folder / 'output').read_text(errors='replace')[-500:]}")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def load_options(self):
        return []

    @classmethod
    def version(cls):
        """Empty where it is no package, or not installed."""
        if not cls.package:
            return ""
        told = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", cls.package], capture_output=True, text=True,
                              check=False)
        return told.stdout.strip()


class Holdfast(Server):
    """Over a copy of `data`, made by bench_practice. `clock`: seconds by which its clock on the wall is off."""

    name = "holdfast"

    def __init__(self, programs, scratch, cpu, data, prefix):
        super().__init__(programs, scratch, cpu)
        self.data = data
        self.prefix = prefix
        self.clock = None

    def prepare(self):
        here = self.folder / "data"
        if not here.exists():
            shutil.copytree(self.data, here)
        (self.folder / "holdfastd.toml").write_text(
            f'address = "127.0.0.1"\nport = {self.port}\ndata = "{here}"\ncertificate = "{self.certificate}"\n'
            f'key = "{self.key}"\npublic_address = "relay.example.org"\nadmin_socket = "{self.folder}/admin.sock"\n'
            "[limits]\nconnections = 20000\nbefore_login = 20000\n")
        # The store may be older than a relay believes an unset clock after.
        more = {"LD_PRELOAD": str(self.programs / "libtest_set_clock.so")}
        if self.clock is not None:
            (self.folder / "clock").write_bytes(struct.pack("=q", self.clock))
            more["LD_PRELOAD"] += f":{self.programs / 'libtest_shifted_clock.so'}"
            more["HOLDFAST_TEST_CLOCK"] = str(self.folder / "clock")
        return [str(self.programs / "holdfastd"), "--json", "--config", str(self.folder / "holdfastd.toml")], more

    def load_options(self):
        return ["--relay-key", str(self.folder / "data" / "relay.key")]


class Beast(Server):
    name = "beast"

    def prepare(self):
        return [str(self.programs / "bench_beast_relay"), str(self.port), str(self.certificate), str(self.key)], {}


class Redis(Server):
    name = "redis"
    package = "redis-server"

    def prepare(self):
        (self.folder / "redis.conf").write_text(
            f"bind 127.0.0.1\nport 0\ntls-port {self.port}\ntls-cert-file {self.certificate}\n"
            f"tls-key-file {self.key}\ntls-auth-clients no\ntls-protocols TLSv1.3\ndir {self.folder}\nappendonly yes\n"
            'appendfsync always\nsave ""\nmaxclients 15000\ndaemonize no\nloglevel warning\n')
        return ["redis-server", str(self.folder / "redis.conf")], {}


class Mosquitto(Server):
    name = "mosquitto"
    package = "mosquitto"

    def prepare(self):
        (self.folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\ncertfile {self.certificate}\nkeyfile {self.key}\ntls_version tlsv1.3\n"
            f"allow_anonymous true\npersistence true\npersistence_location {self.folder}/\nmax_queued_messages 0\n"
            "max_inflight_messages 64\nset_tcp_nodelay true\nuser root\nlog_type error\n")
        return ["/usr/sbin/mosquitto", "-c", str(self.folder / "mosquitto.conf")], {}


class Nats(Server):
    name = "nats"
    package = "nats-server"

    def prepare(self):
        (self.folder / "nats.conf").write_text(
            f'listen: 127.0.0.1:{self.port}\njetstream {{ store_dir: "{self.folder}/jetstream" }}\n'
            f'tls {{ cert_file: "{self.certificate}", key_file: "{self.key}", timeout: 10 }}\nmax_connections: 20000\n')
        return ["/usr/sbin/nats-server", "-c", str(self.folder / "nats.conf")], {}


class Prosody(Server):
    name = "prosody"
    package = "prosody"

    def prepare(self):
        accounts = self.folder / "data" / "localhost" / "accounts"
        accounts.mkdir(parents=True)
        for number in range(PROSODY_USERS):
            (accounts / f"u{number}.dat").write_text('return { ["password"] = "pw"; };')
        (self.folder / "prosody.cfg.lua").write_text(f'''
run_as_root = true; daemonize = false; data_path = "{self.folder}/data"; plugin_paths = {{}}
pidfile = "{self.folder}/pid"; interfaces = {{ "127.0.0.1" }}; c2s_ports = {{}}; s2s_ports = {{}}
c2s_direct_tls_ports = {{ {self.port} }}; network_backend = "epoll"
network_settings = {{ tcp_backlog = 1024, nodelay = true }}
modules_enabled = {{ "roster"; "saslauth"; "tls"; "disco"; "presence"; "message"; "iq"; "c2s"; "offline"; "smacks";
  "mam" }}
modules_disabled = {{ "s2s", "posix" }}; allow_unencrypted_plain_auth = false; c2s_require_encryption = true
authentication = "internal_plain"; storage = {{ accounts = "internal", offline = "sql", archive = "sql" }}
sql = {{ driver = "SQLite3", database = "{self.folder}/prosody.sqlite" }}
default_archive_policy = true; storage_archive_item_limit = 10000000; archive_expires_after = "never"; limits = {{}}
log = {{ error = "{self.folder}/log" }}
ssl = {{ certificate = "{self.certificate}", key = "{self.key}", protocol = "tlsv1_3" }}
VirtualHost "localhost"
''')
        return ["prosody", "-F", "--config", str(self.folder / "prosody.cfg.lua")], {}


PEERS = {kind.name: kind for kind in (Beast, Redis, Mosquitto, Nats, Prosody)}
