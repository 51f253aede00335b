"""How other programs read sample.csv and sample.md, which report::csv and report::markdown wrote.

Debian 12, Python 3.11, cmark-gfm 0.29.0.gfm.6:
  python3 report_tables.py
"""
import csv
import subprocess

with open("sample.csv", newline="", encoding="utf-8") as f:
    rows = list(csv.reader(f, strict=True))
with open("sample.csv.cells", "w", newline="", encoding="utf-8") as f:  # cells end with U+001F, rows with U+001E
    f.write("".join("\x1f".join(cell.replace("\r\n", "\n") for cell in row) + "\x1e" for row in rows))
with open("sample.md.xml", "wb") as f:
    xml = subprocess.run(["cmark-gfm", "--extension", "table", "--extension", "strikethrough", "--to", "xml", "sample.md"],
                         check=True, capture_output=True).stdout
    f.write(xml)
