#include "scenario/print.hpp"

#include <cmath>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

/// How an operation reads: between its operands, before its operand, or as a function.
struct Form {
  std::string_view text;
  int precedence;  ///< 0: a function.
};
constexpr int kOperand = 9;

Form form_of(Op op) noexcept {
  switch (op) {
    case Op::logical_or:
      return {" or ", 1};
    case Op::logical_and:
      return {" and ", 2};
    case Op::logical_not:
      return {"not ", 3};
    case Op::less:
      return {" < ", 4};
    case Op::less_equal:
      return {" <= ", 4};
    case Op::equal:
      return {" == ", 4};
    case Op::not_equal:
      return {" != ", 4};
    case Op::add:
      return {" + ", 5};
    case Op::subtract:
      return {" - ", 5};
    case Op::multiply:
      return {" * ", 6};
    case Op::divide:
      return {" / ", 6};
    case Op::negate:
      return {"-", 7};
    case Op::power:
      return {" ^ ", 8};
    case Op::abs:
      return {"abs", 0};
    case Op::exp:
      return {"exp", 0};
    case Op::log:
      return {"log", 0};
    case Op::sqrt:
      return {"sqrt", 0};
    case Op::normal_cdf:
      return {"normal_cdf", 0};
    case Op::normal_pdf:
      return {"normal_pdf", 0};
    case Op::logistic:
      return {"logistic", 0};
    case Op::sine:
      return {"sin", 0};
    case Op::cosine:
      return {"cos", 0};
    case Op::min:
      return {"min", 0};
    case Op::max:
      return {"max", 0};
    case Op::select:
      return {"if", 0};
    case Op::constant:
    case Op::variable:
    case Op::at_period:
      break;
  }
  return {"", kOperand};
}

class Printer {
 public:
  Printer(const ModelData& model, std::size_t most) : m_(model), most_(most) {}

  std::string print(NodeId root) {
    todo_.push_back({{}, root, 0, true});
    while (!todo_.empty()) {
      if (out_.size() > most_) return std::move(out_) + "...";
      const Part part = todo_.back();
      todo_.pop_back();
      if (part.is_node)
        node(part.id, part.least);
      else
        out_ += part.text;
    }
    return std::move(out_);
  }

 private:
  struct Part {
    std::string_view text;
    NodeId id;
    int least;  ///< Below this precedence it needs parentheses.
    bool is_node;
  };
  void later(std::string_view text) { todo_.push_back({text, 0, 0, false}); }
  void later(NodeId id, int least) { todo_.push_back({{}, id, least, true}); }

  void node(NodeId id, int least) {
    const Node& n = m_.expressions[id];
    const int count = operands(n.op);
    if (count == 0) return leaf(n, least);
    const auto [text, precedence] = form_of(n.op);
    // In reverse, as the last part put down is the first one taken up.
    if (precedence == 0) {
      later(")");
      const NodeId all[] = {n.a, n.b, n.c};
      for (int i = count; i-- > 0;) {
        later(all[i], 0);
        later(i == 0 ? "(" : ", ");
      }
      out_ += text;
      return;
    }
    const bool wrap = precedence < least;
    if (wrap) later(")");
    if (count == 1) {
      later(n.a, precedence);
      later(text);
    } else {
      const bool power = n.op == Op::power, comparison = precedence == 4;
      later(n.b, power ? precedence : precedence + 1);
      later(text);
      later(n.a, power || comparison ? precedence + 1 : precedence);
    }
    if (wrap) out_ += '(';
  }

  void leaf(const Node& n, int least) {
    if (n.op == Op::constant) return number(n.value, least);
    const std::string& name = m_.variables[n.a].name;
    if (n.op == Op::at_period) {
      out_ += "value(" + name + ", " + to_string(m_.periods[n.b]) + ")";
    } else {
      out_ += name;
      if (n.offset != 0) out_ += std::string(n.offset > 0 ? "(+" : "(") + std::to_string(n.offset) + ")";
    }
  }

  void number(double value, int least) {
    if (std::isnan(value))
      out_ += "(0 / 0)";
    else if (std::isinf(value))
      out_ += value > 0 ? "(1 / 0)" : "(-1 / 0)";
    else if (std::signbit(value) && least > 7)
      out_ += "(" + v0::detail::number_text(value) + ")";
    else
      out_ += v0::detail::number_text(value);
  }

  const ModelData& m_;
  std::size_t most_;
  std::vector<Part> todo_{};
  std::string out_{};
};

}  // namespace

std::string expression_text(const ModelData& model, NodeId root, std::size_t most) {
  return Printer(model, most).print(root);
}

}  // namespace foreplan::inline v0::scenario::detail
