"""SHA-256 of the canonical form of small data, layers and a scenario, as content_hash's page describes it.

python3 content_hash.py > content_hash.txt   (Python 3, standard library only)
"""
import hashlib
import math
import struct


def integer(n):
    return struct.pack("<q", n)


def text(s):
    b = s.encode()
    return integer(len(b)) + b


def number(x):
    if math.isnan(x):
        return bytes.fromhex("000000000000f87f")
    return struct.pack("<d", x + 0.0 if x != 0 else 0.0)


def numbers(xs):
    return integer(len(xs)) + b"".join(map(number, xs))


def year(y):
    return text("annual") + integer(y)


def unit(name, power, basis, valuation):
    return text(name) + integer(power) + text(basis) + text(valuation)


def sha(b):
    return hashlib.sha256(b).hexdigest()


series = {
    "gdp": year(2015) + unit("VND", 9, "constant 2010", "basic") + numbers([100.5, math.nan, 0.0]),
    "rate": year(2015) + unit("", 0, "none", "unspecified") + numbers([0.25, 0.25, 1e-300]),
}
data = sha(text("foreplan data 1") + integer(2) + b"".join(text(n) + series[n] for n in sorted(series)))
change = text("shift") + text("rate") + year(2016) + year(2017) + numbers([0.02])
layers = [("base", []), ("high", [change])]
instrument = text("rate") + year(2016) + year(2017) + text("free") + number(-math.inf) + number(0.5) + number(2)
target = text("target") + text("gdp") + year(2017) + year(2017) + numbers([110.25]) + integer(2)
target += instrument + integer(0) + number(0)
target += instrument.replace(text("rate"), text("tax")) + integer(1) + number(0.125)
goal = layers + [("goal", [target])]


def layered(stack):
    body = b"".join(text(n) + integer(len(c)) + b"".join(c) for n, c in stack)
    return sha(text("foreplan layers 1") + integer(len(stack)) + body)


def scenario(stack):
    return sha(text("foreplan scenario 1") + text(data) + text(layered(stack)))


print("data", data)
print("layers", layered(layers))
print("base", scenario([("base", [])]))
print("high", scenario(layers))
print("goal", scenario(goal))
