"""RESULTS.md: what a run measured, beside what is to be reached."""

from measurements import number


def limit_of(target):
    return f"{target.bound()} {target.limit():,.10g} {target.unit}"


def target_line(target, rounds):
    spread = target.spread(rounds)
    measured = "–" if spread is None else f"{number(spread.median)} {target.unit}"
    between = "–" if spread is None else f"{number(spread.least)}–{number(spread.greatest)}"
    return f"| {target.name} | {measured} | {between} | {limit_of(target)} | {target.verdict(rounds)} |"


def target_table(rounds, targets):
    """The lines of the table, its head among them."""
    return ["| target | measured | spread | to reach | verdict |", "|---|---|---|---|---|",
            *(target_line(target, rounds) for target in targets)]


def runs_table(measured):
    lines = ["| part | measured | rounds | commit | |", "|---|---|---|---|---|"]
    for part, kept in sorted(measured.items()):
        lines.append(f"| {part} | {kept['date']} | {kept['rounds']}{', short' if kept['quick'] else ''} | {kept['commit']} | {kept['label']} |")
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
        ["# Results", "", "Written by `./tests/run bench`; [README.md](README.md) says how, and what each server "
         "guarantees when it", "acknowledges. A ratio is the median of the ratios of each round. A second name behind "
         "\"to\" is what it is", "compared with."],
        target_table(rounds, targets),
        *([f"![{words}]({file})"] for file, words in pictures),
        ["## Where", "", *machine_lines(measured), "", *runs_table(measured)],
        ["## Everything that was measured", "", *all_table(rounds)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"
