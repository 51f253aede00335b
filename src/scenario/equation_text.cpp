#include <algorithm>

#include "scenario/bindings.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::size_t kLongestText = 4000;

/// Copies an equation's source, elements in place of {index}, each aggregate written out.
class Writer {
 public:
  Writer(const Reading& r, Bindings& b, const Statement& s)
      : r_(r),
        b_(b),
        text_(r.syntax.text),
        next_(s.aggregates.begin),
        last_(s.aggregates.end),
        at_(s.body.offset),
        end_(s.body.offset + s.body.length) {}

  std::string write() {
    while (out_.size() <= kLongestText) {
      if (!frames_.empty() && at_ == aggregate().end) {
        end_body();
      } else if (at_ == end_) {
        return std::move(out_);
      } else if (next_ < last_ && at_ == r_.syntax.aggregates[next_].begin) {
        begin_aggregate();
      } else {
        copy();
      }
    }
    out_.resize(kLongestText);
    return std::move(out_) + "...";
  }

 private:
  struct Frame {
    std::uint32_t aggregate;
    std::uint64_t iteration, count;
    bool wrap, wrap_body;
  };
  const AggregateSpan& aggregate() const { return r_.syntax.aggregates[frames_.back().aggregate]; }
  const Loop& loop() const { return r_.syntax.loops[aggregate().loop]; }

  static bool is_call(Function f) { return f == Function::min || f == Function::max; }

  void begin_aggregate() {
    Frame frame{next_, 0, 0, true, true};
    const AggregateSpan& a = r_.syntax.aggregates[next_++];
    frame.count = b_.count(r_.syntax.loops[a.loop]);
    if (frame.count == 0) return skip(a);
    const bool whole_side = a.end + 1 == end_ && out_.ends_with("= ");
    frame.wrap = frame.count > 1 && !is_call(a.function) && !whole_side;
    frame.wrap_body = (frame.count == 1 || !is_call(a.function)) && !is_operand(text_.substr(a.body, a.end - a.body));
    frames_.push_back(frame);
    if (frame.wrap) out_ += '(';
    if (frame.count > 1 && is_call(a.function)) out_ += a.function == Function::min ? "min(" : "max(";
    if (frame.count > 1 && a.function == Function::mean) out_ += '(';
    begin_body();
  }

  /// Over a list that is not known: reported.
  void skip(const AggregateSpan& a) {
    at_ = a.end + 1;
    while (next_ < last_ && r_.syntax.aggregates[next_].begin < a.end) ++next_;
  }

  void begin_body() {
    b_.set(loop(), frames_.back().iteration, aggregate().begin);
    b_.charge((aggregate().end - aggregate().body) / 16, aggregate().begin);
    next_ = frames_.back().aggregate + 1;
    at_ = aggregate().body;
    if (frames_.back().wrap_body) out_ += '(';
  }

  void end_body() {
    Frame& frame = frames_.back();
    const AggregateSpan& a = aggregate();
    while (out_.ends_with(' ')) out_.pop_back();
    if (frame.wrap_body) out_ += ')';
    if (++frame.iteration < frame.count) {
      out_ += is_call(a.function) ? ", " : a.function == Function::product ? " * " : " + ";
      return begin_body();
    }
    if (frame.count > 1 && is_call(a.function)) out_ += ')';
    if (frame.count > 1 && a.function == Function::mean) out_ += ") / " + std::to_string(frame.count);
    if (frame.wrap) out_ += ')';
    at_ = a.end + 1;
    frames_.pop_back();
  }

  /// A name or number, with a lag at most: what needs no parentheses in a sum or product.
  static bool is_operand(std::string_view body) {
    while (body.ends_with(' ')) body.remove_suffix(1);
    const std::size_t open = body.find('(');
    if (open != std::string_view::npos) {
      const auto lag = [](char c) { return is_digit(c) || is_letter(c) || c == '{' || c == '}'; };
      if (!body.ends_with(')') || open + 3 > body.size() || (body[open + 1] != '-' && body[open + 1] != '+'))
        return false;
      if (!std::all_of(body.begin() + static_cast<std::ptrdiff_t>(open) + 2, body.end() - 1, lag)) return false;
      body = body.substr(0, open);
    }
    return std::all_of(body.begin(), body.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '{' || c == '}' || c == '.'; });
  }

  void copy() {
    const char c = text_[at_];
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    const bool comment = c == '#' || (c == '/' && at_ + 1 < end_ && text_[at_ + 1] == '/');
    if (comment) {
      at_ = static_cast<std::uint32_t>(std::min<std::size_t>(text_.find('\n', at_), end_));
    } else if (blank) {
      ++at_;
      if (!out_.empty() && !out_.ends_with(' ')) out_ += ' ';
    } else if (c == '{') {
      index();
    } else {
      ++at_;
      out_ += c;
    }
  }

  /// The pieces of the whole text are in its order, but for aggregates read twice: found by their place.
  void index() {
    const auto close = static_cast<std::uint32_t>(std::min<std::size_t>(text_.find('}', at_), end_));
    const auto& pieces = r_.syntax.pieces;
    const auto piece = std::lower_bound(pieces.begin(), pieces.end(), at_ + 1,
                                        [](const Piece& p, std::uint32_t offset) { return p.offset < offset; });
    if (piece != pieces.end() && piece->offset == at_ + 1) (void)b_.write(*piece, out_);
    at_ = std::min(close + 1, end_);
  }

  const Reading& r_;
  Bindings& b_;
  std::string_view text_;
  std::uint32_t next_, last_, at_, end_;
  std::vector<Frame> frames_{};
  std::string out_{};
};

}  // namespace

std::string equation_text(const Reading& reading, Bindings& bindings, const Statement& statement) {
  std::string text = Writer(reading, bindings, statement).write();
  bindings.charge((text.size() + statement.body.length) / 16, statement.offset);
  return text;
}

}  // namespace foreplan::inline v0::scenario::detail
