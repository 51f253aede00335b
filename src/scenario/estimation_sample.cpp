#include "scenario/estimation_sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "core/check.hpp"
#include "scenario/inputs.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

std::string meant(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = foreplan::detail::nearest_name(name, known);
  return nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)";
}

std::uint32_t behavioural_equation(const ModelData& model, std::string_view name, std::string_view function) {
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < model.equations.size(); ++i) {
    if (model.equations[i].name == name) {
      if (model.equations[i].kind == EquationKind::identity)
        fail(function, "equation must be behavioural: an identity holds exactly", quoted(name));
      return i;
    }
    if (model.equations[i].kind == EquationKind::behavioural) known.push_back(model.equations[i].name);
  }
  fail(function, "equation must be one of the model", quoted(name), meant(name, known));
}

/// Variables read by an equation, each once, in the model's order.
std::vector<std::uint32_t> variables_of(const ModelData& model, Walk& walk, std::uint32_t equation) {
  const NodeId roots[] = {model.sides[equation].left, model.sides[equation].right};
  std::vector<std::uint32_t> out;
  for (const Read read : walk.reads(roots))
    if (out.empty() || out.back() != read.variable) out.push_back(read.variable);
  return out;
}

/// Another equation that reads one of the variables, and which of them; kNone where none does.
struct OtherReader {
  std::uint32_t equation = kNone, variable = kNone;
};
OtherReader other_reader(const ModelData& model, Walk& walk, std::uint32_t equation,
                         std::span<const std::uint32_t> variables) {
  const auto is_one = [&](std::uint32_t v) {
    return std::find(variables.begin(), variables.end(), v) != variables.end();
  };
  // All of them together first: mostly there is none.
  std::vector<NodeId> roots;
  for (std::uint32_t i = 0; i < model.sides.size(); ++i)
    if (i != equation) roots.insert(roots.end(), {model.sides[i].left, model.sides[i].right});
  bool read = false;
  for (const NodeId id : walk.below(roots))
    if (const Node& n = model.expressions[id]; n.op == Op::variable && is_one(n.a)) read = true;
  for (std::uint32_t i = 0; i < model.sides.size() && read; ++i) {
    if (i == equation) continue;
    for (const std::uint32_t v : variables_of(model, walk, i))
      if (is_one(v)) return {i, v};
  }
  return {};
}

std::vector<std::uint32_t> declared_parameters(const ModelData& model, std::uint32_t equation,
                                               std::string_view function) {
  Walk walk(model.expressions);
  std::vector<std::uint32_t> out;
  for (const std::uint32_t v : variables_of(model, walk, equation))
    if (model.variables[v].kind == VariableKind::parameter) out.push_back(v);
  const std::string& name = model.equations[equation].name;
  if (out.empty()) fail(function, "equation must read a variable declared as parameter", quoted(name));
  if (const OtherReader other = other_reader(model, walk, equation, out); other.equation != kNone)
    fail(function, "parameters that other equations read too must be listed in options.parameters",
         quoted(model.variables[other.variable].name),
         "in equations " + quoted(name) + " and " + quoted(model.equations[other.equation].name));
  return out;
}

std::vector<std::uint32_t> listed_parameters(const ModelData& model, std::uint32_t equation,
                                             const std::vector<std::string>& names, std::string_view function) {
  Walk walk(model.expressions);
  const std::vector<std::uint32_t> read = variables_of(model, walk, equation);
  std::vector<std::string> known;
  for (const std::uint32_t v : read)
    if (model.variables[v].kind == VariableKind::parameter) known.push_back(model.variables[v].name);
  std::vector<std::uint32_t> out;
  for (const std::string& name : names) {
    const auto found = model.index.find(name);
    if (found == model.index.end()) fail(function, "parameter must be in the model", quoted(name), meant(name, known));
    const VariableKind kind = model.variables[found->second].kind;
    if (kind != VariableKind::parameter && kind != VariableKind::exogenous)
      fail(function, "parameter must be declared as one, or exogenous", quoted(name),
           "which is of kind " + std::string(to_string(kind)));
    if (!std::binary_search(read.begin(), read.end(), found->second)) {
      const std::uint32_t other = other_reader(model, walk, equation, {&found->second, 1}).equation;
      fail(function, "parameter must be in the equation " + quoted(model.equations[equation].name), quoted(name),
           other == kNone ? "" : "which is in equation " + quoted(model.equations[other].name));
    }
    if (std::find(out.begin(), out.end(), found->second) != out.end())
      fail(function, "parameters must be different", quoted(name));
    out.push_back(found->second);
  }
  return out;
}

