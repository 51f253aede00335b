#include <foreplan/scenario/builder.hpp>

#include <stdexcept>

#include "core/check.hpp"
#include "scenario/builder_state.hpp"
#include "scenario/functions.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {

NodeId ExprAccess::node(const Expr& x, const State& state, std::string_view function) {
  if (!x.state_) return state->draft.data.expressions.constant(x.value_);
  v0::detail::require(x.state_ == state, function, "expressions must be of one builder");
  return x.node_;
}

}  // namespace detail

namespace {

using detail::ExprAccess;
using detail::Function;
using detail::NodeId;
using detail::Op;

constexpr std::string_view kExpr = "scenario::Expr";

double number(Function f, const Expr& a) {
  detail::Expressions e;
  const NodeId x = e.constant(ExprAccess::value(a));
  return e[detail::apply(e, f, &x, 1)].value;
}

Expr of(Op op, const Expr& a, const Expr& b) {
  const ExprAccess::State& state = ExprAccess::state(a) ? ExprAccess::state(a) : ExprAccess::state(b);
  if (!state) return detail::evaluate(op, ExprAccess::value(a), ExprAccess::value(b), 0);
  const NodeId x = ExprAccess::node(a, state, kExpr), y = ExprAccess::node(b, state, kExpr);
  return ExprAccess::make(state, state->draft.data.expressions.make(op, x, y));
}

Expr of(Op op, const Expr& a) {
  const ExprAccess::State& state = ExprAccess::state(a);
  if (!state) return detail::evaluate(op, ExprAccess::value(a), 0, 0);
  return ExprAccess::make(state, state->draft.data.expressions.make(op, ExprAccess::node(a, state, kExpr)));
}

Expr of(Function f, const Expr& a) {
  const ExprAccess::State& state = ExprAccess::state(a);
  if (!state) return number(f, a);
  const NodeId x = ExprAccess::node(a, state, kExpr);
  return ExprAccess::make(state, detail::apply(state->draft.data.expressions, f, &x, 1));
}

Expr moved(const Expr& x, int periods, std::string_view function) {
  const ExprAccess::State& state = ExprAccess::state(x);
  if (!state || periods == 0) return x;
  detail::Expressions& e = state->draft.data.expressions;
  try {
    return ExprAccess::make(state, detail::shifted(e, state->walk, ExprAccess::node(x, state, function), periods));
  } catch (const std::overflow_error&) {
    v0::detail::fail(function, "lags and leads must be at most 1000000 periods in all", std::to_string(periods));
  }
}

void require_periods(int periods, int least, std::string_view function) {
  v0::detail::require(periods >= least && periods <= detail::kMaxOffset, function,
                      "periods must be " + std::to_string(least) + " to 1000000", std::to_string(periods));
}

Expr change(Function f, const Expr& x, int periods, std::string_view function) {
  require_periods(periods, 1, function);
  const ExprAccess::State& state = ExprAccess::state(x);
  if (!state) {
    detail::Expressions e;
    const NodeId same = e.constant(ExprAccess::value(x));
    return e[detail::apply_change(e, f, same, same)].value;
  }
  const NodeId now = ExprAccess::node(x, state, function);
  const NodeId before = ExprAccess::node(moved(x, -periods, function), state, function);
  return ExprAccess::make(state, detail::apply_change(state->draft.data.expressions, f, now, before));
}

}  // namespace

Expr Expr::lag(int periods) const {
  require_periods(periods, 0, "scenario::Expr::lag");
  return moved(*this, -periods, "scenario::Expr::lag");
}
Expr Expr::lead(int periods) const {
  require_periods(periods, 0, "scenario::Expr::lead");
  return moved(*this, periods, "scenario::Expr::lead");
}

Expr Expr::at(Period period) const {
  constexpr std::string_view kFunction = "scenario::Expr::at";
  v0::detail::require(state_ != nullptr, kFunction, "the expression must be a variable", value_);
  detail::ModelData& data = state_->draft.data;
  const detail::Node n = data.expressions[node_];
  v0::detail::require(n.op == Op::variable && n.offset == 0, kFunction,
                      "the expression must be a variable without lag");
  const std::uint32_t place = state_->draft.place_of(period);
  if (place == detail::kNone)
    v0::detail::fail<PeriodMismatch>(kFunction, "periods must be of one frequency",
                                     to_string(data.periods[0]) + " and " + to_string(period));
  return ExprAccess::make(state_, data.expressions.at_period(n.a, place));
}

