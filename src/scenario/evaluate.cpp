#include "scenario/evaluate.hpp"

#include <algorithm>
#include <charconv>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {

namespace {
constexpr std::size_t kMostCandidates = 100;  ///< Variables of a left side that are looked at.
}  // namespace

Names::Meaning& Names::meaning(std::uint32_t symbol) {
  if (symbol >= meanings_.size()) meanings_.resize(std::max<std::size_t>(r_.symbols.size(), symbol + 1));
  return meanings_[symbol];
}

std::uint32_t Names::variable(std::uint32_t symbol) {
  Meaning& m = meaning(symbol);
  if (m.variable == kNone) m.variable = draft_.add_variable(r_.symbols.name(symbol));
  return m.variable;
}

void Names::set_constant(std::uint32_t symbol, double value) {
  Meaning& m = meaning(symbol);
  m.is_constant = true;
  m.value = value;
}

NodeId Evaluator::evaluate(StepRange steps, std::vector<std::uint32_t>* unlagged) {
  values_.clear();
  frames_.clear();
  unlagged_ = unlagged;
  shift_ = 0;
  for (at_ = steps.begin; at_ < steps.end; ++at_) {
    const Step& step = r_.syntax.steps[at_];
    bindings_.charge(1, step.offset);
    run(step);
  }
  return pop();
}

std::uint32_t Evaluator::plain_variable(StepRange steps) {
  if (steps.end != steps.begin + 1) return kNone;
  const Step& step = r_.syntax.steps[steps.begin];
  if (step.b != kNone) return kNone;
  if (step.kind == StepKind::symbol) return names_.constant(step.a) ? kNone : names_.variable(step.a);
  if (step.kind != StepKind::pattern || !bindings_.write(step.a, text_) || !is_name(text_)) return kNone;
  const std::uint32_t symbol = r_.symbols.intern(text_);
  return names_.constant(symbol) ? kNone : names_.variable(symbol);
}

void Evaluator::run(const Step& step) {
  switch (step.kind) {
    case StepKind::number:
      return push(e_.constant(r_.syntax.numbers[step.a]));
    case StepKind::symbol:
      return name(step, step.a);
    case StepKind::pattern:
      return pattern(step);
    case StepKind::fixed:
      return fixed(step);
    case StepKind::operation: {
      const Op op = static_cast<Op>(step.code);
      if (operands(op) == 1) return push(e_.make(op, pop()));
      NodeId b = pop(), a = pop();
      if (step.a != 0) std::swap(a, b);
      return push(e_.make(op, a, b));
    }
    case StepKind::call: {
      const NodeId result =
          apply(e_, static_cast<Function>(step.code), values_.data() + (values_.size() - step.a), step.a);
      values_.resize(values_.size() - step.a);
      return push(result);
    }
    case StepKind::time_begin:
      return begin_time(step);
    case StepKind::time_end:
      return end_time(step);
    case StepKind::loop_begin:
      return begin_loop(step);
    case StepKind::loop_end:
      return end_loop(step);
  }
}

std::int64_t Evaluator::periods(std::uint32_t place, std::uint32_t offset) {
  if (place == kNone) return 0;
  const Periods& p = r_.syntax.periods[place];
  if (p.pattern == kNone) return p.value;
  std::int64_t value = 0;
  std::string text;
  if (!bindings_.write(p.pattern, text)) return 1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!is_whole(text) || read.ec != std::errc() || value > kMaxOffset) {
    r_.issues->add(offset, "a whole number of at most " + std::to_string(kMaxOffset) + " periods",
                   v0::detail::quoted(text, 40));
    return 1;
  }
  return p.negative ? -value : value;
}

void Evaluator::pattern(const Step& step) {
  if (!bindings_.write(step.a, text_)) return push_missing();
  if (is_whole(text_) && step.b == kNone) {
    double value = 0;
    std::from_chars(text_.data(), text_.data() + text_.size(), value);
    return push(e_.constant(value));
  }
  const bool function = find_function(text_, r_.dialect) != nullptr || is_keyword(text_);
  if (!is_name(text_) || function) {
    r_.issues->add(step.offset, function ? "a name that is not reserved" : "a name", v0::detail::quoted(text_, 40),
                   is_whole(text_) ? "a number has no lag" : "");
    return push_missing();
  }
  name(step, r_.symbols.intern(text_));
}

