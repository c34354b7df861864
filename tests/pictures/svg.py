"""Pictures as SVG: text stays text, with a title and a description for readers who see none, in light and dark."""

import html
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

STYLE = """\
text { fill: #1f2328; font-size: 13px }
.sans { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif }
.mono { font-family: ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace }
.bold { font-weight: 600 }
.name { font-size: 12px }
.middle { text-anchor: middle }
.faint { fill: #59636e }
.small { font-size: 11.5px }
.page { fill: #ffffff; stroke: #d1d9e0 }
.box { fill: #f6f8fa; stroke: #d1d9e0 }
.mark { fill: #fff8c5 }
.line { stroke: #59636e; fill: none }
.head { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .faint { fill: #9198a1 }
  .page { fill: #0d1117; stroke: #3d444d }
  .box { fill: #151b23; stroke: #3d444d }
  .mark { fill: #3b2f05 }
  .line { stroke: #9198a1 }
  .head { fill: #9198a1 }
}
"""


def number(value):
    return f"{value:g}"


def text(x, y, words, classes):
    return f'<text x="{number(x)}" y="{number(y)}" class="{classes}" xml:space="preserve">{html.escape(words, False)}</text>'


def rect(x, y, width, height, classes, radius=6):
    return (f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
            f'rx="{number(radius)}" class="{classes}"/>')


def document(width, height, title, description, body):
    """The whole file; `body` is a list of elements, the first ones at the back."""
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{number(height)}" '
             f'viewBox="0 0 {number(width)} {number(height)}" role="img" aria-labelledby="title description">',
             f'<title id="title">{html.escape(title, False)}</title>',
             f'<desc id="description">{html.escape(description, False)}</desc>',
             f"<style>\n{STYLE}</style>", *body, "</svg>"]
    return "\n".join(lines) + "\n"


def keep(path, drawn, script):
    """Writes the picture; with --check only compares it with the file. The exit code."""
    file = ROOT / path
    if "--check" not in sys.argv[1:]:
        file.write_text(drawn, encoding="utf-8")
        print(f"Drawn: {path}")
        return 0
    there = file.read_text(encoding="utf-8") if file.is_file() else ""
    if there == drawn:
        print(f"{path} is as it would be drawn now.")
        return 0
    ours, theirs = drawn.splitlines(), there.splitlines()
    for line in ours:
        if line not in theirs:
            print(f"now:   {line}")
    for line in theirs:
        if line not in ours:
            print(f"there: {line}")
    print(f"{path} is not as it would be drawn now. Draw it with {script}.")
    return 1
