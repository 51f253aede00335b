#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "scenario/reading.hpp"

namespace foreplan::inline v0::scenario::detail {

/// The elements that loops are at, and the work done so far.
class Bindings {
 public:
  explicit Bindings(Reading& reading) : r_(reading) {}

  /// How often a loop runs; saturates. 0 where a list of it is not known: it cannot be `set`.
  [[nodiscard]] std::uint64_t count(const Loop& loop) const;
  void set(const Loop& loop, std::uint64_t iteration, std::uint32_t offset);
  /// A pattern with the elements in place. False where an issue was found.
  bool write(std::uint32_t pattern, std::string& out);
  /// One piece of it.
  bool write(const Piece& piece, std::string& out);

  /// Counts operands and operations, and what costs about as much: 16 bytes of names and texts.
  /// @throws LimitReached
  void charge(std::size_t terms, std::uint32_t offset) {
    terms_ += terms;
    if (terms_ > r_.options->max_terms)
      r_.refuse_limit(offset, "operands and operations, CompileOptions::max_terms", r_.options->max_terms);
  }

 private:
  struct Element {
    std::string text{};
    std::int64_t number = -1;  ///< -1: no number.
  };
  Reading& r_;
  std::vector<Element> slots_{};
  std::size_t terms_ = 0;
};

/// The equation as one line, loops and lists written out; shortened where it is very long.
std::string equation_text(const Reading& reading, Bindings& bindings, const Statement& statement);

}  // namespace foreplan::inline v0::scenario::detail
