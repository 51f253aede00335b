#pragma once
#include <foreplan/structure/input_output.hpp>

#include <rapidcheck.h>

#include <cstddef>
#include <string>
#include <vector>

/// Input-output tables for property tests: some cells empty, and every sector sells to final demand.
namespace foreplan::testing {

inline structure::InputOutputTable random_table(std::size_t n) {
  structure::InputOutputTable t;
  t.flows = structure::filled_matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    double sold = *rc::gen::inRange(1, 500);
    t.sectors.push_back("s" + std::to_string(i));
    for (std::size_t j = 0; j < n; ++j)
      if (*rc::gen::inRange(0, 3) > 0) sold += t.flows(i, j) = *rc::gen::inRange(0, 200);
    t.output.push_back(sold);
  }
  return structure::complete(t);
}

}  // namespace foreplan::testing
