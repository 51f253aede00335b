#pragma once
#include <foreplan/io/scenarios.hpp>

#include <optional>
#include <string>
#include <vector>

#include "io/fields.hpp"

namespace foreplan::inline v0::text {

template <>
struct Names<io::FileFormat> {
  using F = io::FileFormat;
  static constexpr std::pair<F, std::string_view> all[] = {{F::model, "model"}, {F::csv, "csv"}, {F::pcim, "pcim"}};
};
template <>
struct Names<scenario::SolveMethod> {
  using M = scenario::SolveMethod;
  static constexpr std::pair<M, std::string_view> all[] = {{M::automatic, "automatic"},
                                                           {M::torn, "torn"},
                                                           {M::full_block, "full_block"},
                                                           {M::trust_region, "trust_region"},
                                                           {M::homotopy, "homotopy"}};
};

}  // namespace foreplan::inline v0::text

/// The lists of fields of documents of scenarios and of runs.
namespace foreplan::inline v0::io::internal {

/// A series whose missing values are null.
struct SeriesDocument {
  std::string name{};
  Unit unit{};
  Period start{};
  std::vector<std::optional<double>> values{};

  bool operator==(const SeriesDocument&) const = default;
};
struct DataDocument {
  std::optional<FileReference> file{};
  std::vector<SeriesDocument> series{};

  bool operator==(const DataDocument&) const = default;
};
struct ModelDocument {
  std::optional<FileReference> file{};
  std::vector<std::string> text{};  ///< Its lines.

  bool operator==(const ModelDocument&) const = default;
};
struct ScenarioSetDocument {
  std::string title{}, source{};
  std::optional<ModelDocument> model{};
  DataDocument data{};
  std::vector<scenario::ScenarioEntry> scenarios{};
};
struct ContentDocument {
  std::string model{}, data{}, layers{};

  bool operator==(const ContentDocument&) const = default;
};
struct RunDocument {
  std::string title{};
  ModelDocument model{};
  DataDocument data{};
  ScenarioDocument scenario{};
  PeriodRange range{};
  scenario::SolveOptions options{};
  ContentDocument content{};
};

inline About about(Described, const FileReference&) { return {"file", "Another file, and what it must hold."}; }
void fields(auto& visit, FileReference& x) {
  visit.required("path", x.path, "Below the folder of the document.");
  visit.required(
      "format", x.format,
      "model: a text in the model language. csv: series. pcim: model and data as the World Bank writes them.");
  visit.required("sha256", x.sha256, "Of the file's bytes.");
}

inline About about(Described, const SeriesDocument&) { return {"series", "Values of one variable, period by period."}; }
void fields(auto& visit, SeriesDocument& x) {
  visit.required("name", x.name, "Unique in the data.");
  visit("unit", x.unit, "Of the values.");
  visit.required("start", x.start, "Period of the first value.");
  visit.required("values", x.values, "At least one; null where it is missing.");
}

inline About about(Described, const DataDocument&) { return {"data", "The base data: series, or a file of them."}; }
void fields(auto& visit, DataDocument& x) {
  visit("file", x.file, "Where they stand, when not here.");
  visit("series", x.series, "All of one frequency.");
}

inline About about(Described, const ModelDocument&) { return {"model", "The model: its text, or a file of it."}; }
void fields(auto& visit, ModelDocument& x) {
  visit("file", x.file, "Where it stands, when not here.");
  visit("text", x.text, "Its lines, in the model language.");
}

inline About about(Described, const scenario::ScenarioEntry&) {
  return {"scenario", "A named set of changes, above what it inherits."};
}
void fields(auto& visit, scenario::ScenarioEntry& x) {
  visit.required("name", x.name, "Unique in the document.");
  visit("inherits", x.inherits, "Name of another scenario; left out: from the base data.");
  visit("changes", x.changes, "Applied in order.");
}

inline About about(Described, const ScenarioSetDocument&) {
  return {"scenarios", "Scenarios over one set of base data, and the model that they are for."};
}
void fields(auto& visit, ScenarioSetDocument& x) {
  visit("title", x.title, "What they are called together.");
  visit("source", x.source, "Where the figures come from.");
  visit("model", x.model, "What they are for.");
  visit("data", x.data, "What they start from.");
  visit("scenarios", x.scenarios, "In any order.");
}

inline About about(Described, const scenario::SolveOptions&) { return {"options", "How the model is solved."}; }
void fields(auto& visit, scenario::SolveOptions& x) {
  visit("tolerance", x.tolerance, "(0, 1e-3]; the next Newton step of every unknown, relative to its size.");
  visit("max_iterations", x.max_iterations, ">= 1; steps for one block in one period, each method.");
  visit("method", x.method, "How simultaneous blocks are solved.");
}

inline About about(Described, const ContentDocument&) {
  return {"content", "SHA-256 of what was run, each in its canonical form."};
}
void fields(auto& visit, ContentDocument& x) {
  visit.required("model", x.model, "Of its equations.");
  visit.required("data", x.data, "Of the base data.");
  visit.required("layers", x.layers, "Of the scenario's layers.");
}

inline About about(Described, const RunDocument&) {
  return {"run", "A run of a scenario, with all that it takes to repeat it."};
}
void fields(auto& visit, RunDocument& x) {
  visit("title", x.title, "What it is called.");
  visit.required("model", x.model, "What was solved.");
  visit.required("data", x.data, "What the scenario starts from.");
  visit.required("scenario", x.scenario, "What was changed.");
  visit.required("range", x.range, "The periods solved.");
  visit("options", x.options, "How.");
  visit.required("content", x.content, "What model, data and layers must be.");
}

}  // namespace foreplan::inline v0::io::internal
