# Writes sobol.csv: points of scipy.stats.qmc.Sobol(d=DIMENSIONS, scramble=False), SciPy 1.10: index, dimensions, then coordinates.
#   python3 sobol.py > sobol.csv
from scipy.stats import qmc

for dimensions, indices in [(1, range(8)), (7, range(16)), (40, [1, 100, 1023]), (1111, [3, 77])]:
    points = qmc.Sobol(d=dimensions, scramble=False, bits=30).random(1024)
    for i in indices:
        print(",".join([str(i), str(dimensions)] + [repr(float(x)) for x in points[i]]))
