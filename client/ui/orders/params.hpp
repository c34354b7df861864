// The parameters of a call, taken by name. The first one that is of another kind, out of its range or not known is the
// fault of the call.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/kind.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui::orders {

class Params {
  public:
    /// `given` must outlive it.
    explicit Params(const boost::json::object& given) noexcept : given_{given} {}

    [[nodiscard]] std::optional<std::string> text(std::string_view name);
    [[nodiscard]] std::string text_or_nothing(std::string_view name) { return text(name).value_or(std::string{}); }
    /// One that must be there.
    [[nodiscard]] std::string needed(std::string_view name);
    [[nodiscard]] std::optional<bool> flag(std::string_view name);
    [[nodiscard]] bool is_set(std::string_view name) { return flag(name).value_or(false); }
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name, std::uint64_t least, std::uint64_t most);
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);
    [[nodiscard]] std::vector<boost::json::object> objects(std::string_view name);

    /// Says that something is wrong.
    void fail(std::string message);
    /// After all were taken: what is wrong, or nothing.
    [[nodiscard]] std::optional<std::string> fault() const;

  private:
    const boost::json::value* take(std::string_view name);
    /// One whose values are all of this kind, which `what` names; null where there is none.
    const boost::json::array* list(std::string_view name, boost::json::kind of, std::string_view what);

    const boost::json::object& given_;
    std::set<std::string, std::less<>> known_;
    std::optional<std::string> fault_;
};

}  // namespace holdfast::ui::orders
