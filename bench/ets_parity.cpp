// Likelihoods of fit_ets beside those of R's forecast package, whose fits ets_parity.R writes; R's parameters are
// evaluated by apply_ets, so that both sides are measured by one formula.
// Usage: foreplan_ets_parity TRAIN.csv FITS.txt...    [environment WORST=k: lists the k largest shortfalls]
#include <foreplan/forecast/ets.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace forecast = foreplan::forecast;
using forecast::EtsFit;

std::map<std::string, std::vector<double>> read_series(const char* file) {
  std::map<std::string, std::vector<double>> result;
  std::ifstream in(file);
  for (std::string line, id, field; std::getline(in, line);) {
    std::istringstream fields(line);
    std::getline(fields, id, ',');
    for (int skipped = 0; skipped < 2; ++skipped) std::getline(fields, field, ',');
    while (std::getline(fields, field, ',')) result[id].push_back(std::stod(field));
  }
  return result;
}

bool bears(const std::vector<double>& y, const forecast::EtsForm& form) {
  using enum forecast::EtsTrend;
  const bool ratio = form.error == forecast::EtsError::multiplicative || form.trend == multiplicative ||
                     form.trend == multiplicative_damped || form.season == forecast::EtsSeason::multiplicative;
  return !ratio || *std::min_element(y.begin(), y.end()) > 0;
}

double squares_about_mean(const std::vector<double>& y) {
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
  return std::accumulate(y.begin(), y.end(), 0.0, [&](double sum, double x) { return sum + (x - mean) * (x - mean); });
}

struct Tally {
  int fits = 0, less = 0, far_less = 0;
  double worst = 0, seconds = 0, seconds_of_r = 0;

  void add(double shortfall, double ours, double of_r) {
    ++fits;
    less += shortfall > 1e-6 ? 1 : 0;
    far_less += shortfall > 0.1 ? 1 : 0;
    worst = std::max(worst, shortfall);
    seconds += ours;
    seconds_of_r += of_r;
  }
};

std::ostream& operator<<(std::ostream& out, const Tally& t) {
  return out << t.fits << " fits, " << 100.0 * (t.fits - t.less) / std::max(t.fits, 1) << " % at least as likely, "
             << t.far_less << " less by more than 0.1, worst " << t.worst << "; ms a fit " << 1e3 * t.seconds / t.fits
             << ", R " << 1e3 * t.seconds_of_r / t.fits;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return std::cerr << "usage: foreplan_ets_parity TRAIN.csv FITS.txt...\n", 2;
  const auto series = read_series(arguments[1]);
  std::map<std::string, Tally> by_form;
  std::map<int, Tally> by_season;
  Tally all;
  int short_series = 0, perfect = 0, not_positive = 0, impossible = 0;
  std::vector<std::pair<double, std::string>> losses;
  for (int file = 2; file < count; ++file) {
    std::ifstream in(arguments[file]);
    for (std::string line; std::getline(in, line);) {
      std::istringstream fields(line);
      std::string id, name;
      EtsFit of_r;
      std::size_t n = 0;
      double seconds_of_r = 0;
      if (line.starts_with('#') || !(fields >> id >> name >> of_r.season_length >> n >> seconds_of_r)) continue;
      fields >> of_r.alpha >> of_r.beta >> of_r.gamma >> of_r.phi >> of_r.initial.level >> of_r.initial.growth;
      for (double s = 0; fields >> s;) of_r.initial.seasonals.push_back(s);
      const std::vector<double>& y = series.at(id);
      of_r.form = forecast::parse_ets_form(name);
      if (of_r.form.season == forecast::EtsSeason::none) of_r.season_length = 1;
      if (!bears(y, of_r.form)) {
        ++not_positive;
        continue;
      }
      const std::clock_t begin = std::clock();
      const EtsFit ours = forecast::fit_ets(y, {.season_length = of_r.season_length,
                                                .error = of_r.form.error,
                                                .trend = of_r.form.trend,
                                                .season = of_r.form.season});
      const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
      if (ours.form != of_r.form) continue;
      if (y.size() <= ours.parameters + 4) {
        ++short_series;
        continue;
      }
      const EtsFit there = forecast::apply_ets(of_r, y);
      double squares = 0;
      for (std::size_t t = 0; t < y.size(); ++t) squares += std::pow(y[t] - there.fitted[t], 2);
      if (squares < 1e-8 * squares_about_mean(y)) {
        ++perfect;
        continue;
      }
      impossible += std::isfinite(there.log_likelihood) ? 0 : 1;
      const double shortfall = std::max(there.log_likelihood - ours.log_likelihood, 0.0);
      for (Tally* t : {&all, &by_form[name], &by_season[static_cast<int>(of_r.season_length)]})
        t->add(shortfall, seconds, seconds_of_r);
      std::ostringstream text;
      const auto parameters = [&](const EtsFit& f) {
        text << " L " << f.log_likelihood << " (" << f.alpha << ' ' << f.beta << ' ' << f.gamma << ' ' << f.phi << " l "
             << f.initial.level << " b " << f.initial.growth << ')';
      };
      text << id << ' ' << name << " n " << y.size() << " R" << std::setprecision(9);
      parameters(there);
      text << " ours " << to_string(ours.stop);
      parameters(ours);
      if (shortfall > 1e-6) losses.emplace_back(shortfall, text.str());
    }
  }
  std::cout << all << '\n';
  std::cout << "left out: " << short_series << " short, " << perfect << " near-perfect, " << not_positive
            << " not positive; R's states break the form in " << impossible << '\n';
  for (const auto& [m, tally] : by_season) std::cout << "m " << m << ": " << tally << '\n';
  for (const auto& [name, tally] : by_form) std::cout << name << ": " << tally << '\n';
  const char* listed = std::getenv("WORST");
  std::sort(losses.rbegin(), losses.rend());
  for (std::size_t i = 0; listed != nullptr && i < std::min(losses.size(), std::size_t(std::atoi(listed))); ++i)
    std::cout << losses[i].first << ": " << losses[i].second << '\n';
}
