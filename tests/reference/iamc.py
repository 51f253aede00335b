"""A few series in both layouts of the IAMC format, as pandas (and with it pyam) writes them, and as pandas reads back
what foreplan writes.

python3 iamc.py        writes iamc_wide.csv and iamc_long.csv   (Debian python3-pandas 1.5.3)
python3 iamc.py check  exits with 1 unless iamc_ours.csv holds the same data
"""
import sys

import pandas

YEARS = (2005, 2010)
ROWS = [
    ("model_a", "scen_a", "World", "Primary Energy", "EJ/yr", 1, 6.25),
    ("model_a", "scen_a", "World", "Primary Energy|Coal", "EJ/yr", 0.5, 3),
    ("model_a", "scen_b", "World", "Primary Energy", "EJ/yr", 2, None),
    ("model_a", "scen_b", "Viet Nam, north", "Price \"real\"", "US$2010/GJ, net", None, 0.1 + 0.2),
]
INDEX = ["Model", "Scenario", "Region", "Variable", "Unit"]

wide = pandas.DataFrame(ROWS, columns=INDEX + list(YEARS))
long = wide.melt(id_vars=INDEX, var_name="Year", value_name="Value").dropna()
long.columns = [c.lower() for c in long.columns]

if sys.argv[1:] == ["check"]:
    ours = pandas.read_csv("iamc_ours.csv", float_precision="round_trip")
    ours.columns = INDEX + [int(c) for c in ours.columns[len(INDEX):]]
    sys.exit(0 if ours.equals(wide.astype({y: float for y in YEARS})) else 1)
wide.to_csv("iamc_wide.csv", index=False)
long.to_csv("iamc_long.csv", index=False)
