#include "io/scenario_sources.hpp"

#include <foreplan/io/files.hpp>
#include <foreplan/io/pcim.hpp>
#include <foreplan/io/series.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "text/hash.hpp"

namespace foreplan::inline v0::io {

HashMismatch::~HashMismatch() = default;

namespace {

std::string joined(const std::string& folder, const std::string& path) {
  return folder.empty() || folder.back() == '/' ? folder + path : folder + '/' + path;
}

/// Lines with a line end between them, both ways; a text that ends with one has an empty last line.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) (out += i > 0 ? "\n" : "") += lines[i];
  return out;
}

ModelSource compiled(std::string bytes, const FileReference& file) {
  ModelSource out{.file = file};
  if (file.format == FileFormat::pcim) {
    out.model = read_pcim(bytes, {}, file.path).model;
    return out;
  }
  out.model = scenario::compile(bytes, {.file = file.path});
  out.text = std::move(bytes);
  return out;
}

}  // namespace

FileReference refer(const std::string& folder, std::string path, FileFormat format) {
  std::string hash = text::sha256_hex(read_file(joined(folder, path)));
  return {std::move(path), format, std::move(hash)};
}

ModelSource model_source(std::string text) {
  scenario::Model model = scenario::compile(text);
  return {std::move(text), std::nullopt, std::move(model)};
}

ModelSource model_source(const std::string& folder, FileReference file) {
  constexpr std::string_view kFunction = "io::model_source";
  internal::require_reference(file, kFunction);
  detail::require(file.format != FileFormat::csv, kFunction, "format must be one that holds a model", "csv");
  std::string bytes = read_file(joined(folder, file.path));
  if (const std::string hash = text::sha256_hex(bytes); hash != file.sha256)
    throw HashMismatch({{.file = file.path,
                         .expected = "SHA-256 " + file.sha256,
                         .found = hash,
                         .suggestion = "the file changed after it was referred to"}});
  return compiled(std::move(bytes), file);
}

namespace internal {
namespace {

/// What another reader says of a text within the document or of a file that it names.
void add_inner(const ParseError& error, const std::string& pointer, Reading& reading) {
  for (const ParseIssue& issue : error.issues()) {
    std::string found = issue.found;
    std::string place = issue.file;
    if (issue.line > 0) {
      place += (place.empty() ? "line " : ", line ") + std::to_string(issue.line);
      if (issue.column > 0) place += ", column " + std::to_string(issue.column);
    }
    if (!issue.pointer.empty()) place += (place.empty() ? "" : ", ") + issue.pointer;
    if (!place.empty()) found += " in " + place;
    reading.add(pointer, issue.expected, found, issue.suggestion);
  }
}

/// The bytes of a file, when they are the ones that the document means.
std::optional<std::string> load_file(const FileReference& file, const std::string& pointer, Reading& reading) {
  const std::size_t before = reading.issues.size();
  if (const std::string fault = path_fault(file.path); !fault.empty())
    reading.add(pointer + "/path", fault, detail::quoted(file.path));
  else if (reading.options.folder.empty())
    reading.add(pointer + "/path", "a document that names no files, or a folder to find them in",
                detail::quoted(file.path));
  if (!is_sha256(file.sha256))
    reading.add(pointer + "/sha256", "64 lower-case hexadecimal digits", detail::quoted(file.sha256));
  if (reading.issues.size() > before) return std::nullopt;
  std::string bytes;
  try {
    bytes = read_file(joined(reading.options.folder, file.path), reading.options.max_file_bytes);
  } catch (const IoError& error) {
    reading.add(pointer + "/path", "a file that can be read", error.what());
    return std::nullopt;
  }
  if (const std::string hash = text::sha256_hex(bytes); hash != file.sha256) {
    reading.add_mismatch(pointer + "/sha256", "the SHA-256 of the file, " + hash, file.sha256,
                         detail::quoted(file.path));
    return std::nullopt;
  }
  return bytes;
}

Series series_of(const SeriesDocument& from) {
  Series out{from.name, from.start, from.unit, {}};
  out.values.reserve(from.values.size());
  for (const std::optional<double>& x : from.values)
    out.values.push_back(x.value_or(std::numeric_limits<double>::quiet_NaN()));
  return out;
}

std::optional<Frame> frame_of(const std::vector<SeriesDocument>& from, const std::string& pointer, Reading& reading) {
  const std::size_t before = reading.issues.size();
  std::set<std::string_view> names;
  std::vector<Series> series;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const SeriesDocument& s = from[i];
    const std::string place = pointer + '/' + std::to_string(i);
    if (s.name.empty()) reading.add(place + "/name", "a name", "\"\"");
    if (!s.name.empty() && !names.insert(s.name).second)
      reading.add(place + "/name", "each name once", detail::quoted(s.name) + " again");
    if (s.values.empty()) reading.add(place + "/values", "at least one value", "none");
    if (s.start.frequency() != from[0].start.frequency())
      reading.add(place + "/start",
                  "a period that is " + std::string(to_string(from[0].start.frequency())) + " like the first series'",
                  to_string(s.start));
    series.push_back(series_of(s));
  }
  if (reading.issues.size() > before) return std::nullopt;
  try {
    // Two far periods make a frame of missing values that no text shows.
    constexpr std::size_t kMostCells = 20'000'000;
    PeriodRange all{Period{}, Period{}};
    for (std::size_t i = 0; i < series.size(); ++i) {
      const Series& s = series[i];
      if (i == 0 || s.start < all.first) all.first = s.start;
      if (i == 0 || all.last < s.last()) all.last = s.last();
    }
    if (!series.empty() && all.size() > kMostCells / series.size()) {
      reading.add(pointer, "at most " + std::to_string(kMostCells) + " values, missing ones included",
                  std::to_string(series.size()) + " series over " + to_string(all));
      return std::nullopt;
    }
    return Frame(std::move(series));
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, reading.root, pointer, reading.issues);
    return std::nullopt;
  }
}

}  // namespace

