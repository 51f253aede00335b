#include "plan/contradiction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One minimal set.
class Case {
 public:
  Case(const Plan& plan, const Constraints& all, const std::vector<std::size_t>& set, Language language)
      : plan_(plan), constraints_(all, set), sources_(constraints_.sources()), language_(language) {}

  Finding explain() {
    Contradiction c;
    for (const Statement* s : sources_.statements) c.statements.push_back(s->id);
    for (const Identity* i : sources_.identities) c.statements.push_back(i->id);
    c.implied = implied();
    read_at_other_prices(c);
    read_over_other_horizons(c);
    read_as_other_concept(c);
    for (Reading& r : c.readings) r.sentence = capitalised(std::move(r.sentence));

    Finding f;
    f.kind = FindingKind::contradiction;
    f.severity = Severity::contradiction;
    f.statements = c.statements;
    f.value = kNaN;
    f.sentence = c.sentence = capitalised(sentence(c));
    for (const Reading& r : c.readings) f.sentence += " " + r.sentence;
    f.contradiction = std::move(c);
    return f;
  }

 private:
  Active all_but(std::size_t k) const {
    Active active(sources_.size(), 1);
    active[k] = 0;
    return active;
  }

  Interval implied_range(std::size_t k) const {
    const Ends ends = *constraints_.ends(k);
    return from_ratio(*sources_.statements[k], constraints_.ratio(all_but(k), ends.from, ends.to), ends);
  }

