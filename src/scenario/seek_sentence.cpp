#include "scenario/seek_sentence.hpp"

#include "scenario/instruments.hpp"

namespace foreplan::inline v0::scenario::detail {

std::string sentence(const SeekResult& r) {
  if (!r.run.usable())
    return "the model could not be solved: " + (r.run.failure() ? r.run.failure()->sentence : std::string());
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : "; ") + part; };
  if (r.reached) {
    for (const SoughtTarget& t : r.targets)
      add(t.variable + " in " + to_string(t.period) + " reaches " + short_number(t.wished));
    for (const SoughtInstrument& i : r.instruments)
      add(i.variable +
          (i.profile == SeekProfile::proportional ? " by a factor of " + short_number(1 + i.amount)
           : i.profile == SeekProfile::shift      ? " by " + short_number(i.amount)
                                                  : " by " + short_number(i.amount) + " on average") +
          " in " + range_text(i.range));
  } else {
    for (const SoughtTarget& t : r.targets)
      if (!t.reached)
        add(t.variable + " in " + to_string(t.period) + " comes to " + short_number(t.value) + ", not to " +
            short_number(t.wished));
  }
  for (std::size_t i = 0; i < r.bounds.size();) {
    std::size_t j = i;
    while (j + 1 < r.bounds.size() && r.bounds[j + 1].variable == r.bounds[i].variable &&
           r.bounds[j + 1].upper == r.bounds[i].upper && r.bounds[j + 1].period - r.bounds[j].period == 1)
      ++j;
    add(r.bounds[i].variable + " stands on its " + (r.bounds[i].upper ? "upper" : "lower") + " bound " +
        short_number(r.bounds[i].bound) + " in " + range_text({r.bounds[i].period, r.bounds[j].period}));
    i = j + 1;
  }
  if (!r.reached)
    for (const NoEffect& n : r.without_effect)
      add(n.instrument + " has no effect on " + n.target + " in " + to_string(n.period));
  if (!r.usable()) add("stopped: " + std::string(to_string(r.stop)));
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