/// The texts compiled as right sides of a model of their own.
Model compile_instruments(const std::vector<std::string>& texts, std::string_view function) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].find_first_of("\n\r=#\"") != std::string::npos || texts[i].find("//") != std::string::npos)
      fail(function, "instrument must be one expression of variables with lags", quoted(texts[i]));
    for (std::size_t j = 0; j < i; ++j)
      foreplan::detail::require(texts[j] != texts[i], function, "instruments must be different", quoted(texts[i]));
    text += "foreplan_instrument_" + std::to_string(i + 1) + " = (" + texts[i] + ")\n";
  }
  try {
    return compile(text);
  } catch (const ParseError& e) {
    const ParseIssue& issue = e.issues().front();
    const std::size_t at = issue.line >= 1 && issue.line <= texts.size() ? issue.line - 1 : 0;
    fail(function, "instrument must be an expression of the language", quoted(texts[at]),
         "(expected " + issue.expected + ", found " + issue.found + ")");
  }
}

/// The numbers of the scenario around a sample.
class SampleData {
 public:
  SampleData(const ModelData& model, const Scenario& scenario, PeriodRange range, std::size_t before, int lag, int lead,
             std::string_view function)
      : model_(model), data_(scenario.data()), function_(function) {
    const std::size_t periods = range.size();
    if (!data_.empty() && data_.range().first.frequency() != range.first.frequency())
      fail<PeriodMismatch>(function_, "range must have the data's frequency", to_string(range.first.frequency()));
    window_.first = static_cast<std::size_t>(lag) + before;
    window_.origin = range.first - static_cast<std::int64_t>(window_.first);
    window_.periods = periods;
    static_cast<void>(range.last + lead);
    window_.columns = window_.first + periods + static_cast<std::size_t>(lead);
    static_cast<void>(foreplan::detail::checked_product(std::max<std::size_t>(1, model.variables.size()),
                                                        window_.columns, 1'000'000'000, function_,
                                                        "variables x periods"));
    values_ = gather(model, data_, window_, function_);
    static_cast<void>(apply_layers(model, scenario, window_, values_, nullptr, function_));
    first_row_ = window_.first - before;
  }

  [[nodiscard]] double at(std::uint32_t variable, std::size_t row, std::int32_t offset) const {
    return values_[variable * window_.columns + column(row, offset)];
  }
  [[nodiscard]] Period period(std::size_t row, std::int32_t offset) const {
    return window_.period(column(row, offset));
  }
  /// Where values of a name are, that the model or else the data know.
  struct Source {
    std::uint32_t variable = kNone;
    const Series* series = nullptr;
  };
  [[nodiscard]] Source source(const std::string& name) const {
    const auto found = model_.index.find(name);
    return found != model_.index.end() ? Source{found->second, nullptr} : Source{kNone, &data_[name]};
  }
  [[nodiscard]] double at(const Source& source, std::size_t row, std::int32_t offset) const {
    if (source.variable != kNone) return at(source.variable, row, offset);
    const Period p = period(row, offset);
    return source.series->covers(p) ? source.series->at(p) : std::numeric_limits<double>::quiet_NaN();
  }
  [[nodiscard]] double fixed(const std::string& name, Period period) const {
    const double value = data_.contains(name) && data_[name].covers(period) ? data_.at(name, period)
                                                                            : std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value))
      fail(function_, "data must hold every value that the equation reads",
           "none for " + name + " in " + to_string(period));
    return value;
  }

 private:
  [[nodiscard]] std::size_t column(std::size_t row, std::int32_t offset) const {
    return static_cast<std::size_t>(static_cast<std::int64_t>(first_row_ + row) + offset);
  }
  const ModelData& model_;
  const Frame& data_;
  std::string_view function_;
  Window window_{};
  std::size_t first_row_ = 0;
  std::vector<double> values_{};
};

