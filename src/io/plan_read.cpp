#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/plan.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <functional>
#include <limits>
#include <optional>
#include <type_traits>

#include "core/check.hpp"
#include "io/fields.hpp"
#include "io/names.hpp"
#include "plan/violations.hpp"
#include "scenario/changes.hpp"
#include "text/json.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using text::JsonDocument;
using text::JsonNode;

constexpr std::string_view kUnknownKey = "a known key";

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::string near = detail::nearest_name(name, known);
  return near.empty() ? std::string() : "did you mean " + detail::quoted(near) + "?";
}

// Issues --------------------------------------------------------------------------------------------------------------

/// Everything wrong with one document so far.
class Issues {
 public:
  Issues(std::string_view text, std::string_view file, std::vector<ParseIssue> first)
      : text_(text), file_(file), found_(std::move(first)) {}

  [[nodiscard]] bool full() const { return found_.size() >= JsonDocument::kMostIssues; }

  void add(std::size_t offset, std::string pointer, std::string_view expected, std::string found,
           std::string suggestion = {}) {
    if (full()) return;
    const text::Place place = text::place_of(text_, offset);
    found_.push_back({std::string(file_), place.line, place.column, std::move(pointer), std::string(expected),
                      std::move(found), std::move(suggestion)});
  }

  /// Whether something is wrong at `pointer` or below it.
  [[nodiscard]] bool any_in(std::string_view pointer) const {
    return std::any_of(found_.begin(), found_.end(), [&](const ParseIssue& issue) {
      const std::string_view at = issue.pointer;
      return at.empty() || (at.starts_with(pointer) && (at.size() == pointer.size() || at[pointer.size()] == '/'));
    });
  }

  /// Whether the list at `pointer` may lack items: something is wrong in it, or a key may have been meant as its.
  [[nodiscard]] bool incomplete(std::string_view pointer) const {
    return any_in(pointer) || std::any_of(found_.begin(), found_.end(), [](const ParseIssue& issue) {
             return issue.expected == kUnknownKey && issue.pointer.rfind('/') == 0;
           });
  }

  void raise() {
    if (!found_.empty()) throw ParseError(text::in_order(std::move(found_)));
  }

 private:
  std::string_view text_, file_;
  std::vector<ParseIssue> found_;
};

// Values --------------------------------------------------------------------------------------------------------------

class Reader {
 public:
  explicit Reader(Issues& issues) : issues_(issues) {}

  template <class T>
  void read(T& to, const JsonNode& node) {
    if constexpr (ListOf<T>::value) {
      read_list(to, node);
    } else if constexpr (std::same_as<T, std::string>) {
      if (node.kind != JsonNode::Kind::text) return wrong("a text", node);
      to = node.text;
    } else if constexpr (std::same_as<T, bool>) {
      if (node.kind != JsonNode::Kind::boolean) return wrong("true or false", node);
      to = node.boolean;
    } else if constexpr (std::same_as<T, double>) {
      read_number(to, node);
    } else if constexpr (std::integral<T>) {
      read_integer(to, node);
    } else if constexpr (Named<T>) {
      read_name(to, node);
    } else if constexpr (std::same_as<T, Rounded>) {
      read_printed(to, node);
    } else if constexpr (std::same_as<T, Period>) {
      read_text(to, node, "a period such as \"2015\" or \"2015Q3\"",
                [](std::string_view s) { return Period::parse(s); });
    } else if constexpr (std::same_as<T, PeriodRange>) {
      read_text(to, node, "a period such as \"2015\" or \"2016-2020\"", [](std::string_view s) {
        if (s.find("..") != std::string_view::npos || s.size() == 9) return PeriodRange::parse(s);
        return PeriodRange{Period::parse(s), Period::parse(s)};
      });
    } else if constexpr (std::same_as<T, PriceBasis>) {
      read_text(to, node, "a price basis such as \"current\" or \"constant 1994\"",
                [](std::string_view s) { return PriceBasis::parse(s); });
    } else {
      read_object(to, node);
    }
  }

 private:
  /// Where the reader is: keys of objects, places of items.
  struct Step {
    std::string_view key{};
    std::size_t index = 0;
  };

