#!/usr/bin/python3
"""Draws protocol/rooms.svg: the rooms of the tree and what each may include. rooms.py [--check]

Names, words and arrows are those of LAYERS in tests/lint/layers.py; only the places of the boxes are written here.
--check draws nothing and compares.
"""

import pathlib
import sys

import svg

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lint"))
import layers  # noqa: E402

COLUMN, ROW, BOX = 122, 66, 52
MARGIN, HEAD = 24, 34
PANELS = {  # folder: what stands above it, and its left and right edge in columns
    "server": ("server/: the relay", 0, 3.9),
    "client": ("client/: the program of clients and therapists", 4.1, 8),
    "protocol": ("protocol/: what both ends share", 0, 8),
}
# A layer, or a member of it: its row in the panel, from the lowest up, and its left and right edge in columns. Every
# arrow has to find a straight way down.
PLACES = {
    "server": (6, 0.1, 3.8),
    "server/shell": (4, 0.1, 3.8),
    "server/outside": (5, 2.5, 3.8),
    "server/config": (2, 2.5, 3.8),
    "server/doctor": (3, 2.5, 3.8),
    "server/core/relay.cpp": (3, 0.1, 2.4),
    "server/core/handlers": (2, 0.1, 2.4),
    "server/core": (1, 0.1, 2.9),
    "server/core/store": (0, 0.1, 2.4),
    "client": (11, 4.2, 7.9),
    "client/shell": (10, 4.2, 7.9),
    "client/ui": (9, 4.2, 6.5),
    "client/explain": (8, 6.2, 7.03),
    "client/record": (8, 5.5, 6.15),
    "client/core/client.cpp": (8, 4.2, 5.45),
    "client/core/account": (7, 4.2, 5.15),
    "client/core/notes": (7, 5.25, 7),
    "client/core/messages": (6, 4.2, 7),
    "client/core/reading": (5, 4.2, 5.5),
    "client/core/agreement": (4, 6.1, 7),
    "client/core/measures": (5, 5.6, 7),
    "client/core/evidence": (4, 4.2, 5.05),
    "client/core/hours": (4, 5.15, 6),
    "client/core": (3, 4.2, 7),
    "client/core/hours/plan": (2, 4.2, 6.06),
    "client/measures": (9, 6.6, 7.3),
    "client/audit": (2, 6.14, 7.4),
    "client/store": (8, 7.08, 7.95),
    "client/core/vault": (1, 4.2, 7.9),
    "client/core/event": (0, 4.2, 7),
    "protocol/hours_chain": (6, 2.1, 6.9),
    "protocol/ical": (6, 7, 7.95),
    "protocol/measure": (5, 2.4, 5.8),
    "protocol/hours": (5, 6, 7.95),
    "protocol/hours/schedule": (4, 6, 7.95),
    "protocol/session": (3, 3, 5),
    "protocol/hours/calendar": (3, 6, 7.95),
    "protocol/identity": (2, 3, 5),
    "protocol/hours/zone": (2, 6, 6.95),
    "protocol/qr": (2, 0.05, 0.95),
    "protocol/usage": (2, 1.05, 1.95),
    "protocol/store": (1, 0.05, 0.75),
    "protocol/link": (1, 1.05, 1.75),
    "protocol/crypto": (1, 2.05, 3.9),
    "protocol/wire": (1, 4, 6.3),
    "protocol/hours/notation": (1, 7.05, 7.95),
    "protocol/base": (0, 0.05, 7.95),
}


def places():
    """LAYERS with their places; an error names what is missing here."""
    found = {}
    for name, place in PLACES.items():
        if layer := layers.LAYER_OF_MEMBER.get(name):
            found[layer] = place
    for layer in layers.ALLOWED:
        if layer not in found:
            raise SystemExit(f"{layer} of tests/lint/layers.py has no place in the picture: give it one in PLACES.")
    return found


def panel_of(layer):
    return layer.split("/")[0]


def arrows():
    """(layer, what it may include) inside one panel, without those that follow from others."""
    for layer, allowed in layers.ALLOWED.items():
        near = {one for one in allowed if one != layer and panel_of(one) == panel_of(layer)}
        for one in sorted(near):
            if not any(one in layers.ALLOWED[other] for other in near if other != one):
                yield layer, one


