#!/usr/bin/env python3
"""Writes csv_fields.csv with the csv module of Python, and csv_fields.txt with what that module reads back:
a line for each row, the bytes of each field in hexadecimal digits, "-" for an empty field.
Run in this folder: python3 csv_fields.py"""
import csv
import itertools
import random

random.seed(1)
pieces = ["", "a", ",", '"', "\n", "\r", "\r\n", " ", "é", "đồng", "1.5", "x" * 63, '""']
rows = [["h%d" % i for i in range(6)]]
rows += [list(r) for r in zip(*[iter(itertools.chain(map("".join, itertools.product(pieces, repeat=2)), [""] * 5))] * 6)]
rows += [["".join(random.choices(pieces, k=random.randrange(6))) for _ in range(6)] for _ in range(200)]
with open("csv_fields.csv", "w", newline="", encoding="utf-8") as f:
    for row in rows:
        quoting = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        csv.writer(f, quoting=quoting, lineterminator="\r\n").writerow(row)
with open("csv_fields.csv", newline="", encoding="utf-8") as f:
    read = list(csv.reader(f, strict=True))
assert read == rows
with open("csv_fields.txt", "w") as f:
    for row in read:
        print(*(field.encode().hex() or "-" for field in row), file=f)
