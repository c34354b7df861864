"""The plots of RESULTS.md, drawn by gnuplot as SVG; none where gnuplot is missing or nothing was measured for them."""

import subprocess

SERVERS = ("holdfast", "redis", "beast", "mosquitto", "nats", "prosody")
HEAD = ('set terminal svg size 720,360 font "sans-serif,12" background "#ffffff"\nset output "{file}"\n'
        "set grid\nset key outside right\n")


def by_size(rounds, begin, end=""):
    """(size, median, least, greatest) of the names BEGIN.SIZE END, smallest first."""
    found = []
    for name in rounds.values:
        size = name.removeprefix(begin).removesuffix(end)
        if name.startswith(begin) and name.endswith(end) and size.isdigit():
            spread = rounds.spread(name)
            found.append((int(size), spread.median, spread.least, spread.greatest))
    return sorted(found)


def by_round(rounds, what):
    """(server, [(round, value)]) of each server that was measured."""
    named = [(server, rounds.values.get(f"{what}.{server}", {})) for server in SERVERS]
    return [(server, sorted((number + 1, value) for number, value in values.items()))
            for server, values in named if values]


def block(rows):
    return "\n".join(" ".join(map(str, row)) for row in rows)


def curves(named, style):
    """gnuplot's data and its command for (title, rows) of each curve; empty without rows."""
    drawn = [(title, rows) for title, rows in named if rows]
    if not drawn:
        return ""
    data = "".join(f"$d{count} << EOD\n{block(rows)}\nEOD\n" for count, (_, rows) in enumerate(drawn))
    lines = ", ".join(f'$d{count} using {style} pointtype 7 title "{title}"' for count, (title, _) in enumerate(drawn))
    return f"{data}plot {lines}\n"


def with_settings(settings, plot):
    return settings + plot if plot else ""


def rounds_script(rounds, what, label):
    return with_settings(f'set logscale y\nset xlabel "round"\nset ylabel "{label}"\nset xtics 1\n',
                         curves(by_round(rounds, what), "1:2 with linespoints"))


def sizes_script(rounds, begins, across, label):
    """`begins`: (begin, end, title) of each curve."""
    named = [(title, by_size(rounds, begin, end)) for begin, end, title in begins]
    return with_settings(f'set logscale xy\nset xlabel "{across}"\nset ylabel "{label}"\n',
                         curves(named, "1:2:3:4 with yerrorlines"))


def scripts(rounds):
    """(file, what it shows, gnuplot's script) of each plot."""
    return [
        ("one.svg", "One message in flight: µs from submit to delivery, round by round.",
         rounds_script(rounds, "one.p50", "µs, median")),
        ("batched.svg", "50 pairs with 32 messages in flight: µs of the server's processor for a message.",
         rounds_script(rounds, "batched.cpu", "µs of CPU")),
        ("opening.svg", "An opening of 1,000 messages beside others that stay held: ms to the first message, and what a "
         "bystander's submit takes longer.",
         sizes_script(rounds, [("opening.first.", "", "first message"), ("opening.bystander.", "", "bystander")],
                      "held beside", "ms")),
        ("growth.svg", "What a message costs as the number of accounts grows.",
         sizes_script(rounds, [("growth.", ".cpu.holdfast", "holdfast")], "accounts", "µs of CPU")),
        ("idle.svg", "KiB of an idle connection by their number.",
         sizes_script(rounds, [("idle.", f".{server}", server) for server in SERVERS], "connections", "KiB")),
    ]


def draw(folder, rounds):
    """(file, what it shows) of each that was drawn."""
    drawn = []
    for file, words, script in scripts(rounds):
        if not script:
            continue
        try:
            done = subprocess.run(["gnuplot"], input=HEAD.format(file=folder / file) + script, text=True,
                                  capture_output=True, check=False)
        except OSError:
            return []
        if done.returncode == 0:
            drawn.append((file, words))
    return drawn
