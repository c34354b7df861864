#!/usr/bin/python3
"""What prose.py refuses, what it lets stand, and what --wrap makes of it."""

import sys

import prose

WORDS = "word " * 30  # 150 columns
LINK = f"[{'case ' * 25}](tests/one_test.cpp)"
GOOD = [
    "short\n",
    f"| {WORDS}|\n",
    f"# {WORDS}\n",
    f"<img alt='{WORDS}'>\n",
    f"```\n{WORDS}\n```\n",
    f"* [{'case ' * 25}](tests/one_test.cpp)\n",
    f"before\n{LINK}\nafter\n",
    f"`{WORDS}`\n",
    "https://example.org/" + "x" * 120 + "\n",
]
WRAPPED = [  # what stands, and what --wrap makes of it
    (WORDS, f"{'word ' * 23}word\n{'word ' * 5}word\n"),
    (f"* {WORDS}", f"* {'word ' * 22}word\n  {'word ' * 6}word\n"),
    (f"10. {WORDS}\n    and on", f"10. {'word ' * 22}word\n    {'word ' * 6}word and on\n"),
    (f"> {WORDS}\n> and on", f"> {'word ' * 22}word\n> {'word ' * 6}word and on\n"),
    (f"{'word ' * 24}- word", f"{'word ' * 23}word -\nword\n"),  # a line that begins so would be a list
    (f"short\nlines\n\n{WORDS}\n* short", f"short\nlines\n\n{'word ' * 23}word\n{'word ' * 5}word\n* short\n"),
    (f"{LINK}: {WORDS}", f"{LINK}:\n{'word ' * 23}word\n{'word ' * 5}word\n"),
]


def main():
    failures = [f"refused: {text}" for text in GOOD if list(prose.too_wide(text)) or prose.wrapped(text) != text]
    for text, expected in WRAPPED:
        if len(list(prose.too_wide(text))) != 1:
            failures.append(f"not found: {text}")
        if prose.wrapped(text) != expected:
            failures.append(f"wrapped: {text}\n  {prose.wrapped(text)}")
        if list(prose.too_wide(expected)):
            failures.append(f"still refused: {expected}")
    if list(prose.too_wide(f"short\n\n{WORDS}\n")) != [3]:
        failures.append("another line is named")
    print("\n".join(failures) or f"All {len(GOOD) + len(WRAPPED)} texts are read as they should be.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
