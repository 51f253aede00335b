#pragma once
#include <cmath>
#include <vector>

/// Series that every model answers: hardly any values, gaps, constants, zeros, the ends of the range of doubles.
namespace foreplan::testing {

inline std::vector<std::vector<double>> awkward_series() {
  return {{5},
          {5, 7},
          {5, 7, 6},
          {5, 7, 6, 9},
          {0, 0, 0, 0, 0},
          std::vector<double>(30, 7.5),
          {NAN, 3, NAN, 4, 5, NAN},
          {-1, -2, -3, -4, -5, -6.5, -7},
          {1e300, 2e300, 1.5e300, 1e300, 1.7e300},
          {5e-324, 1e-323, 5e-324, 2e-323, 5e-324},
          {0, 0, 3, 0, 0, 0, 5, 0, 0, 1},
          {1, 2, 3, 4, 5, 6, 7, 8},
          {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          {1, -1, 1, -1, 1, -1, 1, -1},
          {1, 1, 1, 1, 1, 1, 1, 1, 1e12},
          {1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9}};
}

}  // namespace foreplan::testing
