#include "core/check.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace foreplan::inline v0::detail {

std::string number_text(double x) {
  if (std::isnan(x)) return "NaN";
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, x).ptr;
  return {buffer, end};
}

std::string join(std::string_view function, std::string_view rule, std::string_view got, std::string_view where) {
  std::string s(function);
  s.append(": ").append(rule);
  if (!got.empty()) s.append("; got ").append(got);
  if (!where.empty()) s.append(" ").append(where);
  return s;
}

std::string quoted(std::string_view text, std::size_t most) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  std::size_t cut = std::min(text.size(), most);
  while (cut < text.size() && cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  for (const char c : text.substr(0, cut)) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x20 || u == 0x7F) {
      out.append("\\x").push_back(kHex[u >> 4]);
      out.push_back(kHex[u & 15]);
    } else {
      if (c == '"' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
  }
  if (cut < text.size()) out.append("...");
  out.push_back('"');
  return out;
}

namespace {
std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn a into b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(above, row);
  }
  return above.back();
}
}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 100;  // a hostile name must not cost a quadratic table
  if (name.size() > kLongest) return {};
  const std::string lower = in_lower_case(name);
  std::string best;
  std::size_t least = 1 + name.size() / 2;
  for (const auto& k : known) {
    const std::size_t apart = std::max(k.size(), name.size()) - std::min(k.size(), name.size());
    if (k.size() > kLongest || apart >= least) continue;
    if (const std::size_t d = edit_distance(lower, in_lower_case(k)); d < least) {
      least = d;
      best = k;
    }
  }
  return best;
}

std::size_t checked_product(std::size_t a, std::size_t b, std::size_t limit, std::string_view function,
                            std::string_view what) {
  std::size_t product = 0;
  if (__builtin_mul_overflow(a, b, &product) || product > limit)
    fail(function, std::string(what) + " must be at most " + std::to_string(limit),
         std::to_string(a) + " x " + std::to_string(b));
  return product;
}

}  // namespace foreplan::inline v0::detail
