#include "client/measures/shipped.hpp"

#include "client/measures/measure_file.hpp"
#include "client/measures/shipped_files.hpp"
#include "protocol/base/result.hpp"
#include "protocol/measure/check.hpp"

namespace holdfast::measure {

std::vector<wire::Measure> shipped()
{
    std::vector<wire::Measure> all;
    for (const auto text : shipped_files) {
        auto parsed = parse_file(text);
        auto* measure = std::get_if<wire::Measure>(&parsed);
        require(measure != nullptr, "a questionnaire that is shipped can be read");
        all.push_back(std::move(*measure));
    }
    return all;
}

std::optional<wire::Measure> find_shipped(std::string_view name)
{
    for (auto& measure : shipped())
        if (is_same_name(measure.name, name)) return std::move(measure);
    return std::nullopt;
}

}  // namespace holdfast::measure
