#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "structure/lmdi_terms.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Series by factor and sector, in one order throughout.
struct Identity {
  std::vector<std::string> factors{}, sectors{};
  std::vector<std::vector<const Series*>> series{};  ///< [factor][sector]
};

std::vector<std::string> names_of(const Frame& frame) {
  std::vector<std::string> names;
  for (const Series& s : frame.series()) names.push_back(s.name);
  return names;
}

Identity read(std::string_view function, const std::vector<LmdiSeries>& factors) {
  detail::require(!factors.empty(), function, "at least one factor is needed");
  Identity result;
  for (const LmdiSeries& factor : factors) {
    detail::require(!factor.factor.empty(), function, "factors must have names", "\"\"");
    if (std::count(result.factors.begin(), result.factors.end(), factor.factor) > 0)
      detail::fail(function, "a factor must be named once", detail::quoted(factor.factor));
    result.factors.push_back(factor.factor);
    if (factor.values.empty())
      detail::fail(function, "a factor must have a series", "none", "for factor " + detail::quoted(factor.factor));
    if (result.sectors.size() < 2 && (result.sectors.empty() || factor.values.size() > 1))
      result.sectors = names_of(factor.values);
  }
  for (const LmdiSeries& factor : factors) {
    const std::string where = "for factor " + detail::quoted(factor.factor);
    const std::vector<std::string> names = names_of(factor.values);
    for (const Series& s : factor.values.series())
      require_same_unit(factor.values.series().front().unit, s.unit, function);
    std::vector<const Series*>& row = result.series.emplace_back();
    if (names.size() == 1) {
      row.assign(result.sectors.size(), &factor.values.series().front());
      continue;
    }
    for (const std::string& sector : result.sectors) {
      if (!factor.values.contains(sector)) {
        const std::string near = detail::nearest_name(sector, names);
        detail::fail(
            function, "factors must have the same sectors",
            "no " + detail::quoted(sector) + (near.empty() ? "" : " (nearest is " + detail::quoted(near) + ")"), where);
      }
      row.push_back(&factor.values[sector]);
    }
    for (const std::string& name : names)
      if (std::count(result.sectors.begin(), result.sectors.end(), name) == 0)
        detail::fail(function, "factors must have the same sectors", detail::quoted(name), where);
  }
  return result;
}

Matrix at(const Identity& identity, Period period) {
  Matrix x = filled_matrix(identity.sectors.size(), identity.factors.size());
  for (std::size_t k = 0; k < identity.factors.size(); ++k)
    for (std::size_t i = 0; i < identity.sectors.size(); ++i) x(i, k) = identity.series[k][i]->at(period);
  return x;
}

Lmdi link(std::string_view function, const Identity& identity, Period first, Period last, const LmdiOptions& options) {
  return decompose(at(identity, first), at(identity, last), options,
                   {function, identity.sectors, identity.factors, to_string(first), to_string(last)});
}

}  // namespace

Lmdi lmdi(const std::vector<LmdiSeries>& factors, Period first, Period last, const LmdiOptions& options) {
  constexpr std::string_view kName = "structure::lmdi";
  return link(kName, read(kName, factors), first, last, options);
}

LmdiChain lmdi_chain(const std::vector<LmdiSeries>& factors, const PeriodRange& range, const Unit& unit,
                     const LmdiOptions& options) {
  constexpr std::string_view kName = "structure::lmdi_chain";
  const Identity identity = read(kName, factors);
  const std::size_t periods = range.size();
  detail::require(periods >= 2, kName, "a chain needs two periods", to_string(range));
  LmdiChain result{identity.factors, identity.sectors, {}, {}, {}};
  std::vector<Series> sums, products;
  for (const std::string& factor : identity.factors) {
    sums.push_back({factor, range.first, unit, {0}});
    products.push_back({factor, range.first, Unit{}, {1}});
  }
  for (std::size_t t = 1; t < periods; ++t) {
    const Period last = range.first + static_cast<std::int64_t>(t);
    result.links.push_back(link(kName, identity, last - 1, last, options));
    for (std::size_t k = 0; k < sums.size(); ++k) {
      sums[k].values.push_back(sums[k].values.back() + result.links.back().additive[k]);
      products[k].values.push_back(products[k].values.back() * result.links.back().multiplicative[k]);
    }
  }
  result.additive = Frame(std::move(sums));
  result.multiplicative = Frame(std::move(products));
  return result;
}

}  // namespace foreplan::inline v0::structure
