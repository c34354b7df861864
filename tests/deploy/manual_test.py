"""Manual pages and completions (deploy/manual) of the real programs, as mandoc and three shells read them.

  usage: manual_test.py BIN
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
programs = pathlib.Path(sys.argv[1])
failures = []
# What follows a program's name in a sentence and is no command.
PROSE = {"and", "is", "does", "that", "has", "can", "made", "works", "may", "reads", "waits"}


def check(holds, words):
    if not holds:
        failures.append(words)


def output(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def pages(made):
    for page in ("holdfast.1", "holdfast-hours.5", "holdfastd.8", "holdfastctl.8", "holdfast-outside.8"):
        file = made / "man" / page
        check(file.exists(), f"{page} was not made")
        lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning", file], capture_output=True, text=True)
        # scdoc begins paragraphs that mandoc would begin by itself.
        wrong = [line for line in lint.stdout.splitlines() if "skipping paragraph macro" not in line]
        check(not wrong, f"mandoc of {page}: {wrong}")
        check("@USAGE@" not in file.read_text(), f"{page} has an unfilled place")
    text = output("mandoc", "-Tutf8", "-Owidth=100", made / "man" / "holdfast.1")
    text = re.sub(".\b", "", text)
    commands = re.findall(r"^  (\S+)  ", output(programs / "holdfast", "--help").split("Subcommands:")[1], re.M)
    check(len(commands) > 5, "holdfast --help lists no commands")
    for command in commands:
        check(re.search(rf"^ +{command}\b", text, re.M), f"holdfast(1) has no command {command}")
    check("/take-back" in text, "holdfast(1) does not show what can be typed in the conversation")
    check("tuesdays" in output("mandoc", "-Tutf8", made / "man" / "holdfast-hours.5").lower(), "hours are not explained")


def bash(made, line):
    """What bash offers at the end of `line`."""
    script = f"""
        . {made}/completions/bash/{line.split()[0]}
        COMP_WORDS=({line}''); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        compopt() {{ :; }}
        _{line.split()[0]}; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return output("bash", "-c", script).split()


def completions_of_bash(made):
    offered = bash(made, "holdfast ")
    check({"send", "hours", "--with", "--json"} <= set(offered), f"bash after holdfast: {offered}")
    offered = bash(made, "holdfast hours ")
    check({"set", "leave", "--profile"} <= set(offered) and "send" not in offered, f"bash after hours: {offered}")
    offered = bash(made, "holdfast --with hours ")
    check("send" in offered and "leave" not in offered, f"bash takes a name for a command: {offered}")
    check("--replies" in bash(made, "holdfast hours set "), "bash has no options of hours set")
    check(not bash(made, "holdfast --with "), "bash offers something for a name")
    check("backup" in bash(made, "holdfastctl "), "bash has no commands of holdfastctl")


def commands_in_documents(made):
    """What a page tells an admin to type exists: each holdfastctl, holdfastd and holdfast-outside of the documents."""
    typed = 0
    for page in ("README.md", "SECURITY.md", "deploy/README.md", "certs/README.md", "deploy/monitoring/alerts.yml"):
        text = (root / page).read_text(encoding="utf-8")
        for program, words in re.findall(r"(?<![\w./-])(holdfastctl|holdfastd|holdfast-outside) ([^`\n#;|>)]*)", text):
            words = [word.strip('".,') for word in words.split()]
            path = [program]
            while words and words[0].startswith("--"):
                check(words[0] in bash(made, program + " "), f"{page}: {program} has no {words[0]}")
                words.pop(0)
            while words and re.fullmatch(r"[a-z][a-z-]*", words[0]) and words[0] in bash(made, " ".join(path) + " "):
                path.append(words.pop(0))
            offered = bash(made, " ".join(path) + " ")
            more = [word for word in offered if not word.startswith("--")]
            if more and words and program == "holdfastctl" and re.fullmatch(r"[a-z][a-z-]*", words[0]):
                check(len(path) == 1 and words[0] in PROSE, f"{page}: {' '.join(path)} has no command {words[0]}")
            for option in (word for word in words if word.startswith("--")):
                check(option.split("=")[0] in offered, f"{page}: {' '.join(path)} has no {option}")
            typed += 1
    check(typed > 40, f"only {typed} commands were found in the documents")


def completions_of_zsh(made):
    if not shutil.which("zsh"):
        return print("zsh is not here")
    for program in ("holdfast", "holdfastctl", "holdfastd"):
        output("zsh", "-n", made / "completions" / "zsh" / f"_{program}")
    # A real line editor in a terminal of its own: the offered words after Tab.
    script = f"""
        zmodload zsh/zpty
        zpty -b t zsh -f -i
        zpty -w t 'PS1=; fpath=({made}/completions/zsh $fpath); autoload -Uz compinit; compinit -D -u; LISTMAX=0; stty cols 200'
        zpty -w -n t $'holdfast hours \\t\\t'
        zpty -r t line '*leave*preview*' && print -r -- "$line" """
    text = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, timeout=60,
                          env={"TERM": "xterm", "PATH": "/usr/bin:/bin", "HOME": str(made)}).stdout
    check("leave" in text and "preview" in text, f"zsh after hours: {text!r}")


def completions_of_fish(made):
    if not shutil.which("fish"):
        return print("fish is not here")

    def fish(line):
        script = f"source {made}/completions/fish/{line.split()[0]}.fish; complete -C '{line}'"
        found = output("fish", "--no-config", "-c", script, env={"HOME": str(made), "PATH": "/usr/bin:/bin"})
        return {one.split("\t")[0] for one in found.splitlines()}

    check({"send", "hours"} <= fish("holdfast "), "fish has no commands of holdfast")
    offered = fish("holdfast hours ")
    check({"set", "leave"} <= offered and "send" not in offered, f"fish after hours: {offered}")
    check("--replies" in fish("holdfast hours set --"), "fish has no options of hours set")


with tempfile.TemporaryDirectory() as folder:
    where = pathlib.Path(folder)
    output(root / "deploy" / "manual", programs, where)
    pages(where)
    completions_of_bash(where)
    commands_in_documents(where)
    completions_of_zsh(where)
    completions_of_fish(where)
for words in failures:
    print(words)
sys.exit(1 if failures else 0)
