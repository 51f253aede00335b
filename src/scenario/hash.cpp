#include <foreplan/scenario/hash.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "scenario/model_data.hpp"
#include "text/hash.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using text::Sha256;
using text::Sha256Digest;

/// Content in canonical form. Each kind of content begins with a name of its own, so that no two are mistaken.
class Content {
 public:
  explicit Content(std::string_view kind) { add(kind); }

  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    hash_.update(text);
  }
  void add(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    char bytes[8];
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<char>(bits >> (8 * i) & 0xff);
    hash_.update({bytes, sizeof bytes});
  }
  void add(std::size_t value) { add(static_cast<std::int64_t>(value)); }
  void add(int value) { add(static_cast<std::int64_t>(value)); }
  void add(double value) {
    constexpr std::int64_t kMissing = 0x7ff8'0000'0000'0000;
    if (std::isnan(value)) return add(kMissing);
    add(std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value));
  }
  void add(Period p) {
    add(to_string(p.frequency()));
    add(p.ordinal());
  }
  void add(const Unit& unit) {
    add(std::string_view(unit.name));
    add(unit.scale_power);
    add(std::string_view(to_string(unit.price_basis)));
    add(to_string(unit.valuation));
  }
  void add(std::span<const double> values) {
    add(values.size());
    for (const double x : values) add(x);
  }
  void add(const Sha256Digest& digest) { hash_.update({reinterpret_cast<const char*>(digest.data()), digest.size()}); }

  [[nodiscard]] Sha256Digest digest() const { return hash_.digest(); }
  [[nodiscard]] std::string text() const { return text::hex(digest()); }

 private:
  Sha256 hash_;
};

void add(Content& content, const std::vector<SeekInstrument>& instruments) {
  content.add(instruments.size());
  for (const SeekInstrument& i : instruments) {
    content.add(std::string_view(i.variable));
    content.add(i.range.first);
    content.add(i.range.last);
    content.add(to_string(i.profile));
    content.add(i.lower);
    content.add(i.upper);
    content.add(i.weight);
    content.add(i.scale ? 1 : 0);
    content.add(i.scale.value_or(0));
  }
}

void add(Content& content, std::span<const Layer> layers) {
  content.add(layers.size());
  for (const Layer& layer : layers) {
    content.add(std::string_view(layer.name));
    content.add(layer.changes.size());
    for (const Change& change : layer.changes) {
      content.add(to_string(change.kind));
      content.add(std::string_view(change.variable));
      content.add(change.range.first);
      content.add(change.range.last);
      content.add(std::span<const double>(change.values));
      if (change.kind == ChangeKind::target) add(content, change.instruments);
    }
  }
}

/// Names, unlike numbers, stay the same when operations are added.
std::string_view name_of(detail::Op op) {
  using detail::Op;
  switch (op) {
    case Op::constant:
      return "constant";
    case Op::variable:
      return "variable";
    case Op::at_period:
      return "at_period";
    case Op::negate:
      return "negate";
    case Op::abs:
      return "abs";
    case Op::exp:
      return "exp";
    case Op::log:
      return "log";
    case Op::sqrt:
      return "sqrt";
    case Op::normal_cdf:
      return "normal_cdf";
    case Op::normal_pdf:
      return "normal_pdf";
    case Op::logistic:
      return "logistic";
    case Op::sine:
      return "sine";
    case Op::cosine:
      return "cosine";
    case Op::logical_not:
      return "logical_not";
    case Op::add:
      return "add";
    case Op::subtract:
      return "subtract";
    case Op::multiply:
      return "multiply";
    case Op::divide:
      return "divide";
    case Op::power:
      return "power";
    case Op::min:
      return "min";
    case Op::max:
      return "max";
    case Op::less:
      return "less";
    case Op::less_equal:
      return "less_equal";
    case Op::equal:
      return "equal";
    case Op::not_equal:
      return "not_equal";
    case Op::logical_and:
      return "logical_and";
    case Op::logical_or:
      return "logical_or";
    case Op::select:
      return "select";
  }
  return "";
}

/// The digest of every expression of a model, each from those of its operands.
std::vector<Sha256Digest> digests(const detail::ModelData& model) {
  std::vector<Sha256Digest> out;
  out.reserve(model.expressions.size());
  for (detail::NodeId i = 0; i < model.expressions.size(); ++i) {
    const detail::Node& n = model.expressions[i];
    Content content("expression");
    content.add(name_of(n.op));
    switch (n.op) {
      case detail::Op::constant:
        content.add(n.value);
        break;
      case detail::Op::variable:
        content.add(std::string_view(model.variables[n.a].name));
        content.add(int{n.offset});
        break;
      case detail::Op::at_period:
        content.add(std::string_view(model.variables[n.a].name));
        content.add(model.periods[n.b]);
        break;
      default: {
        const detail::NodeId below[] = {n.a, n.b, n.c};
        for (int k = 0; k < detail::operands(n.op); ++k) content.add(out[below[k]]);
      }
    }
    out.push_back(content.digest());
  }
  return out;
}

}  // namespace

std::string content_hash(const Frame& data) {
  std::vector<const Series*> series;
  for (const Series& s : data.series()) series.push_back(&s);
  std::sort(series.begin(), series.end(), [](const Series* a, const Series* b) { return a->name < b->name; });
  Content content("foreplan data 1");
  content.add(series.size());
  for (const Series* s : series) {
    content.add(std::string_view(s->name));
    content.add(s->start);
    content.add(s->unit);
    content.add(std::span<const double>(s->values));
  }
  return content.text();
}

std::string content_hash(std::span<const Layer> layers) {
  Content content("foreplan layers 1");
  add(content, layers);
  return content.text();
}

std::string content_hash(const Scenario& scenario) {
  const std::vector<Layer> alone{{scenario.name(), {}}};
  Content content("foreplan scenario 1");
  content.add(std::string_view(content_hash(scenario.data())));
  content.add(std::string_view(content_hash(scenario.layers().empty() ? alone : scenario.layers())));
  return content.text();
}

std::string content_hash(const Model& model) {
  const detail::ModelData& data = model.data();
  Content content("foreplan model 1");
  content.add(data.variables.size());
  for (const ModelVariable& v : data.variables) {
    content.add(std::string_view(v.name));
    content.add(to_string(v.kind));
    content.add(v.unit ? 1 : 0);
    content.add(v.unit.value_or(Unit{}));
    content.add(v.value ? 1 : 0);
    content.add(v.value.value_or(0));
  }
  const std::vector<Sha256Digest> expressions = digests(data);
  const auto name_of = [&](std::uint32_t v) {
    return v == detail::kNone ? std::string_view() : std::string_view(data.variables[v].name);
  };
  content.add(data.equations.size());
  for (std::size_t i = 0; i < data.equations.size(); ++i) {
    const detail::EquationSides& sides = data.sides[i];
    content.add(std::string_view(data.equations[i].name));
    content.add(to_string(data.equations[i].kind));
    content.add(name_of(sides.variable));
    content.add(name_of(sides.exclusion));
    content.add(name_of(sides.exclusion_value));
    content.add(expressions[sides.left]);
    content.add(expressions[sides.right]);
  }
  return content.text();
}

}  // namespace foreplan::inline v0::scenario