  std::vector<Implied> implied() {
    std::vector<Implied> all;
    std::vector<std::size_t> source;
    all.reserve(sources_.statements.size());
    for (std::size_t k = 0; k < sources_.statements.size(); ++k) {
      if (!constraints_.ends(k)) continue;
      source.push_back(k);
      all.push_back({sources_.statements[k]->id, constraints_.stated(k), kNaN, implied_range(k), {}});
    }
    constraints_.restate(Digits::rates_only);
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].rate_range = constraints_.can_hold(all_but(source[i])) ? implied_range(source[i]) : all[i].range;
    constraints_.restate(Digits::none);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t k = source[i];
      all[i].value = point_implied(constraints_, all_but(k), *sources_.statements[k], *constraints_.ends(k));
    }
    return all;
  }

  bool basis_unstated(const Statement& s) const { return printed_basis(plan_, s).kind() == PriceBasis::Kind::unstated; }
  bool is_money_level(const Statement& s) const {
    return s.kind == StatementKind::level && find_indicator(plan_, s.indicator).unit.is_money();
  }

  const Implied* find(const Contradiction& c, const std::string& id) const {
    for (const auto& i : c.implied)
      if (i.statement == id) return &i;
    return nullptr;
  }

  static bool overlap(const Interval& a, const Interval& b) { return a.lower <= b.upper && b.lower <= a.upper; }
  static Interval inverse(const Interval& x) { return {1 / x.upper, 1 / x.lower}; }
  /// What a level or ratio states, which is positive where nothing bounds it from below.
  Interval positive_interval(const Statement& s) const {
    Interval stated = stated_interval(s, Digits::printed, plan_.about_tolerance);
    stated.lower = std::max(0.0, stated.lower);
    return stated;
  }
  /// How many times what the others imply the stated amount may be.
  static Interval factor_between(const Implied& i) {
    return {std::max(0.0, i.stated.lower) / i.range.upper, i.stated.upper / i.range.lower};
  }
  /// What `conversion` says that an amount at the basis `taken` is multiplied by to be at the other one.
  std::optional<Interval> factor_from(PriceBasis taken, const Statement& amount, const Statement& conversion) const {
    if (conversion.kind != StatementKind::conversion || conversion.indicator != amount.indicator ||
        !conversion.period.contains(amount.period.first))
      return std::nullopt;
    if (conversion.price_basis == taken) return positive_interval(conversion);
    if (conversion.to_price_basis == taken) return inverse(positive_interval(conversion));
    return std::nullopt;
  }

  void read_at_other_prices(Contradiction& c) const {
    for (std::size_t k = 0; k < sources_.statements.size(); ++k) {
      const Statement* s = sources_.statements[k];
      if (!is_money_level(*s) || !basis_unstated(*s)) continue;
      const PriceBasis taken = constraints_.basis_of(k);
      const Implied& i = *find(c, s->id);
      const double value = stated_value(*s);
      Reading r;
      r.kind = ReadingKind::other_price_basis;
      r.statement = s->id;
      r.value = value / i.value;
      r.range = {value / i.rate_range.upper, value / i.rate_range.lower};
      const Interval possible = factor_between(i);
      bool known = false, fits = false;
      for (const Statement& other : plan_.statements)
        if (const auto factor = factor_from(taken, *s, other)) {
          known = true;
          fits = fits || overlap(*factor, possible);
        }
      r.verdict = known && !fits ? Verdict::does_not : Verdict::reconciles;
      const bool open_ended = s->bound == Bound::at_least;
      r.sentence = text::message(language_,
                                 r.verdict == Verdict::does_not ? "reading.price_basis.no"
                                 : open_ended                   ? "reading.price_basis.over"
                                                                : "reading.price_basis.yes",
                                 {{"value", amount_text(plan_, *s, language_)},
                                  {"factor", text::number(r.value, 3, language_)},
                                  {"range", text::range(r.range, 3, language_)},
                                  {"least", text::number(r.range.lower, 3, language_)}});
      c.readings.push_back(std::move(r));
    }
  }

  struct Reached {
    double level = 0;
    int decimals = 0;
  };

  /// The level at the end of a growth statement when the growth is read as `reread` says.
  std::optional<Reached> level_reached(std::size_t growth, const Reread& reread) {
    constraints_.restate(Digits::none, &reread);
    const Ends path = *constraints_.ends(growth);
    for (std::size_t k = 0; k < sources_.statements.size(); ++k) {
      const auto ends = constraints_.ends(k);
      if (!ends || k == growth || ends->to != path.to || ends->from != 0) continue;
      const Statement& s = *sources_.statements[k];
      const double level = point_implied(constraints_, all_but(k), s, *ends);
      return std::isnan(level) ? std::nullopt : std::optional<Reached>({level, printed_decimals(s)});
    }
    return std::nullopt;
  }

  void read_over_other_horizons(Contradiction& c) {
    const Active everything(sources_.size(), 1);
    for (std::size_t k = 0; k < sources_.statements.size(); ++k) {
      const Statement& s = *sources_.statements[k];
      if (s.kind != StatementKind::growth) continue;
      const std::int64_t n = s.period.last - s.period.first + 1;
      const std::int64_t only = s.bound == Bound::exactly || s.bound == Bound::about ? 0 : 1;
      for (const Reread reread : {Reread{k, n, true}, Reread{k, n - 1, false}, Reread{k, n + 1, false}}) {
        if (reread.periods < 1 || (reread.arithmetic && n == 1) || (only != 0 && stated_value(s) == 0)) continue;
        Reading r;
        r.kind = reread.arithmetic ? ReadingKind::arithmetic_growth : ReadingKind::other_horizon;
        r.statement = s.id;
        r.periods = reread.periods;
        const auto level = level_reached(k, reread);
        r.value = level ? level->level : kNaN;
        constraints_.restate(Digits::printed, &reread);
        r.verdict = constraints_.can_hold(everything) ? Verdict::reconciles : Verdict::does_not;
        const std::string reached =
            level ? text::message(language_, "reading.reaches",
                                  {{"level", text::number(level->level, level->decimals, language_)}})
                  : std::string();
        const char* yes = reread.arithmetic ? "reading.arithmetic.yes" : "reading.horizon.yes";
        const char* no = reread.arithmetic ? "reading.arithmetic.no" : "reading.horizon.no";
        r.sentence =
            text::message(language_, r.verdict == Verdict::reconciles ? yes : no,
                          {{"rate", value_text(plan_, s, language_)},
                           {"periods", text::periods_text(reread.periods, s.period.first.frequency(), language_)},
                           {"reached", reached}});
        c.readings.push_back(std::move(r));
      }
    }
  }

  void read_as_other_concept(Contradiction& c) const {
    bool any = false;
    for (const Statement* s : sources_.statements) {
      const Concept measures = find_indicator(plan_, s->indicator).measures;
      if (s->kind != StatementKind::level || measures == Concept::other) continue;
      for (const Statement& ratio : plan_.statements) {
        if (ratio.kind != StatementKind::share) continue;
        const Concept part = find_indicator(plan_, ratio.indicator).measures,
                      whole = find_indicator(plan_, ratio.of).measures;
        if (part != Concept::value_added || whole != Concept::gross_output) continue;
        if (ratio.indicator != s->indicator && ratio.of != s->indicator) continue;
        const Implied& i = *find(c, s->id);
        const Interval possible = factor_between(i);
        Interval factor = positive_interval(ratio);
        if (measures == Concept::value_added) factor = inverse(factor);
        Reading r;
        r.kind = ReadingKind::other_concept;
        r.statement = s->id;
        r.value = measures == Concept::value_added ? 1 / stated_value(ratio) : stated_value(ratio);
        r.range = factor;
        r.verdict = overlap(factor, possible) ? Verdict::reconciles : Verdict::does_not;
        r.sentence = text::message(
            language_, r.verdict == Verdict::reconciles ? "reading.concept.yes" : "reading.concept.no",
            {{"value", amount_text(plan_, *s, language_)}, {"factor", text::number(r.value, 3, language_)}});
        c.readings.push_back(std::move(r));
        any = true;
      }
    }
    if (any) return;
    for (const Statement* s : sources_.statements) {
      if (s->kind != StatementKind::level || find_indicator(plan_, s->indicator).measures == Concept::other) continue;
      Reading r;
      r.kind = ReadingKind::other_concept;
      r.statement = s->id;
      r.value = kNaN;
      r.sentence = text::message(language_, "reading.concept.open", {{"none", std::string()}});
      c.readings.push_back(std::move(r));
      return;
    }
  }

  /// Two levels and the growth between them have a sentence of their own; other sets list what each
  /// statement would have to be.
  std::string sentence(const Contradiction& c) const {
    if (sources_.identities.empty() && sources_.statements.size() == 3) {
      const Statement *first = nullptr, *last = nullptr, *growth = nullptr;
      for (std::size_t k = 0; k < 3; ++k)
        if (sources_.statements[k]->kind == StatementKind::growth) growth = sources_.statements[k];
      if (growth != nullptr && growth->of.empty()) {
        std::size_t g = 0;
        while (sources_.statements[g] != growth) ++g;
        const Ends path = *constraints_.ends(g);
        for (std::size_t k = 0; k < 3; ++k) {
          const auto ends = constraints_.ends(k);
          if (k == g || !ends || sources_.statements[k]->kind != StatementKind::level) continue;
          if (ends->to == path.from) first = sources_.statements[k];
          if (ends->to == path.to) last = sources_.statements[k];
        }
      }
      if (first != nullptr && last != nullptr) return path_sentence(c, *first, *growth, *last);
    }
    std::vector<std::string> said, instead;
    for (const Statement* s : sources_.statements) said.push_back(statement_text(plan_, *s, language_));
    for (const Identity* i : sources_.identities) said.push_back(identity_text(plan_, *i, language_));
    std::size_t implied = 0;
    for (std::size_t k = 0; k < sources_.statements.size(); ++k) {
      if (!constraints_.ends(k)) continue;
      const Implied& i = c.implied[implied++];
      if (std::isnan(i.value)) continue;
      const Statement& s = *sources_.statements[k];
      instead.push_back(text::message(language_, "finding.contradiction.instead",
                                      {{"statement", statement_text(plan_, s, language_)},
                                       {"implied", quantity_text(plan_, s, i.value, 1, language_)}}));
    }
    std::string all, alternatives;
    for (const auto& x : said) all += (all.empty() ? "" : "; ") + x;
    for (const auto& x : instead) alternatives += (alternatives.empty() ? "" : "; ") + x;
    std::string result = text::message(language_, "finding.contradiction.list", {{"statements", all}});
    if (!alternatives.empty())
      result += " " + text::message(language_, "finding.contradiction.others", {{"alternatives", alternatives}});
    return result;
  }

  std::string path_sentence(const Contradiction& c, const Statement& first, const Statement& growth,
                            const Statement& last) const {
    const Implied &base = *find(c, first.id), &rate = *find(c, growth.id), &end = *find(c, last.id);
    const Frequency frequency = growth.period.first.frequency();
    const std::string_view each = text::each_period(frequency, language_);
    const std::int64_t periods = growth.period.last - growth.period.first + 1;
    const double target = stated_value(last), start = stated_value(first), g = stated_value(growth);
    std::string s = text::message(language_, "finding.contradiction.path",
                                  {{"indicator", name_of(plan_, first.indicator, language_)},
                                   {"base", value_text(plan_, first, language_)},
                                   {"first", text::period_phrase(first.period.first, language_)},
                                   {"rate", value_text(plan_, growth, language_)},
                                   {"reached", quantity_text(plan_, last, end.value, 0, language_)},
                                   {"last", text::period_phrase(last.period.first, language_)},
                                   {"target", value_text(plan_, last, language_)},
                                   {"part", text::percent(end.value / target, 1, language_)},
                                   {"periods", text::periods_text(periods, frequency, language_)},
                                   {"each", each},
                                   {"needed", quantity_text(plan_, growth, rate.value, 2, language_)}});
    const double years = std::log(target / start) / std::log1p(g);
    if (std::isfinite(years) && years > 0)
      s += " " + text::message(language_, "finding.contradiction.years",
                               {{"years", text::periods_text(years, 1, frequency, language_)}});
    s += " " + text::message(language_, "finding.contradiction.base",
                             {{"rate", value_text(plan_, growth, language_)},
                              {"each", each},
                              {"target", amount_text(plan_, last, language_)},
                              {"first", text::period_phrase(first.period.first, language_)},
                              {"implied", text::number(base.value, printed_decimals(first), language_)},
                              {"range", text::interval(base.rate_range, printed_decimals(first), language_)}});
    return s;
  }

  const Plan& plan_;
  Constraints constraints_;  ///< Of the set alone, stated as each question needs it.
  const Sources& sources_;
  Language language_;
};

}  // namespace

double from_ratio(const Statement& s, double ratio, const Ends& ends) {
  if (s.kind != StatementKind::growth) return ratio / ends.scale;
  return std::pow(ratio, 1 / static_cast<double>(ends.periods)) - 1;
}

Interval from_ratio(const Statement& s, const Interval& ratio, const Ends& ends) {
  return {from_ratio(s, ratio.lower, ends), from_ratio(s, ratio.upper, ends)};
}

double point_implied(const Constraints& exact, const Active& others, const Statement& s, const Ends& ends) {
  if (!exact.can_hold(others)) return kNaN;
  const Interval ratio = exact.ratio(others, ends.from, ends.to);
  if (!(ratio.lower > 0) || !std::isfinite(ratio.upper) || ratio.upper > ratio.lower * (1 + 1e-6)) return kNaN;
  return from_ratio(s, std::sqrt(ratio.lower * ratio.upper), ends);
}

Finding explain_contradiction(const Plan& plan, const Constraints& all, const std::vector<std::size_t>& set,
                              Language language) {
  return Case(plan, all, set, language).explain();
}

}  // namespace foreplan::inline v0::plan::internal