  /// Follows the list of fields: finds each key in the object, and remembers it for the check of the rest.
  struct Visitor {
    Reader& reader;
    const JsonNode& node;
    std::vector<std::string> known{};

    template <class T>
    bool operator()(std::string_view key, T& member, std::string_view) {
      known.emplace_back(key);
      for (const JsonNode& value : node) {
        if (value.key != key) continue;
        reader.path_.push_back({value.key});
        reader.read(member, value);
        reader.path_.pop_back();
        return true;
      }
      return false;
    }
    template <class T>
    void required(std::string_view key, T& member, std::string_view description) {
      if (!(*this)(key, member, description))
        reader.issue(node, "the key " + detail::quoted(key), "an object without it");
    }
  };

  template <class T>
  void read_object(T& to, const JsonNode& node) {
    if (node.kind != JsonNode::Kind::object) return wrong("an object", node);
    Visitor visitor{*this, node};
    fields(visitor, to);
    for (const JsonNode& value : node) {
      if (issues_.full()) return;
      if (std::find(visitor.known.begin(), visitor.known.end(), value.key) != visitor.known.end()) continue;
      issues_.add(value.key_offset, text::pointer_below(pointer(), value.key), kUnknownKey, detail::quoted(value.key),
                  did_you_mean(value.key, visitor.known));
    }
  }

  template <class T>
  void read_list(std::vector<T>& to, const JsonNode& node) {
    if (node.kind != JsonNode::Kind::array) return wrong("a list", node);
    to.clear();
    for (const JsonNode& item : node) {
      T value{};
      path_.push_back({{}, to.size()});
      read(value, item);
      path_.pop_back();
      to.push_back(std::move(value));
    }
  }

  bool read_number(double& to, const JsonNode& node) {
    if (node.kind != JsonNode::Kind::number) return wrong("a number", node), false;
    const char* end = node.text.data() + node.text.size();
    double value = 0;
    const auto read = std::from_chars(node.text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end)
      return issue(node, "a number that fits a double", detail::quoted(node.text)), false;
    to = value;
    return true;
  }

  /// Every whole number that fits, in whatever form: 1000, 1e3, 1000.0. Digits alone are read exactly.
  template <class T>
  void read_integer(T& to, const JsonNode& node) {
    using Limits = std::numeric_limits<T>;
    const char* end = node.text.data() + node.text.size();
    T digits = 0;
    if (node.kind == JsonNode::Kind::number) {
      const auto read = std::from_chars(node.text.data(), end, digits);
      if (read.ec == std::errc() && read.ptr == end) {
        to = digits;
        return;
      }
    }
    double value = 0;
    if (!read_number(value, node)) return;
    // Half the largest number and one is a power of two, which a double holds.
    if (value != std::trunc(value) || value < static_cast<double>(Limits::min()) ||
        value >= 2 * static_cast<double>(Limits::max() / 2 + 1))
      return issue(node,
                   std::signed_integral<T> ? "a whole number that fits 32 bits"
                                           : "a whole number from 0 on that fits 64 bits",
                   detail::quoted(node.text));
    to = static_cast<T>(value);
  }

