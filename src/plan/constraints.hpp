#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "plan/price_bases.hpp"
#include "plan/stated.hpp"
#include "plan/system.hpp"

/// The statements of a plan as constraints between positive amounts.
namespace foreplan::inline v0::plan::internal {

/// A growth statement read otherwise.
struct Reread {
  std::size_t source = 0;  ///< Among those of the constraints.
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
/// linear programming. About n log n in the statements and the members of sums.
class Constraints {
 public:
  /// The price bases of indicators that state none are found from the sources themselves.
  Constraints(const Plan& plan, Sources sources, Digits digits);
  /// The same with the names of the plan's indicators, which must outlive only the call.
  Constraints(const Plan& plan, const NameIndex& indicators, Sources sources, Digits digits);
  /// Some sources of others alone, in their order, at the same price bases and as printed.
  Constraints(const Constraints& all, const std::vector<std::size_t>& chosen);

  /// The same constraints with what other digits leave open, or with a growth read otherwise.
  void restate(Digits digits, const Reread* reread = nullptr);

  /// Empty when the active sources can all be true; else sources that cannot, not necessarily minimal.
  /// `settled` becomes false when that could not be decided: then they are taken to hold.
  [[nodiscard]] std::vector<std::size_t> conflict(const Active& active, bool& settled) const;
  [[nodiscard]] bool can_hold(const Active& active) const;
  /// Range of the ratio x(to) / x(from) under the active sources, which can hold.
  [[nodiscard]] Interval ratio(const Active& active, int from, int to) const;

  /// What the source, a statement, says by its digits.
  [[nodiscard]] Interval stated(std::size_t source) const { return stated()[source]; }
  /// The quantity that a level, growth, share or conversion states, as a ratio; nothing for a contribution.
  [[nodiscard]] std::optional<Ends> ends(std::size_t source) const { return ends_[source]; }
  /// The ratios that the source bounds.
  [[nodiscard]] std::span<const Ratio> ratios(std::size_t source) const;
  /// Node of an amount, or -1 when no source speaks of it.
  [[nodiscard]] int find(const Node&) const noexcept;
  /// Node of the amount that a level or share states.
  [[nodiscard]] int find(std::size_t source) const noexcept;
  [[nodiscard]] std::size_t nodes() const noexcept { return nodes_.size(); }

  /// The basis that amounts of this indicator stand at when a statement names none.
  [[nodiscard]] PriceBasis usual_basis(int indicator) const { return usual_[static_cast<std::size_t>(indicator)]; }
  [[nodiscard]] PriceBasis basis_of(std::size_t source) const { return basis_[source]; }
  [[nodiscard]] const Subject& subject(std::size_t source) const { return subjects_.statements[source]; }
  [[nodiscard]] const std::vector<int>& members(std::size_t identity) const { return subjects_.identities[identity]; }
  [[nodiscard]] const Sources& sources() const noexcept { return sources_; }
  [[nodiscard]] const Plan& plan() const noexcept { return *plan_; }

  /// Sets of sources that share amounts; sources apart from each other cannot contradict each other.
  [[nodiscard]] std::vector<std::vector<std::size_t>> groups() const;
  /// What some sources say, in a system of its own that numbers them as they stand. `numbers` is scratch for the
  /// amounts: empty at first, and then left to calls for sources apart from those before.
  [[nodiscard]] System part(const std::vector<std::size_t>& chosen, std::vector<int>& numbers) const;

 private:
  /// Ratios and sums of a source stand together.
  struct Part {
    std::size_t ratio = 0, ratios = 0, sum = 0, sums = 0;
  };
  struct Addition;

  void build();
  [[nodiscard]] const std::vector<Interval>& stated() const { return intervals_[static_cast<std::size_t>(digits_)]; }
  [[nodiscard]] std::size_t slot(const Node&) const noexcept;
  void resize_slots();
  int node(Node);
  void bound(int from, int to, std::size_t source);
  void add(std::size_t source);
  using Bases = std::vector<std::vector<PriceBasis>>;  ///< By indicator.
  [[nodiscard]] bool is_real_growth(std::size_t source) const;
  [[nodiscard]] Bases real_bases() const;
  void add_growth(std::size_t source, PriceBasis);
  void add_real_growth(std::size_t source, const Bases&);
  void add_conversion(std::size_t source);
  void add_identities();
  [[nodiscard]] std::vector<Addition> additions() const;
  [[nodiscard]] double units(int whole, int part) const;

  const Plan* plan_;
  Sources sources_;
  Subjects subjects_;
  std::vector<PriceBasis> usual_, basis_;           ///< By indicator; by statement.
  std::array<std::vector<Interval>, 3> intervals_;  ///< What statements say, by `Digits`; empty until asked for.
  Digits digits_ = Digits::printed;
  bool annual_ = true;
  std::vector<Node> nodes_;  ///< The first is the number 1.
  std::vector<int> slots_;   ///< Nodes by their hash, 0 where there is none: a power of two, at most half taken.
  System system_;
  std::vector<Part> parts_;
  std::vector<std::optional<Ends>> ends_;
};

/// As `Constraints::conflict`.
[[nodiscard]] std::vector<std::size_t> conflict(const System&, const Active&, bool& settled);

}  // namespace foreplan::inline v0::plan::internal
