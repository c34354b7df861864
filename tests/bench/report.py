"""RESULTS.md: what a run measured, beside what is to be reached."""

import dataclasses

from measurements import number

# What stands before the names of an earlier build's measurements.
BEFORE = "before."


INTRODUCTION = [
    "Written by `./tests/run bench`; [README.md](README.md) says how, and what each server guarantees when it",
    "acknowledges. A ratio, to what stands behind \"to\", is the median of the ratios of each round. The spread is the",
    "least and the greatest of the rounds.",
]
EARLIER = ["", "\"Before\" is an earlier build of the relay, measured in the same rounds."]


def has_before(rounds):
    return any(name.startswith(BEFORE) for name in rounds.values)


def limit_of(target):
    return f"{target.bound()} {target.limit():,.10g} {target.unit}"


def measured_before(target, rounds):
    """Of the earlier build, by the same peers."""
    by = BEFORE + target.by if BEFORE + target.by in rounds.values else target.by
    spread = dataclasses.replace(target, measured=BEFORE + target.measured, by=by).spread(rounds)
    return "–" if spread is None else f"{number(spread.median)} {target.unit}"


def target_line(target, rounds, before):
    spread = target.spread(rounds)
    measured = "–" if spread is None else f"{number(spread.median)} {target.unit}"
    between = "–" if spread is None else f"{number(spread.least)}–{number(spread.greatest)}"
    cells = [target.name, *([measured_before(target, rounds)] if before else []), measured, between, limit_of(target),
             target.verdict(rounds)]
    return f"| {' | '.join(cells)} |"


def target_table(rounds, targets):
    """The lines of the table, its head among them."""
    before = has_before(rounds)
    head = ["target", *(["before"] if before else []), "measured", "spread", "to reach", "verdict"]
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|",
            *(target_line(target, rounds, before) for target in targets)]


def runs_table(measured):
    lines = ["| part | measured | rounds | commit | |", "|---|---|---|---|---|"]
    for part, kept in sorted(measured.items()):
        rounds = f"{kept['rounds']}{', short' if kept['quick'] else ''}"
        lines.append(f"| {part} | {kept['date']} | {rounds} | {kept['commit']} | {kept['label']} |")
    return lines


def machine_lines(measured):
    """Each machine and version once."""
    machines = sorted({kept["machine"] for kept in measured.values()})
    versions = {}
    for kept in measured.values():
        versions.update(kept["versions"])
    return [f"* {machine}" for machine in machines] + [f"* {name}: {versions[name]}" for name in sorted(versions)]


def all_table(rounds):
    lines = ["| name | median | spread | unit |", "|---|---|---|---|"]
    for name in sorted(rounds.values):
        spread = rounds.spread(name)
        lines.append(f"| {name} | {number(spread.median)} | {number(spread.least)}–{number(spread.greatest)} | "
                     f"{rounds.units[name]} |")
    return lines


def page(measured, rounds, targets, pictures):
    parts = [
        ["# Results", "", *INTRODUCTION, *(EARLIER if has_before(rounds) else [])],
        target_table(rounds, targets),
        *([f"![{words}]({file})"] for file, words in pictures),
        ["## Where", "", *machine_lines(measured), "", *runs_table(measured)],
        ["## Everything that was measured", "", *all_table(rounds)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"
