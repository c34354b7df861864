"""The bill of materials (deploy/sbom) names the package of every library that a program's own file asks for.

  usage: sbom_test.py PRESET      with build/PRESET/bin built
"""

import json
import os
import re
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
preset = sys.argv[1]


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needed(program):
    """By the program's own file, not by the loader."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", program))


def package_of(library, places):
    asked = [places[library], os.path.realpath(places[library])]
    answer = subprocess.run(["dpkg", "-S", *asked], capture_output=True, text=True).stdout
    return answer.split(":")[0]


places = dict(re.findall(r"^\s+(\S+) \(libc6,x86-64.*=> (\S+)$", output("/sbin/ldconfig", "-p"), re.M))
if not places:
    print("skipped: the loader of this machine keeps its list in another form")
    sys.exit(0)
bill = json.loads(output(os.path.join(root, "deploy", "sbom"), preset))
versions = {part["name"]: part["versionInfo"] for part in bill["packages"]}
missing = []
for program in ("holdfast", "holdfastd", "holdfastctl", "holdfast-outside"):
    linked = {one["relatedSpdxElement"].removeprefix("SPDXRef-") for one in bill["relationships"]
              if one["spdxElementId"] == f"SPDXRef-{program}" and one["relationshipType"] == "DYNAMIC_LINK"}
    wanted = needed(os.path.join(root, "build", preset, "bin", program))
    assert wanted, f"{program} asks for no library"
    for library in wanted:
        name = package_of(library, places)
        installed = output("dpkg-query", "-W", "-f", "${Version}", name)
        if re.sub(r"[^A-Za-z0-9.-]", "-", name) not in linked or versions.get(name) != installed:
            missing.append(f"{program}: {library} of {name} {installed}")
print("\n".join(missing) or f"{len(versions)} parts; every library that is asked for is among them.")
sys.exit(1 if missing else 0)
