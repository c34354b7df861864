#!/usr/bin/python3
"""Checks that prose is wrapped: prose.py [--wrap] [ROOT]

A line of a *.md file has at most 120 columns. Tables, code, headings and HTML are as wide as they need to be, and so is
a link or a `span of code`, which is never broken: a search finds it whole. --wrap fills the paragraphs anew that have a
longer line, and leaves all others as they are.
"""

import pathlib
import re
import sys

WIDTH = 120
WORD = re.compile(r"(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+")
ITEM = re.compile(r"(?:[*+-]|\d+\.) +")
QUOTE = "> "
NEVER_FIRST = re.compile(r"(?:[*+·-]|\d+[.)]|#+|[>|<].*)$")  # at the start of a line it is no prose, or reads badly


def fill(words, first, rest):
    """The words as lines: the first behind `first`, the others behind `rest`."""
    lines = [first + words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= WIDTH or NEVER_FIRST.match(word):
            lines[-1] += " " + word
        else:
            lines.append(rest + word)
    return lines


def refill(lines):
    """One paragraph, list item or quotation."""
    indent = re.match(" *", lines[0]).group()
    if lines[0].startswith(QUOTE):
        return fill(WORD.findall(" ".join(line.removeprefix(QUOTE) for line in lines)), QUOTE, QUOTE)
    item = ITEM.match(lines[0], len(indent))
    first = indent + item.group() if item else indent
    text = " ".join([lines[0][len(first):], *lines[1:]])
    return fill(WORD.findall(text), first, " " * len(first))


def blocks(lines):
    """(number of the first line, lines, whether they are prose) of each block."""
    block, number, code = [], 1, False
    for here, line in enumerate([*lines, ""], 1):
        fence = line.lstrip().startswith("```")
        alone = code or fence or not line.strip() or line.startswith(("|", "#", "<"))
        starts = alone or not block or ITEM.match(line.lstrip()) or line.startswith(QUOTE) != block[0].startswith(QUOTE)
        if starts and block:
            yield number, block, True
            block = []
        if alone and here <= len(lines):
            yield here, [line], False
        elif not alone:
            number = here if not block else number
            block.append(line)
        code = code != fence


def wrapped(text):
    lines = []
    for _, block, prose in blocks(text.splitlines()):
        lines += refill(block) if prose and is_too_wide(block) else block
    return "".join(line + "\n" for line in lines)


def is_too_wide(block):
    """Whether a line is longer than it has to be."""
    return any(len(line) > WIDTH and len(refill([line])) > 1 for line in block)


def too_wide(text):
    """The number of each line that wants wrapping."""
    for number, block, prose in blocks(text.splitlines()):
        yield from (number + at for at, line in enumerate(block) if prose and is_too_wide([line]))


def files(root):
    for file in sorted(root.rglob("*.md")):
        if not {"build", "node_modules"} & set(file.relative_to(root).parts):
            yield file


def main():
    arguments = sys.argv[1:]
    wrap = arguments[:1] == ["--wrap"]
    root = pathlib.Path(arguments[wrap] if len(arguments) > wrap else pathlib.Path(__file__).parents[2]).resolve()
    found = []
    for file in files(root):
        text = file.read_text(encoding="utf-8")
        if wrap and wrapped(text) != text:
            file.write_text(wrapped(text), encoding="utf-8")
        elif not wrap:
            name = file.relative_to(root).as_posix()
            found += [f"{name}:{number}: longer than {WIDTH} columns" for number in too_wide(text)]
    print("\n".join(found) or f"All prose is at most {WIDTH} columns wide.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
