#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "plan/price_bases.hpp"
#include "plan/stated.hpp"
#include "plan/system.hpp"

/// The statements of a plan as constraints between positive amounts.
namespace foreplan::inline v0::plan::internal {

/// A growth statement read otherwise.
struct Reread {
  std::size_t source = 0;
  std::int64_t periods = 0;
  bool arithmetic = false;
};

/// Where an amount stands: a level, or with `of` >= 0 a share in that total.
struct Node {
  int indicator = -1;
  int of = -1;
  std::int64_t ordinal = 0;
  PriceBasis basis{};

  bool operator==(const Node&) const = default;
};

/// The ends of a statement's quantity: x(to) / x(from) is `scale` times a level, share or factor, or growth over
/// `periods`.
struct Ends {
  int from = 0;
  int to = 0;
  std::int64_t periods = 1;
  double scale = 1;
};

/// Amounts are in their indicator's unit. A constraint between two of them bounds their ratio; sums and contributions
/// are linear in the amounts themselves. Without sums a set is decided by looking for a negative cycle, with them by
/// linear programming.
class Constraints {
 public:
  /// `usual` are the price bases of indicators that state none, by index; without it they are found from the sources
  /// themselves.
  Constraints(const Plan& plan, Sources sources, Digits digits, const std::vector<PriceBasis>* usual = nullptr,
              const Reread* reread = nullptr);

  /// Empty when the active sources can all be true; else sources that cannot, not necessarily minimal.
  /// `settled` becomes false when that could not be decided: then they are taken to hold.
  [[nodiscard]] std::vector<std::size_t> conflict(const Active& active, bool& settled) const;
  [[nodiscard]] bool can_hold(const Active& active) const;
  /// Range of the ratio x(to) / x(from) under the active sources, which can hold.
  [[nodiscard]] Interval ratio(const Active& active, int from, int to) const;

  /// What the source, a statement, says by its digits.
  [[nodiscard]] Interval stated(std::size_t source) const { return stated_[source]; }
  /// The quantity that a level, growth, share or conversion states, as a ratio; nothing for a contribution.
  [[nodiscard]] std::optional<Ends> ends(std::size_t source) const { return ends_[source]; }
  /// Whether the source bounds the ratio of these two amounts.
  [[nodiscard]] bool bounds(std::size_t source, int from, int to) const noexcept;
  /// Node of an amount, or -1 when no source speaks of it.
  [[nodiscard]] int find(const Node&) const noexcept;
  /// Node of the amount that a level or share states.
  [[nodiscard]] int find(const Statement&) const;

  /// The basis that amounts of this indicator stand at when a statement names none.
  [[nodiscard]] PriceBasis usual_basis(int indicator) const { return usual_[static_cast<std::size_t>(indicator)]; }
  [[nodiscard]] const std::vector<PriceBasis>& usual() const noexcept { return usual_; }
  [[nodiscard]] PriceBasis basis_of(const Statement&) const;
  [[nodiscard]] const Sources& sources() const noexcept { return sources_; }
  /// Sets of sources that share amounts; sources apart from each other cannot contradict each other.
  [[nodiscard]] std::vector<std::vector<std::size_t>> groups() const;

 private:
  int node(Node);
  void bound(int from, int to, Interval ratio, std::size_t source);
  void add(const Statement&, std::size_t source, const Reread*);
  void add_growth(const Statement&, std::size_t source, const Reread*);
  void add_conversion(const Statement&, std::size_t source);
  void add(const Identity&, std::size_t source);
  [[nodiscard]] std::vector<PriceBasis> growth_bases(const Statement&) const;
  [[nodiscard]] int index_of(const std::string& indicator) const noexcept { return indicator_index(*plan_, indicator); }
  [[nodiscard]] double units(int whole, int part) const;

  const Plan* plan_;
  Sources sources_;
  std::vector<Interval> stated_;
  std::vector<PriceBasis> usual_;
  std::vector<Node> nodes_;  ///< The first is the number 1.
  System system_;
  std::vector<std::optional<Ends>> ends_;
};

}  // namespace foreplan::inline v0::plan::internal
