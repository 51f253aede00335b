#include "scenario/bindings.hpp"

#include <charconv>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {

std::uint64_t Bindings::count(const Loop& loop) const {
  std::uint64_t all = 1;
  for (const LoopRange& range : loop.ranges)
    if (__builtin_mul_overflow(all, range.sources[0].count, &all)) all = std::numeric_limits<std::uint64_t>::max();
  for (const LoopRange& range : loop.ranges)
    if (range.sources[0].count == 0) all = 0;
  return all;
}

void Bindings::set(const Loop& loop, std::uint64_t iteration, std::uint32_t offset) {
  std::size_t slot = loop.first_slot;
  for (const LoopRange& range : loop.ranges) slot += range.sources.size();
  if (slots_.size() < slot) slots_.resize(slot);
  charge(slot - loop.first_slot, offset);
  for (auto range = loop.ranges.rbegin(); range != loop.ranges.rend(); ++range) {
    const std::uint64_t at = iteration % range->sources[0].count;
    iteration /= range->sources[0].count;
    slot -= range->sources.size();
    for (std::size_t k = 0; k < range->sources.size(); ++k) {
      const LoopSource& source = range->sources[k];
      Element& element = slots_[slot + k];
      element.number = -1;
      if (source.list == kNone) {
        element.number = source.first + static_cast<std::int64_t>(at);
        element.text = std::to_string(element.number);
      } else if (at < r_.syntax.lists[source.list].size()) {
        element.text = r_.syntax.lists[source.list][at];
        if (is_whole(element.text) && element.text.size() < 10)
          std::from_chars(element.text.data(), element.text.data() + element.text.size(), element.number);
      }
    }
  }
}

bool Bindings::write(const Piece& piece, std::string& out) {
  if (piece.refused) return false;
  if (piece.slot == kNone) {
    out.append(r_.syntax.text.substr(piece.offset, piece.length));
    return true;
  }
  const Element& element = slots_[piece.slot];
  if (piece.delta == 0) {
    out += element.text;
    return true;
  }
  const std::int64_t number = element.number + piece.delta;
  if (element.number < 0 || number < 0) {
    r_.issues->add(piece.offset, "an element that is a whole number, and a result of 0 or more",
                   v0::detail::quoted(element.text, 40));
    return false;
  }
  out += std::to_string(number);
  return true;
}

bool Bindings::write(std::uint32_t pattern, std::string& out) {
  const NamePattern& p = r_.syntax.patterns[pattern];
  out.clear();
  for (std::uint32_t i = p.first; i < p.first + p.count; ++i) {
    const Piece& piece = r_.syntax.pieces[i];
    const bool long_text = piece.slot == kNone && piece.length > kLongestName;
    if (!long_text && !write(piece, out)) return false;
    if (!long_text && out.size() <= kLongestName) continue;
    r_.issues->add(p.offset, "at most " + std::to_string(kLongestName) + " characters", "more");
    return false;
  }
  charge(out.size() / 16, p.offset);
  return true;
}

}  // namespace foreplan::inline v0::scenario::detail
