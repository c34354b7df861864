#!/usr/bin/python3
"""The page for a practice's web site: page_test.py BIN SOURCES

It is whole HTML without scripts and without anything from elsewhere, says the facts, and shows what it is given as text.
"""

import html.parser
import pathlib
import subprocess
import sys
import tempfile

from practice import BIN, check, configure, ctl, verdict

EMPTY = {"meta", "br", "hr"}
NAME = "Praxis <script>alert(1)</script> & Söhne"

class Page(html.parser.HTMLParser):
    """Open elements, every attribute, and the text."""

    def __init__(self):
        super().__init__()
        self.open, self.links, self.text, self.tags = [], [], "", set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in ("href", "src", "action")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        check(self.open and self.open.pop() == tag, f"</{tag}> ends another element")

    def handle_data(self, data):
        self.text += data


def page_of(folder, *words):
    done = ctl(folder, "page", *words)
    check(done.returncode == 0, f"no page: {done}")
    page = Page()
    page.feed(done.stdout)
    page.close()
    check(not page.open, f"elements stay open: {page.open}")
    return page


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        configure(folder, 'public_address = "relay.practice.org"\ndata = "relay"\n')
        made = ctl(folder, "--json", "init")
        made.check_returncode()
        practice = made.stdout.split('"practice":"')[1].split('"')[0]
        page = page_of(folder, "--name", NAME, "--source", "https://practice.org/holdfast.tar.gz")
        check("script" not in page.tags and NAME in page.text, "a name becomes more than text")
        check(page.links == ["https://practice.org/holdfast.tar.gz"], f"other links: {page.links}")
        version = subprocess.run([BIN / "holdfastctl", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        for fact in ("relay.practice.org", practice, version, "not a crisis service", "cannot see or do", "how long"):
            check(fact in page.text, f"the page lacks {fact}")
        check(page_of(folder, "--source", "javascript:alert(1)").links == [], "something else than a web address is a link")
    return verdict()


if __name__ == "__main__":
    sys.exit(main())