/// Which values are missing, by variable.
class Missing {
 public:
  void add(const std::string& name, Period period) { periods_[name].insert(period.ordinal()); }
  [[nodiscard]] std::string sentence(Frequency frequency) const {
    std::string out;
    std::size_t count = 0;
    for (const auto& [name, ordinals] : periods_) {
      if (++count > 20) continue;
      out += (out.empty() ? "" : "; ") + name + " in ";
      std::string list;
      for (auto at = ordinals.begin(); at != ordinals.end(); ++at) {
        const std::int64_t from = *at;
        std::int64_t to = from;
        while (std::next(at) != ordinals.end() && *std::next(at) == to + 1) to = *++at;
        list += (list.empty() ? "" : ", ") + to_string(Period::from_ordinal(frequency, from)) +
                (to > from ? " to " + to_string(Period::from_ordinal(frequency, to)) : "");
      }
      out += list;
    }
    return out + (count > 20 ? "; and " + std::to_string(count - 20) + " more variables" : "");
  }

 private:
  std::map<std::string, std::set<std::int64_t>> periods_{};
};

/// Instruments' expressions with their model, which names their variables.
struct InstrumentTexts {
  Model model{};
  std::optional<SampledExpressions> expressions{};
};

InstrumentTexts read_instruments(const Model& model, const Scenario& scenario, const std::vector<std::string>& texts,
                                 std::string_view function) {
  InstrumentTexts out{compile_instruments(texts, function)};
  const ModelData& own = out.model.data();
  std::vector<NodeId> roots;
  for (const EquationSides& sides : own.sides) roots.push_back(sides.right);
  out.expressions.emplace(own, roots, std::vector<std::uint32_t>{});
  std::vector<std::string> known;
  for (const ModelVariable& v : model.variables()) known.push_back(v.name);
  for (const Series& s : scenario.data().series()) known.push_back(s.name);
  const auto require_known = [&](std::uint32_t v) {
    const std::string& name = own.variables[v].name;
    const bool own_left = own.variables[v].kind == VariableKind::endogenous;  // another instrument's
    if (own_left || (!model.contains(name) && !scenario.data().contains(name)))
      fail(function, "instruments must be of variables of the model or the data", quoted(name), meant(name, known));
  };
  for (const Load& load : out.expressions->loads()) require_known(load.variable);
  for (const FixedLoad& load : out.expressions->fixed_loads()) require_known(load.variable);
  return out;
}

/// The rows to fit, of `rows` that may be: all, or without incomplete ones at both ends.
std::pair<std::size_t, std::size_t> rows_to_fit(const std::vector<bool>& complete, MissingData rule,
                                                const std::string& missing, std::string_view function) {
  const auto all = [&](std::size_t first, std::size_t last) {
    return std::all_of(complete.begin() + static_cast<std::ptrdiff_t>(first),
                       complete.begin() + static_cast<std::ptrdiff_t>(last), [](bool c) { return c; });
  };
  const std::string_view rule_text = rule == MissingData::trim
                                         ? "data between the first and the last complete period must not be missing"
                                         : "data must hold every value that the sample reads";
  if (rule == MissingData::refuse && !all(0, complete.size())) fail(function, rule_text, "none for " + missing);
  std::size_t first = 0, last = complete.size();
  while (first < last && !complete[first]) ++first;
  while (last > first && !complete[last - 1]) --last;
  if (first == last) fail(function, "the range must hold complete periods", "none for " + missing);
  if (!all(first, last)) fail(function, rule_text, "none for " + missing);
  return {first, last};
}

}  // namespace