void Evaluator::name(const Step& step, std::uint32_t symbol) {
  if (const double* value = names_.constant(symbol)) {
    if (step.b != kNone)
      r_.issues->add(step.offset, "a variable before a lag", r_.symbols.name(symbol) + ", a constant",
                     "a constant is the same in all periods");
    return push(e_.constant(*value));
  }
  if (names_.known_variable(symbol) == kNone) bindings_.charge(8, step.offset);
  const std::uint32_t variable = names_.variable(symbol);
  std::int64_t offset = shift_ + periods(step.b, step.offset);
  if (std::abs(offset) > kMaxOffset) {
    r_.issues->add(step.offset, "lags and leads of at most " + std::to_string(kMaxOffset) + " periods in all",
                   std::to_string(offset));
    offset = 0;
  }
  if (unlagged_ != nullptr && offset == 0 &&
      std::find(unlagged_->begin(), unlagged_->end(), variable) == unlagged_->end() &&
      unlagged_->size() < kMostCandidates)
    unlagged_->push_back(variable);
  push(e_.variable(variable, static_cast<std::int32_t>(offset)));
}

void Evaluator::fixed(const Step& step) {
  const Node& variable = e_[pop()];
  std::string text;
  if (!bindings_.write(step.a, text)) return push_missing();
  Period period;
  try {
    period = Period::parse(text);
  } catch (const InvalidArgument&) {
    r_.issues->add(step.offset, "a period such as 2015, 2015Q1 or 2015-07", v0::detail::quoted(text, 40));
    return push_missing();
  }
  if (variable.op != Op::variable) {
    r_.issues->add(step.offset, "a variable before the period", "a number");
    return push_missing();
  }
  const std::uint32_t of = variable.a, place = draft_.place_of(period);
  if (place == kNone) {
    r_.issues->add(step.offset, "periods of one frequency; another is " + to_string(draft_.data.periods[0]),
                   to_string(period));
    return push_missing();
  }
  push(e_.at_period(of, place));
}

void Evaluator::begin_time(const Step& step) {
  const auto function = static_cast<Function>(step.code);
  Frame frame{at_, 0, 2, 1, shift_};
  if (step.a != kNone) frame.periods = periods(step.a, step.offset);
  if (frame.periods < 1) {
    r_.issues->add(step.offset, "a whole number of periods of at least 1", std::to_string(frame.periods));
    frame.periods = 1;
  }
  if (function == Function::lag || function == Function::lead) {
    frame.count = 1;
    shift_ += function == Function::lag ? -frame.periods : frame.periods;
  } else if (function == Function::msum || function == Function::mavg) {
    frame.count = static_cast<std::uint64_t>(frame.periods);
    frame.periods = 1;
  }
  frames_.push_back(frame);
}

void Evaluator::end_time(const Step& step) {
  const auto function = static_cast<Function>(step.code);
  Frame& frame = frames_.back();
  const bool total = function == Function::msum || function == Function::mavg;
  if (total && frame.iteration > 0) {
    const NodeId last = pop(), before = pop();
    push(e_.make(Op::add, before, last));
  }
  if (++frame.iteration < frame.count) {
    shift_ = std::max<std::int64_t>(frame.shift - frame.periods * static_cast<std::int64_t>(frame.iteration),
                                    -2 * std::int64_t{kMaxOffset});
    at_ = frame.step;
    return;
  }
  if (function == Function::mavg) push(e_.make(Op::divide, pop(), e_.constant(static_cast<double>(frame.count))));
  if (frame.count == 2 && !total) {
    const NodeId before = pop(), now = pop();
    push(apply_change(e_, function, now, before));
  }
  shift_ = frame.shift;
  frames_.pop_back();
}

void Evaluator::begin_loop(const Step& step) {
  const Loop& loop = r_.syntax.loops[step.a];
  Frame frame{at_, 0, bindings_.count(loop), 0, shift_};
  if (frame.count == 0) {  // over a list that is not known: reported
    push_missing();
    at_ = step.b;
    return;
  }
  bindings_.set(loop, 0, step.offset);
  frames_.push_back(frame);
}

void Evaluator::end_loop(const Step& step) {
  const auto function = static_cast<Function>(step.code);
  Frame& frame = frames_.back();
  if (frame.iteration > 0) {
    const NodeId last = pop(), before = pop();
    const Op op = function == Function::product ? Op::multiply
                  : function == Function::min   ? Op::min
                  : function == Function::max   ? Op::max
                                                : Op::add;
    push(e_.make(op, before, last));
  }
  if (++frame.iteration < frame.count) {
    bindings_.set(r_.syntax.loops[r_.syntax.steps[frame.step].a], frame.iteration, step.offset);
    at_ = frame.step;
    return;
  }
  if (function == Function::mean) push(e_.make(Op::divide, pop(), e_.constant(static_cast<double>(frame.count))));
  frames_.pop_back();
}

}  // namespace foreplan::inline v0::scenario::detail
