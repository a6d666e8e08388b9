#!/usr/bin/env python3
"""Prints practice/protocols/constraints/<service>.ts from AWS's service models, as botocore carries them.

Run it manually when the models or the served operations change:

    python3 scripts/constraints.py iam CreateRole GetRole … > practice/protocols/constraints/iam.ts
    npx biome check --write practice/protocols/constraints

It takes only facts (bounds, patterns, enums), for the shapes that the inputs of the given operations reach.
"""

import json
import sys

import botocore
from botocore.loaders import Loader


def facts(shape):
    """The model's constraints on a simple shape, a list or a map, besides its type."""
    found = {}
    if shape["type"] not in ("structure", "boolean", "timestamp"):
        for name in ("min", "max", "pattern", "enum"):
            if name in shape:
                found[name] = shape[name]
        # Some models, such as S3's, write the bounds of numbers as strings.
        for name in ("min", "max"):
            if name in found:
                found[name] = int(found[name])
    if shape.get("sensitive"):
        found["sensitive"] = True
    return found


def collect(model, operations):
    shapes, members, seen = {}, {}, set()

    def visit(name):
        """Whether values of this shape have constraints at their own level."""
        shape = model["shapes"][name]
        if name not in seen:
            seen.add(name)
            kind = shape["type"]
            found = facts(shape)
            if kind == "list" and visit(shape["member"]["shape"]):
                found["each"] = shape["member"]["shape"]
            if kind == "map":
                for part in ("key", "value"):
                    if visit(shape[part]["shape"]):
                        found[part] = shape[part]["shape"]
            if kind == "structure":
                constrained = {m: t["shape"] for m, t in shape["members"].items() if visit(t["shape"])}
                if constrained:
                    members[name] = constrained
            if found and set(found) != {"sensitive"}:
                shapes[name] = found
        return name in shapes

    for operation in operations:
        given = model["operations"][operation].get("input")
        if given:
            visit(given["shape"])
    return shapes, members


def literal(value):
    if isinstance(value, str):
        return "'" + json.dumps(value)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, bool):
        return "true"
    return str(value)


def table(entries, indent="  "):
    for name in sorted(entries):
        fields = ", ".join(f"{key}: {literal(value)}" for key, value in entries[name].items())
        yield f"{indent}  {name}: {{ {fields} }},"


def main():
    service, *operations = sys.argv[1:]
    model = Loader().load_service_model(service, "service-2")
    shapes, members = collect(model, operations)
    constant = "".join(part if i == 0 else part.title() for i, part in enumerate(service.split("-")))
    print("import type { ConstraintTable } from './constraint-table.ts';")
    print()
    print(f"// Written by scripts/constraints.py from the service's model of {model['metadata']['apiVersion']}"
          f" (botocore {botocore.__version__}).")
    print(f"export const {constant}: ConstraintTable = {{")
    print("  shapes: {", *table(shapes), "  },", sep="\n")
    print("  members: {", *table(members), "  },", sep="\n")
    print("};")


main()