  template <class T>
  void read_name(T& to, const JsonNode& node) {
    if (node.kind != JsonNode::Kind::text) return wrong("a text", node);
    std::vector<std::string> known;
    std::string all;
    for (const auto& [value, name] : Names<T>::all) {
      if (name == node.text) {
        to = value;
        return;
      }
      known.emplace_back(name);
      all += (all.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    issue(node, "one of " + all, detail::quoted(node.text), did_you_mean(node.text, known));
  }

  /// Text keeps the digits as printed; a plain number is exact; an object gives the digits apart.
  void read_printed(Rounded& to, const JsonNode& node) {
    constexpr const char* kExpected =
        "a printed number such as \"25.20\", without thousands separators or a decimal comma";
    if (node.kind == JsonNode::Kind::number) {
      double value = 0;
      if (read_number(value, node)) to = Rounded(value);
    } else if (node.kind == JsonNode::Kind::object) {
      RoundedDocument number;
      read_object(number, node);
      try {
        to = Rounded(number.value, number.decimals);
      } catch (const InvalidArgument&) {
        issue(node, "decimals in -300 to 300", std::to_string(number.decimals));
      }
    } else {
      read_text(to, node, kExpected, [](std::string_view s) { return Rounded(s); });
    }
  }

  template <class T, class Parse>
  void read_text(T& to, const JsonNode& node, const char* expected, Parse parse) {
    if (node.kind != JsonNode::Kind::text) return wrong(expected, node);
    try {
      to = parse(node.text);
    } catch (const InvalidArgument&) {
      issue(node, expected, detail::quoted(node.text));
    }
  }

  void wrong(std::string_view expected, const JsonNode& node) {
    issue(node, expected, std::string(text::described(node.kind)));
  }

  void issue(const JsonNode& node, std::string_view expected, std::string found, std::string suggestion = {}) {
    issues_.add(node.offset, pointer(), expected, std::move(found), std::move(suggestion));
  }

  [[nodiscard]] std::string pointer() const {
    std::string steps;
    for (const Step& s : path_)
      steps = text::pointer_below(std::move(steps), s.key.data() != nullptr ? s.key : std::to_string(s.index));
    return steps;
  }

  Issues& issues_;
  std::vector<Step> path_;
};

// Meaning -------------------------------------------------------------------------------------------------------------

/// Offset of what the pointer names, or of the nearest above it that the document has.
std::size_t offset_of(const JsonNode& root, std::string_view pointer) {
  const JsonNode* node = &root;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view step = pointer.substr(1, end - 1);
    pointer.remove_prefix(end);
    const JsonNode* child = nullptr;
    std::size_t i = 0;
    for (const JsonNode& c : *node)
      if (child == nullptr && (node->kind == JsonNode::Kind::array ? std::to_string(i++) == step : c.key == step))
        child = &c;
    if (child == nullptr) break;
    node = child;
  }
  return node->offset;
}

/// Says what `validate` refuses, but nothing that may only follow from values that could not be read.
void check_plan(const plan::Plan& plan, const JsonNode& root, Issues& issues) {
  const auto violations = plan::internal::violations(plan, JsonDocument::kMostIssues);
  const Issues read = issues;
  for (const auto& v : violations) {
    const std::string_view pointer = v.pointer;
    const std::size_t list = pointer.find('/', 1);
    const std::string_view item =
        list == std::string_view::npos ? pointer : pointer.substr(0, pointer.find('/', list + 1));
    if (read.any_in(item)) continue;
    if (std::any_of(v.depends_on.begin(), v.depends_on.end(), [&](std::string_view l) { return read.incomplete(l); }))
      continue;
    issues.add(offset_of(root, pointer), v.pointer, "that " + v.rule, v.got, v.suggestion);
  }
}

/// What a message of the library says, as an issue of the document.
void add_refusal(const InvalidArgument& refusal, const JsonNode& root, const std::string& pointer, Issues& issues) {
  constexpr std::string_view kGot = "; got ";
  std::string_view what = refusal.what();
  if (const auto function = what.find(": "); function != std::string_view::npos) what.remove_prefix(function + 2);
  const std::size_t got = std::min(what.find(kGot), what.size());
  const std::string_view found = what.substr(std::min(what.size(), got + kGot.size()));
  issues.add(offset_of(root, pointer), pointer, "that " + std::string(what.substr(0, got)), std::string(found));
}

/// Throws for a change of a variable that nobody knows.
using RequireKnown = std::function<void(const scenario::Change&)>;

/// Each change that is refused by itself, or else the scenario as a whole.
void add_refusals(const ScenarioDocument& scenario, const Frame& data, const RequireKnown& require_known,
                  const InvalidArgument& refusal, const JsonNode& root, const std::string& pointer, Issues& issues) {
  bool found = false;
  for (std::size_t i = 0; i < scenario.layers.size(); ++i) {
    const scenario::Layer& layer = scenario.layers[i];
    for (std::size_t k = 0; k < layer.changes.size() && !layer.name.empty() && !issues.full(); ++k) {
      try {
        require_known(layer.changes[k]);
        (void)scenario::Scenario(layer.name, data, {{layer.name, {layer.changes[k]}}});
      } catch (const InvalidArgument& one) {
        add_refusal(one, root, pointer + "/layers/" + std::to_string(i) + "/changes/" + std::to_string(k), issues);
        found = true;
      }
    }
  }
  if (!found) add_refusal(refusal, root, pointer, issues);
}

/// Refuses what a small document could ask all memory or hours for: each scenario holds the sectors' data, each change
/// looks for its own among them, and names are compared pair by pair.
bool within_limits(const PlanDocument& document, const JsonNode& root, Issues& issues) {
  constexpr std::size_t kMostNames = 10'000, kMostLayers = 1'000, kMostHeld = 1'000'000;
  const auto within = [&](std::size_t n, std::size_t most, std::string_view what, const std::string& pointer) {
    if (n > most)
      issues.add(offset_of(root, pointer), pointer, "at most " + std::to_string(most) + " " + std::string(what),
                 std::to_string(n));
    return n <= most;
  };
  const plan::Projection& projection = document.plan.projection;
  std::size_t held = document.scenarios.size();
  for (std::size_t i = 0; i < document.scenarios.size(); ++i) {
    const auto& layers = document.scenarios[i].layers;
    if (!within(layers.size(), kMostLayers, "layers", "/scenarios/" + std::to_string(i) + "/layers")) return false;
    for (const scenario::Layer& layer : layers) held += layer.changes.size();
  }
  return within(projection.sectors.size(), kMostNames, "sectors", "/projection/sectors") &&
         within(projection.events.size(), kMostNames, "events", "/projection/events") &&
         within(held * projection.sectors.size(), kMostHeld, "scenarios and changes times sectors", "/scenarios");
}

/// Issues of a model's text, each at its line; nothing when it compiles.
void add_model(const plan::Projection& projection, const JsonNode& root, Issues& issues,
               std::optional<scenario::Model>& model) {
  const std::string pointer = "/projection/model";
  try {
    model = plan::compile_model(projection);
  } catch (const ParseError& error) {
    for (const ParseIssue& issue : error.issues()) {
      // What is missing at the end stands after the last line.
      const std::size_t last = projection.model.size();
      const std::string line = pointer + "/" + std::to_string(std::clamp<std::size_t>(issue.line, 1, last) - 1);
      issues.add(offset_of(root, line), line, issue.expected,
                 issue.found + " in column " + std::to_string(issue.column), issue.suggestion);
    }
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, root, pointer, issues);
  }
}

