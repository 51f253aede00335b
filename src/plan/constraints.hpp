#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/plan/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// The statements of a plan as constraints between positive amounts, and what follows from them.
namespace foreplan::inline v0::plan::internal {

/// What the printed digits leave open.
enum class Digits {
  printed,     ///< Everything within half a unit of its last digit; "over" has no upper end.
  rates_only,  ///< Rates and shares so, but levels exact and "over", "under" just met.
  none,        ///< The numbers as printed, bounds just met.
};

/// A growth statement read otherwise.
struct Reread {
  std::size_t source = 0;
  std::int64_t periods = 0;
  bool arithmetic = false;
};

/// Which statements and identities a system is made of. Sources count the statements first, then the identities.
struct Sources {
  std::vector<const Statement*> statements{};
  std::vector<const Identity*> identities{};

  [[nodiscard]] std::size_t size() const noexcept { return statements.size() + identities.size(); }
};

using Active = std::vector<char>;  ///< One flag a source.

/// Where an amount stands: a level, or with `of` >= 0 a share in that total.
struct Node {
  int indicator = -1;
  int of = -1;
  std::int64_t ordinal = 0;
  PriceBasis basis{};

  bool operator==(const Node&) const = default;
};

/// The ends of a statement's quantity: x(to) / x(from), a rate over `periods`.
struct Ends {
  int from = 0;
  int to = 0;
  std::int64_t periods = 1;
};

/// Everything is a ratio of positive amounts, because the number 1 is an amount too (node 0).
/// A constraint between two amounts bounds the logarithm of their ratio; sums and contributions are
/// linear in the amounts themselves. Without sums a set is decided by looking for a negative cycle
/// (Bellman & Ford); with them by linear programming. Not safe for concurrent use: it holds its scratch space.
class Constraints {
 public:
  /// `usual` are the price bases of indicators that state none, by index; without it they are found
  /// from the sources themselves.
  Constraints(const Plan& plan, Sources sources, Digits digits, const std::vector<PriceBasis>* usual = nullptr,
              const Reread* reread = nullptr);

  /// Empty when the active sources can all be true; else sources that cannot, not necessarily minimal.
  [[nodiscard]] std::vector<std::size_t> conflict(const Active& active) const;
  [[nodiscard]] bool can_hold(const Active& active) const { return conflict(active).empty(); }
  /// Range of the ratio x(to) / x(from) under the active sources, which can hold.
  [[nodiscard]] Interval ratio(const Active& active, int from, int to) const;
  /// The quantity that a level, growth, share or conversion states, as a ratio; nothing for a contribution.
  [[nodiscard]] std::optional<Ends> ends(std::size_t source) const { return ends_[source]; }
  /// Node of an amount, or -1 when no source speaks of it.
  [[nodiscard]] int find(const Node&) const noexcept;
  /// The basis that amounts of this indicator stand at when a statement names none.
  [[nodiscard]] PriceBasis usual_basis(int indicator) const { return usual_[static_cast<std::size_t>(indicator)]; }
  [[nodiscard]] const std::vector<PriceBasis>& usual() const noexcept { return usual_; }
  [[nodiscard]] PriceBasis basis_of(const Statement&) const;
  [[nodiscard]] int indicator_index(const std::string& id) const noexcept;
  [[nodiscard]] const Sources& sources() const noexcept { return sources_; }
  /// Sets of sources that share amounts; sources apart from each other cannot contradict each other.
  [[nodiscard]] std::vector<std::vector<std::size_t>> groups() const;

 private:
  struct Edge {
    int from, to;
    double weight;  ///< log x(to) - log x(from) <= weight
    std::size_t source;
  };
  struct Row {
    std::vector<std::pair<int, double>> terms;
    bool equality;  ///< Sum of terms = 0, else <= 0.
    std::size_t source;
  };

  void find_usual_bases();
  int node(Node);
  void bound(int from, int to, Interval ratio, std::size_t source);
  void add(const Statement&, std::size_t source, const Reread*);
  void add(const Identity&, std::size_t source);
  [[nodiscard]] Interval interval(const Statement&) const;
  [[nodiscard]] std::vector<std::size_t> negative_cycle(const Active&) const;
  [[nodiscard]] std::vector<double> distances(const Active&, int from) const;
  [[nodiscard]] bool has_rows(const Active&) const noexcept;
  [[nodiscard]] std::vector<double> guess(const Active&) const;
  [[nodiscard]] bool is_witness(const Active&, const std::vector<double>& logs) const;
  struct Program;
  [[nodiscard]] Program program(const Active&, const std::vector<double>& logs) const;

  const Plan* plan_;
  Sources sources_;
  Digits digits_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<Row> rows_;
  std::vector<std::optional<Ends>> ends_;
  std::vector<PriceBasis> usual_;
};

/// The interval of what a statement says: levels in the indicator's unit, fractions for per cent and points.
[[nodiscard]] Interval stated_interval(const Statement&, Digits, double about_tolerance);
/// Its printed value in the same form.
[[nodiscard]] double stated_value(const Statement&);

}  // namespace foreplan::inline v0::plan::internal
