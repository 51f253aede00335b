#!/usr/bin/env python3
"""Asks the jsonschema package (Debian: python3-jsonschema) what a schema of documents says.

Usage: plan_schema_oracle.py SCHEMA EXAMPLE DOCUMENTS
The schema must be one of draft 2020-12, the example and all "sound" documents valid, all "broken" ones not.
"""
import json
import sys

from jsonschema import Draft202012Validator


def read(path):
    """JSON in which whole lines may be comments."""
    with open(path, encoding="utf-8") as file:
        return json.loads("".join(line for line in file if not line.lstrip().startswith("//")))


schema, example, documents = (read(path) for path in sys.argv[1:4])
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
wrong = [f"example: {error.message} at {list(error.absolute_path)}" for error in validator.iter_errors(example)]
wrong += [f"refused: {one['why']}" for one in documents["sound"] if not validator.is_valid(one["document"])]
wrong += [f"accepted: {one['why']}" for one in documents["broken"] if validator.is_valid(one["document"])]
print("\n".join(wrong) or f"{1 + len(documents['sound'])} valid, {len(documents['broken'])} refused")
sys.exit(bool(wrong))
