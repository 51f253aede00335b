#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/pcim.hpp>

#include <charconv>
#include <limits>
#include <utility>
#include <vector>

#include "scenario/frml.hpp"
#include "text/inflate.hpp"
#include "text/json.hpp"

namespace foreplan::inline v0::io {
namespace {

using text::JsonNode;
using Kind = JsonNode::Kind;

[[noreturn]] void fail(std::string_view file, const std::string& pointer, std::string expected, std::string found) {
  throw ParseError(
      {{.file = std::string(file), .pointer = pointer, .expected = std::move(expected), .found = std::move(found)}});
}

text::JsonLimits json_limits(const PcimOptions& options) { return {.bytes = options.max_bytes, .values = 50'000'000}; }

/// A member that is a document of its own: JSON inside a text, or the value itself.
text::JsonDocument inner(const JsonNode& node, const std::string& pointer, std::string_view file,
                         const PcimOptions& options) {
  if (node.kind == Kind::text)
    return text::parse_json(node.text, std::string(file) + '#' + pointer, json_limits(options));
  text::JsonDocument out;
  out.nodes.assign(&node, &node + node.span);
  return out;
}

const JsonNode* member(const JsonNode& object, std::string_view key) {
  for (const JsonNode& m : object)
    if (m.key == key) return &m;
  return nullptr;
}

const JsonNode& required(const JsonNode& root, std::string_view key, std::string_view file) {
  if (const JsonNode* found = member(root, key)) return *found;
  fail(file, "/" + std::string(key), "a member \"" + std::string(key) + '"', "none");
}

Period period_of(std::string_view key, const std::string& pointer, std::string_view file) {
  try {
    return Period::parse(key);
  } catch (const InvalidArgument&) {
    fail(file, pointer, "a period such as 2015 or 2015Q3", '"' + std::string(key) + '"');
  }
}

double number_of(const JsonNode& node, const std::string& pointer, std::string_view file) {
  if (node.kind == Kind::null) return std::numeric_limits<double>::quiet_NaN();
  if (node.kind != Kind::number)
    fail(file, pointer, "a number or null", std::string(text::described(node.kind)));
  double value = 0;
  std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  return value;
}

/// {"1980": 1.5, "1981": null, ...}; periods may come in any order.
Series series_of(const JsonNode& column, std::string_view file) {
  const std::string pointer = "/lastdf/" + column.key;
  if (column.kind != Kind::object)
    fail(file, pointer, "an object of periods", std::string(text::described(column.kind)));
  std::vector<std::pair<Period, double>> cells;
  for (const JsonNode& cell : column)
    cells.emplace_back(period_of(cell.key, pointer, file), number_of(cell, pointer + '/' + cell.key, file));
  if (cells.empty()) fail(file, pointer, "at least one period", "none");
  Period first = cells.front().first, last = first;
  for (const auto& cell : cells) {
    if (cell.first.frequency() != first.frequency())
      fail(file, pointer, "periods of one frequency", to_string(cell.first));
    if (cell.first < first) first = cell.first;
    if (last < cell.first) last = cell.first;
  }
  constexpr std::size_t kMostPeriods = 100'000;
  const PeriodRange range{first, last};
  if (range.size() > kMostPeriods)
    fail(file, pointer, "at most " + std::to_string(kMostPeriods) + " periods", std::to_string(range.size()));
  Series out{column.key, first, {}, std::vector<double>(range.size(), std::numeric_limits<double>::quiet_NaN())};
  for (const auto& [period, value] : cells) out.values[static_cast<std::size_t>(period - first)] = value;
  return out;
}

Frame data_of(const JsonNode& root, std::string_view file, const PcimOptions& options) {
  const text::JsonDocument document = inner(required(root, "lastdf", file), "/lastdf", file, options);
  if (document.root().kind != Kind::object)
    fail(file, "/lastdf", "an object of columns", std::string(text::described(document.root().kind)));
  std::vector<Series> series;
  for (const JsonNode& column : document.root()) series.push_back(series_of(column, file));
  return Frame(std::move(series));
}

/// A list of years, as pandas writes an index: {"0": 2016, "1": 2017, ...}.
std::optional<PeriodRange> current_of(const JsonNode& root, std::string_view file, const PcimOptions& options) {
  const JsonNode* node = member(root, "current_per");
  if (node == nullptr || (node->kind == Kind::text && node->text.empty())) return std::nullopt;
  const text::JsonDocument document = inner(*node, "/current_per", file, options);
  std::optional<PeriodRange> range;
  for (const JsonNode& entry : document.root()) {
    const Period period = period_of(entry.text, "/current_per", file);
    if (!range) range = PeriodRange{period, period};
    if (period < range->first) range->first = period;
    if (range->last < period) range->last = period;
  }
  return range;
}

void describe(scenario::detail::ModelData& model, const JsonNode& root) {
  const JsonNode* descriptions = member(root, "var_description");
  if (descriptions == nullptr || descriptions->kind != Kind::object) return;
  std::unordered_map<std::string_view, std::string_view> of;
  for (const JsonNode& d : *descriptions) of.emplace(d.key, d.text);
  for (scenario::ModelVariable& v : model.variables)
    if (const auto found = of.find(v.name); found != of.end()) v.description = found->second;
}

}  // namespace

PcimModel read_pcim(std::string_view bytes, const PcimOptions& options, std::string_view file) {
  const std::string unpacked =
      text::is_gzip(bytes) ? text::gunzip(bytes, file, {.bytes = options.max_bytes, .ratio = options.max_ratio})
                           : std::string(bytes);
  const text::JsonDocument document = text::parse_json(unpacked, file, json_limits(options));
  const JsonNode& root = document.root();
  if (root.kind != Kind::object) fail(file, "", "an object", std::string(text::described(root.kind)));
  const JsonNode& frml = required(root, "frml", file);
  if (frml.kind != Kind::text) fail(file, "/frml", "a text of formulas", std::string(text::described(frml.kind)));
  scenario::CompileOptions limits;
  limits.file = std::string(file) + "#/frml";
  scenario::detail::FrmlModel model =
      scenario::detail::parse_frml(frml.text, {.include_fitted = options.include_fitted}, limits);
  describe(model.data, root);
  PcimModel out;
  if (const JsonNode* name = member(root, "modelname")) out.name = name->text;
  out.model = scenario::detail::finish(std::move(model.data), limits.file);
  out.data = data_of(root, file, options);
  out.current = current_of(root, file, options);
  return out;
}

PcimModel read_pcim_file(const std::string& path, const PcimOptions& options) {
  return read_pcim(read_file(path, options.max_bytes), options, path);
}

}  // namespace foreplan::inline v0::io
