"""RESULTS.md: what a run measured, beside what is to be reached."""

from measurements import number


def limit_of(target, rounds):
    unit = target.unit(rounds) or ""
    limit = f"{target.limit():,.10g}"
    return f"{target.bound()} {limit} {unit}".strip()


def target_line(target, rounds):
    spread = target.spread(rounds)
    measured = "–" if spread is None else f"{number(spread.median)} {target.unit(rounds)}"
    between = "–" if spread is None else f"{number(spread.least)}–{number(spread.greatest)}"
    return f"| {target.name} | {measured} | {between} | {limit_of(target, rounds)} | {target.verdict(rounds)} |"


def target_table(rounds, targets):
    """The lines of the table, its head among them."""
    return ["| target | measured | spread | to reach | verdict |", "|---|---|---|---|---|",
            *(target_line(target, rounds) for target in targets)]
