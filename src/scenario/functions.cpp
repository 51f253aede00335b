#include "scenario/functions.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <span>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::uint8_t kAny = 255;

constexpr auto kModel = std::to_array<FunctionInfo>({
    {"abs", Function::abs, 1, 1},
    {"at", Function::value, 2, 2},
    {"cos", Function::cos, 1, 1},
    {"diff", Function::diff, 1, 2},
    {"dlog", Function::dlog, 1, 2},
    {"exp", Function::exp, 1, 1},
    {"growth", Function::growth, 1, 2},
    {"if", Function::condition, 3, 3},
    {"lag", Function::lag, 2, 2},
    {"lead", Function::lead, 2, 2},
    {"log", Function::log, 1, 1},
    {"log10", Function::log10, 1, 1},
    {"logistic", Function::logistic, 1, 1},
    {"logit", Function::logit, 1, 1},
    {"mavg", Function::mavg, 2, 2},
    {"max", Function::max, 2, kAny},
    {"mean", Function::mean, 1, 1},
    {"min", Function::min, 2, kAny},
    {"msum", Function::msum, 2, 2},
    {"normal_cdf", Function::normal_cdf, 1, 1},
    {"normal_pdf", Function::normal_pdf, 1, 1},
    {"pct", Function::pct, 1, 2},
    {"pos", Function::pos, 1, 1},
    {"pow", Function::pow, 2, 2},
    {"product", Function::product, 1, 1},
    {"sign", Function::sign, 1, 1},
    {"sin", Function::sin, 1, 1},
    {"sqrt", Function::sqrt, 1, 1},
    {"sum", Function::sum, 1, 1},
    {"value", Function::value, 2, 2},
});

constexpr auto kFrml = std::to_array<FunctionInfo>({
    {"abs", Function::abs, 1, 1},
    {"cos", Function::cos, 1, 1},
    {"diff", Function::diff, 1, 2},
    {"dlog", Function::dlog, 1, 2},
    {"elem", Function::value, 2, 2},
    {"exp", Function::exp, 1, 1},
    {"log", Function::log, 1, 1},
    {"logit", Function::logit, 1, 1},
    {"logit_inverse", Function::logistic, 1, 1},
    {"max", Function::max, 2, kAny},
    {"min", Function::min, 2, kAny},
    {"norm_cdf", Function::normal_cdf, 1, 1},
    {"norm_pdf", Function::normal_pdf, 1, 1},
    {"recode", Function::condition, 3, 3},
    {"sin", Function::sin, 1, 1},
    {"sqrt", Function::sqrt, 1, 1},
});

constexpr std::string_view kKeywords[] = {"and",        "behavioral", "behavioural", "constant",  "end",
                                          "endogenous", "exogenous",  "for",         "identity",  "in",
                                          "list",       "not",        "or",          "parameter", "variable"};

std::span<const FunctionInfo> table_of(Dialect dialect) noexcept {
  if (dialect == Dialect::frml) return kFrml;
  return kModel;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool has_lower(std::string_view s) noexcept {
  return std::any_of(s.begin(), s.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

Op op_of(Function f) noexcept {
  constexpr Op kOps[] = {Op::abs,  Op::exp,    Op::log,   Op::sqrt,   Op::normal_cdf, Op::normal_pdf, Op::logistic,
                         Op::sine, Op::cosine, Op::power, Op::select, Op::min,        Op::max};
  return kOps[static_cast<std::size_t>(f)];
}

}  // namespace

const FunctionInfo* find_function(std::string_view name, Dialect dialect) noexcept {
  const auto table = table_of(dialect);
  const bool fold = dialect == Dialect::frml || !has_lower(name);
  const auto same = [&](const FunctionInfo& f) {
    return std::equal(f.name.begin(), f.name.end(), name.begin(), name.end(),
                      [&](char a, char b) { return a == (fold ? lower(b) : b); });
  };
  if (name.size() > 13) return nullptr;  // of "logit_inverse", the longest: most names are no function
  const auto found = std::find_if(table.begin(), table.end(), same);
  return found == table.end() ? nullptr : &*found;
}

bool is_keyword(std::string_view name) noexcept {
  return std::binary_search(std::begin(kKeywords), std::end(kKeywords), name);
}

std::string nearest_function(std::string_view name, Dialect dialect) {
  std::vector<std::string> known;
  for (const FunctionInfo& f : table_of(dialect)) known.emplace_back(f.name);
  std::string lowered(name);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  const std::string near = v0::detail::nearest_name(lowered, known);
  return near.empty() ? "a lag is written x(-1), a product with *" : "did you mean " + near + "?";
}

NodeId apply(Expressions& e, Function function, const NodeId* x, std::size_t count) {
  const auto folded = [&](Op op) {
    NodeId result = x[0];
    for (std::size_t i = 1; i < count; ++i) result = e.make(op, result, x[i]);
    return result;
  };
  switch (function) {
    case Function::log10:
      return e.make(Op::divide, e.make(Op::log, x[0]), e.constant(std::numbers::ln10));
    case Function::logit:
      return e.make(Op::log, e.make(Op::divide, x[0], e.make(Op::subtract, e.constant(1), x[0])));
    case Function::sign:
      return e.make(Op::subtract, e.make(Op::less, e.constant(0), x[0]), e.make(Op::less, x[0], e.constant(0)));
    case Function::pos:
      return e.make(Op::max, x[0], e.constant(0));
    case Function::min:
      return folded(Op::min);
    case Function::max:
      return folded(Op::max);
    default:
      return e.make(op_of(function), x[0], count > 1 ? x[1] : 0, count > 2 ? x[2] : 0);
  }
}

NodeId apply_change(Expressions& e, Function function, NodeId now, NodeId before) {
  if (function == Function::diff) return e.make(Op::subtract, now, before);
  if (function == Function::dlog) return e.make(Op::subtract, e.make(Op::log, now), e.make(Op::log, before));
  const NodeId growth = e.make(Op::subtract, e.make(Op::divide, now, before), e.constant(1));
  return function == Function::growth ? growth : e.make(Op::multiply, e.constant(100), growth);
}

}  // namespace foreplan::inline v0::scenario::detail
