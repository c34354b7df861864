// Values in order, alike ones as often as they are there: for many that nearly always come in their order, so that a
// new one goes to the end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace holdfast::client {

template <class T>
class Sorted {
  public:
    void insert(const T& value) { values_.insert(std::ranges::upper_bound(values_, value), value); }
    /// One of those that are alike. Harmless when there is none.
    void erase(const T& value)
    {
        const auto found = std::ranges::lower_bound(values_, value);
        if (found != values_.end() && *found == value) values_.erase(found);
    }

    [[nodiscard]] const std::vector<T>& values() const noexcept { return values_; }
    [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
    [[nodiscard]] auto end() const noexcept { return values_.end(); }
    /// Precondition of both: not empty.
    [[nodiscard]] const T& first() const { return values_.front(); }
    [[nodiscard]] const T& last() const { return values_.back(); }
    /// The first that is not less than `value`, and the first that is greater.
    [[nodiscard]] auto not_before(const T& value) const { return std::ranges::lower_bound(values_, value); }
    [[nodiscard]] auto after(const T& value) const { return std::ranges::upper_bound(values_, value); }
    friend bool operator==(const Sorted&, const Sorted&) = default;

  private:
    std::vector<T> values_;
};

}  // namespace holdfast::client