Expr operator-(const Expr& a) { return of(Op::negate, a); }
Expr operator+(const Expr& a, const Expr& b) { return of(Op::add, a, b); }
Expr operator-(const Expr& a, const Expr& b) { return of(Op::subtract, a, b); }
Expr operator*(const Expr& a, const Expr& b) { return of(Op::multiply, a, b); }
Expr operator/(const Expr& a, const Expr& b) { return of(Op::divide, a, b); }
Expr operator<(const Expr& a, const Expr& b) { return of(Op::less, a, b); }
Expr operator<=(const Expr& a, const Expr& b) { return of(Op::less_equal, a, b); }
Expr operator>(const Expr& a, const Expr& b) { return of(Op::less, b, a); }
Expr operator>=(const Expr& a, const Expr& b) { return of(Op::less_equal, b, a); }
Expr equal(const Expr& a, const Expr& b) { return of(Op::equal, a, b); }
Expr not_equal(const Expr& a, const Expr& b) { return of(Op::not_equal, a, b); }
Expr all_of(const Expr& a, const Expr& b) { return of(Op::logical_and, a, b); }
Expr any_of(const Expr& a, const Expr& b) { return of(Op::logical_or, a, b); }
Expr none_of(const Expr& x) { return of(Op::logical_not, x); }

Expr if_else(const Expr& condition, const Expr& a, const Expr& b) {
  const ExprAccess::State* state = &ExprAccess::state(condition);
  if (!*state) state = &ExprAccess::state(a);
  if (!*state) state = &ExprAccess::state(b);
  if (!*state) return ExprAccess::value(condition) != 0 ? a : b;
  const NodeId c = ExprAccess::node(condition, *state, kExpr);
  const NodeId x = ExprAccess::node(a, *state, kExpr), y = ExprAccess::node(b, *state, kExpr);
  return ExprAccess::make(*state, (*state)->draft.data.expressions.make(Op::select, c, x, y));
}

Expr abs(const Expr& x) { return of(Op::abs, x); }
Expr exp(const Expr& x) { return of(Op::exp, x); }
Expr log(const Expr& x) { return of(Op::log, x); }
Expr log10(const Expr& x) { return of(Function::log10, x); }
Expr sqrt(const Expr& x) { return of(Op::sqrt, x); }
Expr sin(const Expr& x) { return of(Op::sine, x); }
Expr cos(const Expr& x) { return of(Op::cosine, x); }
Expr pow(const Expr& base, const Expr& exponent) { return of(Op::power, base, exponent); }
Expr min(const Expr& a, const Expr& b) { return of(Op::min, a, b); }
Expr max(const Expr& a, const Expr& b) { return of(Op::max, a, b); }
Expr sign(const Expr& x) { return of(Function::sign, x); }
Expr pos(const Expr& x) { return of(Function::pos, x); }
Expr normal_cdf(const Expr& x) { return of(Op::normal_cdf, x); }
Expr normal_pdf(const Expr& x) { return of(Op::normal_pdf, x); }
Expr logistic(const Expr& x) { return of(Op::logistic, x); }
Expr logit(const Expr& x) { return of(Function::logit, x); }
Expr diff(const Expr& x, int periods) { return change(Function::diff, x, periods, "scenario::diff"); }
Expr dlog(const Expr& x, int periods) { return change(Function::dlog, x, periods, "scenario::dlog"); }
Expr pct(const Expr& x, int periods) { return change(Function::pct, x, periods, "scenario::pct"); }
Expr growth(const Expr& x, int periods) { return change(Function::growth, x, periods, "scenario::growth"); }

Expr msum(const Expr& x, int periods) {
  require_periods(periods, 1, "scenario::msum");
  Expr total = x;
  for (int k = 1; k < periods; ++k) total = total + moved(x, -k, "scenario::msum");
  return total;
}
Expr mavg(const Expr& x, int periods) {
  require_periods(periods, 1, "scenario::mavg");
  return msum(x, periods) / periods;
}
Expr sum(const std::vector<Expr>& terms) {
  Expr total = 0;
  for (const Expr& term : terms) total = total + term;
  return total;
}

}  // namespace foreplan::inline v0::scenario