void Reading::raise() {
  if (mismatches > 0 && mismatches == issues.size()) issues.raise<HashMismatch>();
  issues.raise();
}

std::string path_fault(std::string_view path) {
  if (path.empty()) return "the path of a file";
  if (path.front() == '/') return "a path below the folder of the document";
  if (path.find('\0') != std::string_view::npos) return "a path without NUL";
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t to = std::min(path.find('/', from), path.size());
    if (path.substr(from, to - from) == "..") return "a path below the folder of the document";
    from = to + 1;
  }
  return {};
}

bool is_sha256(std::string_view text) noexcept {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void require_reference(const FileReference& file, std::string_view function) {
  if (const std::string fault = path_fault(file.path); !fault.empty())
    detail::fail(function, "a reference must have " + fault, detail::quoted(file.path));
  detail::require(is_sha256(file.sha256), function, "a reference must have 64 lower-case hexadecimal digits",
                  detail::quoted(file.sha256, 80));
}

std::optional<ModelSource> load_model(const ModelDocument& from, const std::string& pointer, Reading& reading) {
  std::string text = text_of(from.text);
  if (from.file.has_value() == !text.empty()) {
    reading.add(pointer, "a text or a file", from.file ? "both" : "neither");
    return std::nullopt;
  }
  const std::string place = pointer + (from.file ? "/file" : "/text");
  try {
    if (!from.file) return model_source(std::move(text));
    if (from.file->format == FileFormat::csv) {
      reading.add(place + "/format", "\"model\" or \"pcim\"", "\"csv\"");
      return std::nullopt;
    }
    auto bytes = load_file(*from.file, place, reading);
    if (!bytes) return std::nullopt;
    return compiled(std::move(*bytes), *from.file);
  } catch (const ParseError& error) {
    if (from.file)
      add_inner(error, place, reading);
    else
      add_lines(error, from.text.size(), reading.root, place, reading.issues);
    return std::nullopt;
  }
}

std::optional<Frame> load_data(const DataDocument& from, const std::string& pointer, Reading& reading) {
  if (!from.file) return frame_of(from.series, pointer + "/series", reading);
  if (!from.series.empty()) {
    reading.add(pointer, "series or a file", "both");
    return std::nullopt;
  }
  const std::string place = pointer + "/file";
  if (from.file->format == FileFormat::model) {
    reading.add(place + "/format", "\"csv\" or \"pcim\"", "\"model\"");
    return std::nullopt;
  }
  const auto bytes = load_file(*from.file, place, reading);
  if (!bytes) return std::nullopt;
  try {
    if (from.file->format == FileFormat::pcim) return read_pcim(*bytes, {}, from.file->path).data;
    return read_series(*bytes, {}, from.file->path);
  } catch (const ParseError& error) {
    add_inner(error, place, reading);
    return std::nullopt;
  }
}

ModelDocument model_document(const ModelSource& model, std::string_view function) {
  if (model.file) {
    require_reference(*model.file, function);
    return {model.file, {}};
  }
  detail::require(!model.text.empty(), function, "a model must have a text or a file", "neither");
  return {std::nullopt, lines_of(model.text)};
}

DataDocument data_document(const std::optional<FileReference>& file, const Frame& data, std::string_view function) {
  DataDocument out{file, {}};
  if (file) {
    require_reference(*file, function);
    return out;
  }
  for (const Series& s : data.series()) {
    SeriesDocument series{s.name, s.unit, s.start, {}};
    series.values.reserve(s.size());
    for (const double x : s.values) series.values.push_back(std::isnan(x) ? std::optional<double>() : x);
    out.series.push_back(std::move(series));
  }
  return out;
}

void check_changes(const std::vector<scenario::Change>& changes, const Frame& data, const scenario::Model* model,
                   const std::string& pointer, Reading& reading) {
  // Without values: what the rules for changes need of the data is their frequency.
  std::shared_ptr<const Frame> calendar = std::make_shared<const Frame>();
  if (!data.empty())
    calendar = std::make_shared<const Frame>(std::vector<Series>{{"period", data.range().first, {}, {0}}});
  for (std::size_t k = 0; k < changes.size() && !reading.issues.full(); ++k) {
    const std::string place = pointer + '/' + std::to_string(k);
    if (reading.issues.any_in(place)) continue;
    const std::string& name = changes[k].variable;
    try {
      static_cast<void>(scenario::Scenario("change", calendar, {{"change", {changes[k]}}}));
    } catch (const InvalidArgument& refusal) {
      add_refusal(refusal, reading.root, place, reading.issues);
      continue;
    }
    if (model == nullptr) continue;
    std::vector<std::string> known;
    const auto require_known = [&](const std::string& variable, bool in_data, const std::string& at) {
      if (model->contains(variable) || (in_data && data.contains(variable))) return;
      if (known.empty())
        for (const scenario::ModelVariable& v : model->variables()) known.push_back(v.name);
      reading.add(at, in_data ? "a variable of the model or the data" : "a variable of the model",
                  detail::quoted(variable), did_you_mean(variable, known));
    };
    require_known(name, changes[k].kind != scenario::ChangeKind::target, place + "/variable");
    for (std::size_t i = 0; i < changes[k].instruments.size(); ++i)
      require_known(changes[k].instruments[i].variable, false,
                    place + "/instruments/" + std::to_string(i) + "/variable");
  }
}

}  // namespace internal
}  // namespace foreplan::inline v0::io