def way_down(upper, lower, boxes):
    """The middle of the widest straight way from one box to the other, in columns, past all others."""
    _, left, right = boxes[upper]
    edges = [(max(left, boxes[lower][1]), min(right, boxes[lower][2]))]
    for name, (row, begin, end) in boxes.items():
        if panel_of(name) == panel_of(upper) and boxes[lower][0] < row < boxes[upper][0]:
            edges = [part for a, b in edges for part in ((a, min(b, begin)), (max(a, end), b))]
    widest = max(edges, key=lambda edge: edge[1] - edge[0])
    if widest[1] - widest[0] < 0.1:
        raise SystemExit(f"No straight way leads from {upper} to {lower}: move one of them in PLACES.")
    return (widest[0] + widest[1]) / 2


def wrapped(words, width):
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


class Drawing:
    def __init__(self):
        self.boxes = places()
        self.rows = {panel: 1 + max(place[0] for name, place in self.boxes.items() if panel_of(name) == panel)
                     for panel in PANELS}
        self.upper = HEAD + ROW * max(self.rows["server"], self.rows["client"])
        self.base = {"server": MARGIN + self.upper, "client": MARGIN + self.upper}
        self.base["protocol"] = self.base["server"] + 44 + HEAD + ROW * self.rows["protocol"]
        self.body = []

    def x(self, column):
        return MARGIN + column * COLUMN

    def y(self, name):
        """The upper edge of a box."""
        return self.base[panel_of(name)] - ROW * (self.boxes[name][0] + 1) + (ROW - BOX) / 2

    def panel(self, name):
        words, left, right = PANELS[name]
        height = HEAD + ROW * self.rows["protocol"] if name == "protocol" else self.upper
        top = self.base[name] - height
        self.body += [svg.rect(self.x(left), top, self.x(right) - self.x(left), height, "page", 8),
                      svg.text(self.x(left) + 12, top + 22, words, "sans bold")]

    def box(self, name):
        _, left, right = self.boxes[name]
        width, top = self.x(right) - self.x(left), self.y(name)
        words = next(layer[1] for layer in layers.LAYERS if layer[0] == name)
        short = name.removeprefix(panel_of(name) + "/").replace(",", ", ") if "/" in name else name + "/*.cpp"
        lines = [(line, "mono name") for line in wrapped(short, int((width - 12) / 7.3))]
        lines += [(line, "sans small faint") for line in wrapped(words, int((width - 12) / 5.7))]
        self.body.append(svg.rect(self.x(left), top, width, BOX, "box"))
        first = top + BOX / 2 - 7.5 * len(lines) + 11
        for at, (line, classes) in enumerate(lines):
            self.body.append(svg.text(self.x(left) + width / 2, first + 15 * at, line, classes + " middle"))

    def arrow(self, x, top, bottom):
        self.body += [f'<path d="M{svg.number(x)} {svg.number(top)}V{svg.number(bottom - 5)}" class="line"/>',
                      f'<path d="M{svg.number(x - 4)} {svg.number(bottom - 7)}h8l-4 7z" class="head"/>']

    def legend(self):
        words = ["Arrows lead down to the nearest rooms that a room may",
                 "include. CONTRIBUTING.md has the whole list.", "",
                 "server/ and client/ know nothing of each other:", "they meet in protocol/.", "",
                 "The machines, core and all in it, are pure: they",
                 "get the time, randomness and their store, and", "touch neither sockets nor terminals.", "",
                 f"{len(layers.UPWARD)} includes lead up all the same. They are in that list."]
        if not layers.UPWARD:
            words = words[:-2]
        for at, line in enumerate(words):
            self.body.append(svg.text(self.x(0.1), MARGIN + 58 + 19 * at, line, "sans faint"))

    def draw(self):
        for name in PANELS:
            self.panel(name)
        for upper, lower in arrows():
            at = self.x(way_down(upper, lower, self.boxes))
            self.arrow(at, self.y(upper) + BOX, self.y(lower))
        for name in ("server", "client"):
            middle = (PANELS[name][1] + PANELS[name][2]) / 2
            self.arrow(self.x(middle), self.base[name], self.base[name] + 44)
        for name in self.boxes:
            self.box(name)
        self.legend()
        return svg.document(2 * MARGIN + 8 * COLUMN, self.base["protocol"] + MARGIN, "The rooms of Holdfast",
                            "Three panels of boxes, one for each room. server/ and client/ stand side by side on "
                            "protocol/, which both include. Inside a panel arrows lead down from a room to those it "
                            "may include. CONTRIBUTING.md has the same as text.", self.body)


if __name__ == "__main__":
    sys.exit(svg.keep("protocol/rooms.svg", Drawing().draw(), "tests/pictures/rooms.py"))
