"""What is to be reached, and from which measurements each is computed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """`at_most` or `at_least` of the median. `by`: the second name of a ratio or a difference."""

    name: str
    measured: str
    by: str = ""
    how: str = "value"  # or "ratio", "difference"
    at_most: float = None
    at_least: float = None
    unit: str = "×"

    def spread(self, rounds):
        """None where it was not measured."""
        if self.how == "value":
            return rounds.spread(self.measured)
        return getattr(rounds, self.how)(self.measured, self.by)

    def limit(self):
        return self.at_most if self.at_most is not None else self.at_least

    def bound(self):
        return "≤" if self.at_most is not None else "≥"

    def verdict(self, rounds):
        spread = self.spread(rounds)
        if spread is None:
            return "not measured"
        median = spread.median
        met = median <= self.at_most if self.at_most is not None else median >= self.at_least
        return "met" if met else "missed"


def ratio(name, measured, by, **bound):
    return Target(name, measured, by, "ratio", **bound)


def value(name, measured, unit, **bound):
    return Target(name, measured, unit=unit, **bound)


TARGETS = [
    ratio("one in flight, p50, to Redis", "one.p50.holdfast", "one.p50.redis", at_most=1.0),
    ratio("one in flight, p50, to one SQLite FULL commit", "one.p50.holdfast", "one.commit.sqlite", at_most=2.5),
    ratio("50 × 1: CPU of a message, to Redis", "pairs.cpu.holdfast", "pairs.cpu.redis", at_most=1.6),
    ratio("50 × 1: CPU of a message, to bare Beast", "pairs.cpu.holdfast", "pairs.cpu.beast", at_most=2.4),
    ratio("50 × 32: rate, to Mosquitto", "batched.rate.holdfast", "batched.rate.mosquitto", at_least=1.0),
    ratio("50 × 32: rate, to Redis", "batched.rate.holdfast", "batched.rate.redis", at_least=0.4),
    ratio("50 × 32: CPU of a message, to bare Beast", "batched.cpu.holdfast", "batched.cpu.beast", at_most=1.3),
    ratio("20,000 held, drained at an opening, to Redis", "drain.drained.opening", "drain.reconnect.redis",
          at_most=1.5),
    ratio("20,000 held, drained at a reconnect, to Redis", "drain.reconnect.holdfast", "drain.reconnect.redis",
          at_most=1.5),
    value("20,000 held, at an opening: first message", "drain.first.opening", "ms", at_most=50),
    ratio("login: CPU, to bare Beast", "login.cpu.holdfast", "login.cpu.beast", at_most=1.4),
    ratio("session set-up, responder, to the libsodium floor", "setup.responder.holdfast", "setup.responder.floor",
          at_most=1.3),
    ratio("ratchet, one chain, to the floor with four HMACs", "ratchet.chain.holdfast", "ratchet.chain.floor",
          at_most=1.15),
    value("accepted messages present after kill -9", "kill.kept.holdfast", "percent", at_least=100),
    value("accepted messages present after a simulated power cut", "power_cut.kept.holdfast", "percent", at_least=100),
    *(value(f"opening beside {held:,} held: first message", f"opening.first.{held}", "ms", at_most=50)
      for held in (1_000, 100_000, 1_000_000)),
    *(value(f"opening beside {held:,} held: what a bystander's submit takes longer", f"opening.bystander.{held}", "ms",
            at_most=20) for held in (1_000, 100_000, 1_000_000)),
    value("start with 1,000,000 held", "start.1000000", "s", at_most=1),
    value("idle connection at 5,000", "idle.5000.holdfast", "KiB", at_most=40),
    ratio("client: start, with 20,000 messages to 100", "client.start.20000", "client.start.100", at_most=1.5),
    ratio("client: first screen, with 20,000 messages to 100", "client.first_screen.20000",
          "client.first_screen.100", at_most=1.5),
    value("client: a key at 20,000 messages", "client.key.20000", "ms", at_most=1),
    value("client: a send", "client.send", "ms", at_most=5),
    value("client: audit of a receipt", "client.audit", "us", at_most=40),
]
