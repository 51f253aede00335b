#include <foreplan/scenario/estimate_system.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"
#include "scenario/fit_report.hpp"
#include "scenario/two_stages.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::string_view kFunction = "scenario::estimate_system";

/// One equation on its own.
struct Member {
  EstimationSample sample;
  FreeCoefficients free{};
  LinearEquation equation{};
  TwoStages stages{};
};

/// The equations' samples over the periods that all of them can be fitted in.
std::vector<EstimationSample> common_samples(const Model& model, const Scenario& scenario,
                                             const std::vector<std::string>& equations, PeriodRange range,
                                             const EstimationOptions& options) {
  std::vector<EstimationSample> out;
  PeriodRange common = range;
  for (const std::string& equation : equations) {
    out.push_back(sample_of(model, scenario, equation, range, options, kFunction));
    if (common.first < out.back().range.first) common.first = out.back().range.first;
    if (out.back().range.last < common.last) common.last = out.back().range.last;
  }
  if (!(common.first <= common.last))
    fail(kFunction, "equations must have complete periods in common", "none", "in " + to_string(range));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].range == common) continue;
    std::string left_out = std::move(out[i].left_out);
    out[i] = sample_of(model, scenario, equations[i], common, options, kFunction);
    out[i].left_out = std::move(left_out);
  }
  return out;
}

/// Mean products of residuals, row by row.
std::vector<double> mean_products(const std::vector<const std::vector<double>*>& residuals) {
  const std::size_t g = residuals.size(), n = residuals.front()->size();
  std::vector<double> out(g * g);
  for (std::size_t a = 0; a < g; ++a)
    for (std::size_t b = 0; b < g; ++b)
      for (std::size_t i = 0; i < n; ++i)
        out[a * g + b] += (*residuals[a])[i] * (*residuals[b])[i] / static_cast<double>(n);
  return out;
}

/// Column vectors of one equation, `g` equations stacked, times L^-1: rows of equation a become those of
/// sum over b <= a of inverse[a][b].
class Whitening {
 public:
  Whitening(const std::vector<double>& lower, std::size_t g, std::size_t n) : g_(g), n_(n), inverse_(g * g) {
    for (std::size_t c = 0; c < g; ++c)
      for (std::size_t r = c; r < g; ++r) {
        double sum = r == c ? 1 : 0;
        for (std::size_t k = c; k < r; ++k) sum -= lower[r * g + k] * inverse_[k * g + c];
        inverse_[r * g + c] = sum / lower[r * g + r];
      }
  }
  void add(std::size_t equation, const std::vector<double>& from, std::vector<double>& to) const {
    for (std::size_t r = equation; r < g_; ++r)
      for (std::size_t i = 0; i < n_; ++i) to[r * n_ + i] += inverse_[r * g_ + equation] * from[i];
  }

 private:
  std::size_t g_, n_;
  std::vector<double> inverse_;
};

void not_identified(SystemFit& out, std::string sentence) {
  out.stop = Stop::singular;
  out.sentence = std::move(sentence) + (out.sentence.empty() ? "" : "; " + out.sentence);
}

std::vector<Member> members_of(const Model& model, const Scenario& scenario, const std::vector<std::string>& equations,
                               PeriodRange range, const SystemOptions& options) {
  EstimationOptions each{.method = EstimationMethod::two_stage_least_squares,
                         .instruments = options.instruments,
                         .constant_instrument = options.constant_instrument,
                         .missing = options.missing};
  std::vector<Member> out;
  for (EstimationSample& sample : common_samples(model, scenario, equations, range, each)) {
    Member& m = out.emplace_back(Member{.sample = std::move(sample)});
    m.free = free_coefficients(m.sample.parameters, {});
    const std::size_t k = m.free.names.size();
    if (m.sample.observations <= k)
      fail(kFunction, "observations must be more than coefficients",
           std::to_string(m.sample.observations) + " for " + std::to_string(k),
           "in equation " + quoted(m.sample.equation));
    const InstrumentSpace instruments = instrument_space(m.sample, options.constant_instrument, k);
    m.equation = linear_equation(m.sample, m.free);
    m.stages = two_stages(m.equation, instruments, m.free.names);
  }
  return out;
}

