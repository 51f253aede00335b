#pragma once
#include <cstddef>
#include <optional>
#include <utility>

namespace foreplan::inline v0::forecast {

/// The best of the models of a series that are tried one after the other: that of the least criterion, of those that it
/// cannot tell apart the first with the fewest parameters. Where no criterion can be had, all being infinite, there
/// still is one.
template <class Model>
class BestModel {
 public:
  /// Whether the model is the best so far.
  /// @param parameters  counted where the criterion cannot decide; without them the first model stays.
  bool offer(Model model, double criterion, std::size_t parameters = 0) {
    const bool better = !model_ || criterion < criterion_ || (criterion == criterion_ && parameters < parameters_);
    if (!better) return false;
    model_ = std::move(model);
    criterion_ = criterion;
    parameters_ = parameters;
    return true;
  }
  [[nodiscard]] bool found() const noexcept { return model_.has_value(); }
  /// Only once a model was offered.
  [[nodiscard]] Model& model() noexcept { return *model_; }

 private:
  std::optional<Model> model_{};
  double criterion_ = 0;
  std::size_t parameters_ = 0;
};

}  // namespace foreplan::inline v0::forecast