EstimationSample sample_of(const Model& model, const Scenario& scenario, std::string_view equation_name,
                           PeriodRange range, const EstimationOptions& options, std::string_view function) {
  const ModelData& data = model.data();
  const std::uint32_t equation = behavioural_equation(data, equation_name, function);
  const std::vector<std::uint32_t> parameters = options.parameters.empty()
                                                    ? declared_parameters(data, equation, function)
                                                    : listed_parameters(data, equation, options.parameters, function);
  const EquationSides& equation_sides = data.sides[equation];
  const std::string& variable = data.equations[equation].variable;
  const auto add_factor = data.index.find(variable + "_A");
  const bool has_add_factor =
      add_factor != data.index.end() && data.variables[add_factor->second].kind == VariableKind::add_factor;
  const NodeId roots[] = {equation_sides.left, equation_sides.right};
  const std::size_t before = options.autoregressive;

  EstimationSample out{
      .equation = data.equations[equation].name,
      .variable = variable,
      .add_factor = has_add_factor ? add_factor->first : "",
      .range = range,
      .before = before,
      .sides = SampledExpressions(data, roots, parameters, has_add_factor ? add_factor->second : kNone)};
  for (const std::uint32_t v : parameters) out.parameters.push_back(data.variables[v].name);

  InstrumentTexts instruments;
  if (!options.instruments.empty()) instruments = read_instruments(model, scenario, options.instruments, function);
  const SampleData sample(data, scenario, range, before, std::max(data.max_lag, instruments.model.max_lag()),
                          std::max(data.max_lead, instruments.model.max_lead()), function);
  for (const std::uint32_t v : parameters) out.start.push_back(sample.at(v, before, 0));

  // Which of the periods asked for can be fitted.
  const std::size_t periods = range.size(), rows = before + periods;
  Missing missing;
  std::vector<bool> complete(periods, true);
  for (const Load& load : out.sides.loads())
    for (std::size_t r = 0; r < rows; ++r) {
      if (std::isfinite(sample.at(load.variable, r, load.offset))) continue;
      missing.add(data.variables[load.variable].name, sample.period(r, load.offset));
      for (std::size_t i = r < before ? 0 : r - before; i <= r && i < periods; ++i) complete[i] = false;
    }
  std::vector<SampleData::Source> sources;  // of the instruments' variables
  if (instruments.expressions) {
    for (const ModelVariable& v : instruments.model.variables()) {
      const bool own = v.kind == VariableKind::endogenous;
      sources.push_back(own ? SampleData::Source{} : sample.source(v.name));
    }
    for (const Load& load : instruments.expressions->loads())
      for (std::size_t i = 0; i < periods; ++i) {
        if (std::isfinite(sample.at(sources[load.variable], before + i, load.offset))) continue;
        missing.add(instruments.model.variables()[load.variable].name, sample.period(before + i, load.offset));
        complete[i] = false;
      }
  }
  const std::string lacking = missing.sentence(range.first.frequency());
  const auto fitted = rows_to_fit(complete, options.missing, lacking, function);
  const std::size_t first = fitted.first, last = fitted.second;
  out.observations = last - first;
  out.range = {range.first + static_cast<std::int64_t>(first), range.first + static_cast<std::int64_t>(last) + -1};
  if (out.observations < periods)
    out.left_out =
        "fitted over " + to_string(out.range) + " instead of " + to_string(range) + ": no data for " + lacking;

  out.sides.bind(
      before + out.observations,
      [&](const Load& load, std::size_t r) { return sample.at(load.variable, first + r, load.offset); },
      [&](const FixedLoad& load) {
        return sample.fixed(data.variables[load.variable].name, data.periods[load.period]);
      });
  if (!instruments.expressions) return out;
  const ModelData& own = instruments.model.data();
  instruments.expressions->bind(
      out.observations,
      [&](const Load& load, std::size_t i) {
        return sample.at(sources[load.variable], before + first + i, load.offset);
      },
      [&](const FixedLoad& load) { return sample.fixed(own.variables[load.variable].name, own.periods[load.period]); });
  for (std::size_t z = 0; z < options.instruments.size(); ++z) {
    stats::Regressor column{.name = options.instruments[z]};
    for (std::size_t i = 0; i < out.observations; ++i) {
      column.values.push_back(instruments.expressions->value(z, i));
      if (!std::isfinite(column.values.back()))
        fail(function, "instrument must be defined in every period", quoted(column.name),
             "in " + to_string(out.range.first + static_cast<std::int64_t>(i)));
    }
    out.instruments.push_back(std::move(column));
  }
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
