#!/usr/bin/env python3
"""Prints dates with their ISO year and week as Python's datetime has them: iso_weeks.py > iso_weeks.csv"""
import datetime

print("year,month,day,iso_year,iso_week,days_from_1970")
epoch = datetime.date(1970, 1, 1)
for year in list(range(1895, 1906)) + list(range(1969, 1972)) + list(range(1995, 2031)):
    for month, day in ((1, 1), (1, 2), (1, 3), (1, 4), (2, 28), (7, 15), (12, 28), (12, 29), (12, 31)):
        d = datetime.date(year, month, day)
        iso = d.isocalendar()
        print(year, month, day, iso[0], iso[1], (d - epoch).days, sep=",")