void add_scenarios(PlanDocument& document, const JsonNode& root, Issues& issues) {
  const plan::Projection& projection = document.plan.projection;
  if (issues.incomplete("/projection")) return;
  std::optional<scenario::Model> model;
  if (!projection.model.empty()) add_model(projection, root, issues, model);
  if (document.scenarios.empty() || issues.incomplete("/projection")) return;
  if (!within_limits(document, root, issues)) return;
  Frame data;
  try {
    data = plan::base_data(projection);
  } catch (const InvalidArgument& refusal) {
    return add_refusal(refusal, root, "/projection", issues);
  }
  const RequireKnown require_known = [&](const scenario::Change& change) {
    if (model)
      static_cast<void>((*model)[change.variable]);
    else
      scenario::detail::require_in_data(data, change);
  };
  for (std::size_t i = 0; i < document.scenarios.size() && !issues.full(); ++i) {
    const ScenarioDocument& s = document.scenarios[i];
    const std::string pointer = "/scenarios/" + std::to_string(i);
    if (issues.any_in(pointer)) continue;
    try {
      for (const scenario::Layer& layer : s.layers)
        for (const scenario::Change& change : layer.changes) require_known(change);
      document.plan.scenarios.emplace_back(s.name, data, s.layers);
    } catch (const InvalidArgument& refusal) {
      add_refusals(s, data, require_known, refusal, root, pointer, issues);
    }
  }
}

}  // namespace

plan::Plan read_plan(std::string_view text, std::string_view file) {
  JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  PlanDocument document;
  Reader(issues).read(document, json.root());
  check_plan(document.plan, json.root(), issues);
  add_scenarios(document, json.root(), issues);
  issues.raise();
  return std::move(document.plan);
}

plan::Plan read_plan_file(const std::string& path) { return read_plan(read_file(path), path); }

}  // namespace foreplan::inline v0::io
