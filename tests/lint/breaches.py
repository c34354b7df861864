"""What the tests of checks share: a small tree that passes, and changes of it that must not."""

import pathlib
import subprocess
import sys
import tempfile


def run(check, good, path=None, old="", new=""):
    """Runs the script `check` on the tree `good`, with the first `old` in `path` replaced; its exit code and output."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in good.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace(old, new, 1) if name == path else text, encoding="utf-8")
        done = subprocess.run([sys.executable, check, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def main(check, good, breaches):
    """`breaches`: path, old text, new text, and what the check has to say of it. The exit code."""
    failures = []
    code, output = run(check, good)
    if code != 0:
        failures.append(f"the good tree is refused: {output}")
    for path, old, new, expected in breaches:
        code, output = run(check, good, path, old, new)
        if code != 1 or expected not in output or old not in good[path]:
            failures.append(f"not found as '{expected}': {path}: {old} → {new}\n  {output}")
    print("\n".join(failures) or f"All {len(breaches)} breaches are found.")
    return 1 if failures else 0