/// Fills in the estimates, or why there are none.
void solve_system(const std::vector<Member>& members, SystemFit& out) {
  const std::size_t g = members.size(), n = members.front().sample.observations;
  std::vector<const std::vector<double>*> residuals;
  std::size_t all = 0;
  for (const Member& m : members) {
    residuals.push_back(&m.stages.residuals);
    all += m.free.names.size();
    for (std::size_t j = 0; j < m.free.names.size(); ++j)
      if (std::isnan(m.stages.coefficients[j]))
        return not_identified(out, "not identified: parameters of equation " + quoted(m.sample.equation));
  }
  out.weighting_covariance = mean_products(residuals);
  const auto lower = numeric::cholesky(out.weighting_covariance, g);
  bool singular = !lower;
  for (std::size_t a = 0; a < g && !singular; ++a) singular = !((*lower)[a * g + a] > 0);
  if (singular) return not_identified(out, "the covariance of the equations' two-stage errors is singular");

  const Whitening whitening(*lower, g, n);
  std::vector<double> target(g * n);
  Columns columns;
  std::vector<std::string> names;
  for (std::size_t a = 0; a < g; ++a) {
    whitening.add(a, members[a].equation.y, target);
    for (std::size_t j = 0; j < members[a].free.names.size(); ++j) {
      whitening.add(a, members[a].stages.hat[j], columns.emplace_back(g * n));
      names.push_back(members[a].free.names[j]);
    }
  }
  const LinearForm form = linear_form(target, columns, names, {});
  if (!form.dependent.empty()) return not_identified(out, "not identified: " + form.dependent.front().name);
  out.stop = Stop::converged;
  out.parameters.names = names;
  out.parameters.mean = form.coefficients;
  // The errors are whitened: (X'X)^-1 is the covariance, whatever the projected equations leave over.
  out.parameters.covariance.assign(all, std::vector<double>(all));
  for (std::size_t i = 0; i < all; ++i)
    for (std::size_t j = 0; j < all; ++j)
      out.parameters.covariance[i][j] = form.covariance[i * all + j] / form.fit.sigma2;
}

}  // namespace
}  // namespace detail

SystemFit estimate_system(const Model& model, const Scenario& scenario, const std::vector<std::string>& equations,
                          PeriodRange range, const SystemOptions& options) {
  using namespace detail;
  foreplan::detail::require(!equations.empty(), kFunction, "there must be equations", "none");
  for (std::size_t i = 0; i < equations.size(); ++i)
    if (std::find(equations.begin(), equations.begin() + static_cast<std::ptrdiff_t>(i), equations[i]) !=
        equations.begin() + static_cast<std::ptrdiff_t>(i))
      fail(kFunction, "equations must be different", quoted(equations[i]));
  const std::vector<Member> members = members_of(model, scenario, equations, range, options);
  SystemFit out{.sentence = members.front().sample.left_out, .range = members.front().sample.range};
  for (const Member& m : members)
    if (out.sentence.empty()) out.sentence = m.sample.left_out;
  solve_system(members, out);
  if (!out.usable()) return out;

  std::size_t first = 0;
  for (const Member& m : members) {
    const std::size_t k = m.free.names.size(), n = m.sample.observations;
    EquationFit fit = begun_fit(m.sample, EstimationMethod::three_stage_least_squares);
    fit.stop = Stop::converged;
    std::vector<double> block(k * k);
    fit.residuals = m.equation.y;
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) block[i * k + j] = out.parameters.covariance[first + i][first + j];
      for (std::size_t t = 0; t < n; ++t) fit.residuals[t] -= m.equation.x[i][t] * out.parameters.mean[first + i];
    }
    fit.errors = fit.residuals;
    report_coefficients(fit, m.sample, m.free, std::span(out.parameters.mean).subspan(first, k), block,
                        std::numeric_limits<double>::infinity());
    report_residuals(fit, k);
    out.equations.push_back(std::move(fit));
    first += k;
  }
  std::vector<const std::vector<double>*> residuals;
  for (const EquationFit& fit : out.equations) residuals.push_back(&fit.residuals);
  out.error_covariance = mean_products(residuals);
  return out;
}

}  // namespace foreplan::inline v0::scenario
