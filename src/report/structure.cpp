#include <foreplan/report/structure.hpp>

#include "text/messages.hpp"

#include <foreplan/structure/shift.hpp>

namespace foreplan::inline v0::report {

Table shift_table(std::span<const double> first, std::span<const double> last, Language language) {
  using structure::LilienWeights;
  using text::message;
  Table t;
  t.columns = {{std::string(message(language, "report.shift_index")), {}},
               {std::string(message(language, "report.value")), {}, NumberStyle::plain, 5, Align::right}};
  const auto row = [&](std::string_view index, Cell value) {
    t.rows.push_back({message(language, "report.shift." + std::string(index)), std::move(value)});
  };
  const auto cosine = structure::cosine_shift(first, last);
  row("cosine", cosine.cosine);
  row("degrees", Rounded(cosine.degrees, 2));
  row("right_angle", Rounded(100 * cosine.of_right_angle, 2));
  row("nav", structure::nav(first, last));
  row("krugman", structure::krugman(first, last));
  row("hellinger", structure::hellinger(first, last));
  row("aitchison", structure::aitchison(first, last));
  row("lilien_end", structure::lilien(first, last, LilienWeights::end_period));
  row("lilien_mean", structure::lilien(first, last, LilienWeights::mean_shares));
  row("lilien_product", structure::lilien(first, last, LilienWeights::product_shares));
  t.note = message(language, "report.note.shift");
  return t;
}

}  // namespace foreplan::inline v0::report
