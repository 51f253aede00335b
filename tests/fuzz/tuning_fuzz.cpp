#include <foreplan/core/errors.hpp>
#include <foreplan/io/ensemble.hpp>
#include <foreplan/io/search.hpp>
#include <foreplan/io/selection.hpp>
#include <foreplan/io/tuning.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"

using namespace foreplan;

namespace {

/// A document that is read is written and read back equal, unless its options are too deep for that; one that is refused
/// says where and why.
template <class Read, class Write, class Use>
void check_document(std::string_view text, const Read& read, const Write& write, const Use& use) {
  decltype(read(text, text)) value;
  try {
    value = read(text, "t");
  } catch (const ParseError& e) {
    return fuzz::check_issues(e);
  }
  use(value);
  std::string written;
  try {
    written = write(value);
  } catch (const InvalidArgument&) {
    return;
  }
  fuzz::check(read(written, "t") == value);
  fuzz::check(write(read(written, "t")) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  const auto nothing = [](const auto&) {};
  check_document(text, io::read_candidates, io::write_candidates, nothing);
  check_document(text, io::read_search, io::write_search, nothing);
  check_document(text, io::read_ensemble, io::write_ensemble, [](const tuning::Ensemble& e) { validate(e); });
  check_document(text, io::read_feature_chooser, io::write_feature_chooser, [](const tuning::FeatureChooser& chooser) {
    const std::vector<double> missing(chooser.features.size(), std::numeric_limits<double>::quiet_NaN());
    fuzz::check(preference(chooser, missing).size() == chooser.candidates.size());
    fuzz::check(preference(chooser, std::vector<double>(missing.size(), 1e300)).size() == chooser.candidates.size());
  });
  return 0;
}
