#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/contradiction.hpp"
#include "plan/findings.hpp"
#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One quantity that the plan asks for, from the sources that it gives.
class Derivation {
 public:
  Derivation(const Context& context, const Quantity& quantity)
      : c_(context), q_(quantity), language_(context.options.language), given_(sources()) {}

  Finding find() const {
    switch (q_.kind) {
      case QuantityKind::growth:
        return growth();
      case QuantityKind::capital_per_output_increment:
        return capital_per_output();
      case QuantityKind::growth_from_contribution:
        return growth_from_contribution();
    }
    return left_open();
  }

 private:
  Sources sources() const {
    Sources s;
    for (const auto& id : q_.given) {
      const auto& identities = c_.plan.identities;
      const auto identity =
          std::find_if(identities.begin(), identities.end(), [&](const Identity& i) { return i.id == id; });
      if (identity != identities.end())
        s.identities.push_back(&*identity);
      else
        s.statements.push_back(&find_statement(c_.plan, id));
    }
    return s;
  }

  Finding found(FindingKind kind, double value, Interval range, std::string sentence) const {
    if (!q_.caveat.empty()) sentence += " " + q_.caveat.in(language_);
    return make_finding(kind, kind == FindingKind::derived ? Severity::note : Severity::warning, q_.given, value, range,
                        std::move(sentence));
  }

  Finding left_open() const {
    return make_finding(
        FindingKind::not_derived, Severity::note, q_.given, kNaN, {},
        text::message(language_, "finding.not_derived",
                      {{"indicator", name(q_.indicator)}, {"period", text::period_text(q_.period, language_)}}));
  }

  const std::string& name(const std::string& indicator) const { return name_of(c_.plan, indicator, language_); }

  std::string listed() const {
    std::string all;
    for (const Statement* s : given_.statements)
      all += (all.empty() ? "" : "; ") + statement_text(c_.plan, *s, language_);
    return all;
  }

  Finding growth() const {
    Statement wanted;
    wanted.kind = StatementKind::growth;
    Constraints constraints(c_.plan, c_.indicators, given_, Digits::none);
    const Active everything(given_.size(), 1);
    const auto indicator = static_cast<int>(c_.indicators.find(q_.indicator));
    const PriceBasis basis = constraints.usual_basis(indicator);
    const Ends ends{constraints.find({indicator, -1, q_.period.first.ordinal() - 1, basis}),
                    constraints.find({indicator, -1, q_.period.last.ordinal(), basis}),
                    q_.period.last - q_.period.first + 1};
    if (ends.from < 0 || ends.to < 0) return left_open();
    const double value = point_implied(constraints, everything, wanted, ends);
    if (std::isnan(value)) return left_open();
    Interval range{value, value};
    constraints.restate(Digits::printed);
    if (constraints.can_hold(everything))
      range = from_ratio(wanted, constraints.ratio(everything, ends.from, ends.to), ends);
    return found(FindingKind::derived, value, range,
                 text::message(language_, "finding.derived.growth",
                               {{"indicator", name(q_.indicator)},
                                {"period", text::period_text(q_.period, language_)},
                                {"value", text::percent(value, 2, language_)},
                                {"each", text::each_period(q_.period.first.frequency(), language_)},
                                {"given", listed()}}));
  }

  const Statement* level_of(const std::string& indicator, std::int64_t ordinal) const {
    for (const Statement* x : given_.statements)
      if (x->kind == StatementKind::level && x->indicator == indicator && x->period.first.ordinal() == ordinal)
        return x;
    return nullptr;
  }

  /// In the whole plan: what is given need not state it.
  PriceBasis basis_of(const Statement& level) const {
    return names_basis(level) ? level.price_basis
                              : c_.constraints.usual_basis(indicator_index(c_.plan, level.indicator));
  }

  Finding capital_per_output() const {
    const Statement* capital = level_of(q_.indicator, q_.period.last.ordinal());
    const Statement* before = level_of(q_.of, q_.period.first.ordinal() - 1);
    const Statement* after = level_of(q_.of, q_.period.last.ordinal());
    if (capital == nullptr || before == nullptr || after == nullptr) return left_open();
    const double increment = stated_value(*after) - stated_value(*before);
    if (!(increment > 0)) return left_open();
    const PriceBasis paid = basis_of(*capital), produced = basis_of(*after);
    const bool mixed = paid != produced || produced != basis_of(*before) || paid.kind() == PriceBasis::Kind::unstated;
    const int power =
        find_indicator(c_.plan, q_.indicator).unit.scale_power - find_indicator(c_.plan, q_.of).unit.scale_power;
    const double value = stated_value(*capital) / increment * std::pow(10.0, power);
    return found(mixed ? FindingKind::mixed_price_bases : FindingKind::derived, value, {value, value},
                 text::message(language_, mixed ? "finding.mixed_price_bases" : "finding.derived.capital",
                               {{"capital", text::number(capital->value, language_)},
                                {"after", text::number(after->value, language_)},
                                {"before", text::number(before->value, language_)},
                                {"value", text::number(value, 2, language_)},
                                {"capital_basis", text::price_basis_text(paid, language_)},
                                {"output_basis", text::price_basis_text(produced, language_)},
                                {"indicator", name(q_.indicator)},
                                {"of", name(q_.of)},
                                {"period", text::period_text(q_.period, language_)}}));
  }

  Finding growth_from_contribution() const {
    const Statement *contribution = nullptr, *share = nullptr;
    for (const Statement* s : given_.statements) {
      if (s->indicator != q_.indicator || s->of != q_.of) continue;
      if (s->kind == StatementKind::contribution && s->period.first == q_.period.first) contribution = s;
      if (s->kind == StatementKind::share && s->period.first.ordinal() == q_.period.first.ordinal() - 1) share = s;
    }
    if (contribution == nullptr || share == nullptr) return left_open();
    const double value = stated_value(*contribution) / stated_value(*share);
    const Interval c = stated_interval(*contribution, Digits::printed, c_.plan.about_tolerance);
    const Interval s = stated_interval(*share, Digits::printed, c_.plan.about_tolerance);
    const Interval range{std::min(c.lower / s.lower, c.lower / s.upper),
                         std::max(c.upper / s.lower, c.upper / s.upper)};
    const bool implausible = value < -c_.options.implausible_fall;
    const int decimals = printed_decimals(*contribution);
    return found(
        implausible ? FindingKind::implausible_growth : FindingKind::derived, value, range,
        text::message(language_, implausible ? "finding.implausible_growth" : "finding.derived.from_contribution",
                      {{"indicator", name(q_.indicator)},
                       {"of", name(q_.of)},
                       {"period", period_text(q_.period, language_)},
                       {"before", text::period_phrase(share->period.first, language_)},
                       {"contribution", text::signed_number(contribution->value.value(), decimals, language_)},
                       {"share", text::percent_points(share->value, language_)},
                       {"value", text::signed_percent(value, 1, language_)}}));
  }

  const Context& c_;
  const Quantity& q_;
  Language language_;
  Sources given_;
};

}  // namespace

void add_quantities(const Context& context, std::vector<Finding>& findings) {
  for (const Quantity& q : context.plan.quantities) findings.push_back(Derivation(context, q).find());
}

}  // namespace foreplan::inline v0::plan::internal
