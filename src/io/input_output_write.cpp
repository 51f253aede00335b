#include <foreplan/io/input_output.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/check.hpp"
#include "io/input_output_labels.hpp"
#include "text/csv.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io {
namespace {

using structure::FinalDemand;
using structure::InputOutputTable;
using structure::PrimaryInput;
using structure::PrimaryInputKind;

constexpr std::string_view kName = "io::write_input_output", kOutput = "output";

/// A field of text, which must be one that is read as it was meant.
std::string label(const std::string& name, const std::string& mark = {}) {
  const std::string whole = mark.empty() ? name : name + " [" + mark + ']';
  const auto read = internal::marked_label(whole);
  const bool plain = !internal::final_demand_mark(read) && !internal::primary_input_mark(read) &&
                     !internal::is_imported_mark(read) && !internal::satellite_mark(read);
  const bool back = mark.empty() ? plain : read.name == name && read.mark == mark;
  if (!back || name.empty() || name == kOutput || name.front() == ' ' || name.back() == ' ' ||
      text::first_bad_byte(whole) != whole.size())
    detail::fail(kName, "names and units must read back", detail::quoted(whole));
  return text::csv_field(whole);
}

std::string unit_mark(const Unit& unit) {
  std::string text = to_string(unit);
  bool back = false;
  try {
    back = parse_unit(text) == unit && text.find_first_of("[]") == std::string::npos;
  } catch (const InvalidArgument&) {
  }
  detail::require(back, kName, "names and units must read back", detail::quoted(text));
  return text;
}

class Writer {
 public:
  explicit Writer(const InputOutputTable& t) : t_(t) {}

  std::string text() {
    header();
    for (std::size_t i = 0; i < t_.sectors.size(); ++i) {
      out_ += label(t_.sectors[i]);
      for (const double x : t_.flows.row(i)) number(x);
      for (const FinalDemand& f : t_.final_demand) number(f.values[i]);
      if (!t_.stated_uses.empty()) number(t_.stated_uses[i]);
      out_ += '\n';
    }
    for (std::size_t i = 0; i < t_.imported_flows.rows; ++i)
      row(label(t_.sectors[i], "imported"), t_.imported_flows.row(i));
    for (const PrimaryInput& p : t_.primary_inputs)
      row(label(p.name, std::string(to_string(p.kind))), p.values, demand_member(p));
    row(std::string(kOutput), t_.output);
    for (const auto& s : t_.satellites)
      row(label(s.name, s.unit == Unit{} ? "satellite" : "satellite, " + unit_mark(s.unit)), s.values);
    return std::move(out_);
  }

 private:
  using DemandMember = std::optional<double> FinalDemand::*;

  void header() {
    out_ = text::csv_field(t_.unit == Unit{} ? "sector" : "sector [" + unit_mark(t_.unit) + ']');
    for (const std::string& s : t_.sectors) out_ += ',' + label(s);
    for (const FinalDemand& f : t_.final_demand) out_ += ',' + label(f.name, std::string(to_string(f.kind)));
    if (!t_.stated_uses.empty()) (out_ += ',') += kOutput;
    out_ += '\n';
    require_row(PrimaryInputKind::imports, &FinalDemand::imports, "imports");
    require_row(PrimaryInputKind::taxes_on_products, &FinalDemand::taxes_on_products, "taxes on products");
    detail::require(t_.imported_flows.rows == 0 || first(PrimaryInputKind::imports) != nullptr, kName,
                    "imported flows must have a row of imports beside them", "none");
  }

  [[nodiscard]] const PrimaryInput* first(PrimaryInputKind kind) const {
    const auto at = std::find_if(t_.primary_inputs.begin(), t_.primary_inputs.end(),
                                 [&](const PrimaryInput& p) { return p.kind == kind; });
    return at == t_.primary_inputs.end() ? nullptr : &*at;
  }

  void require_row(PrimaryInputKind kind, DemandMember member, const std::string& what) const {
    for (const FinalDemand& f : t_.final_demand)
      if (f.*member && first(kind) == nullptr)
        detail::fail(kName, what + " of final demand must have a row of these", "none",
                     "for " + detail::quoted(f.name));
  }

  /// Where there are several rows of a kind, the first has what final demand buys of it.
  [[nodiscard]] DemandMember demand_member(const PrimaryInput& p) const {
    if (&p != first(p.kind)) return nullptr;
    return p.kind == PrimaryInputKind::imports             ? &FinalDemand::imports
           : p.kind == PrimaryInputKind::taxes_on_products ? &FinalDemand::taxes_on_products
                                                           : nullptr;
  }

  template <class Values>
  void row(const std::string& head, const Values& values, DemandMember member = nullptr) {
    out_ += head;
    for (const double x : values) number(x);
    for (const FinalDemand& f : t_.final_demand) {
      if (member != nullptr && f.*member)
        number(*(f.*member));
      else
        out_ += ',';
    }
    if (!t_.stated_uses.empty()) out_ += ',';
    out_ += '\n';
  }

  void number(double x) {
    char buffer[32];  // the longest is -2.2250738585072014e-308
    out_ += ',';
    out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr);
  }

  const InputOutputTable& t_;
  std::string out_;
};

}  // namespace

std::string write_input_output(const InputOutputTable& t) {
  structure::require_input_output_table(t, kName);
  return Writer(t).text();
}

}  // namespace foreplan::inline v0::io
