#!/usr/bin/python3
"""Checks lines of JSON against a definition of the schema: json_schema.py SCHEMA DEFINITION < LINES

Prints how many there were, or those that are otherwise and why.
"""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(0)


def checks_of(definitions, name):
    return jsonschema.Draft202012Validator(
        {"$ref": "#/$defs/" + name, "$defs": definitions}, format_checker=jsonschema.FormatChecker())


def main(path, name):
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    definitions = schema["$defs"]
    count = 0
    wrong = []
    for line in sys.stdin:
        one = json.loads(line)
        # The definition of its own name says best what is wrong.
        event = one.get("event") if name == "any" else None
        for error in checks_of(definitions, event if event in definitions else name).iter_errors(one):
            wrong.append(f"{line}{error.json_path}: {error.message}")
        count += 1
    if wrong:
        sys.exit("\n".join(wrong[:20]))
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
