#include "tests/bench/load/options.hpp"

#include "tests/bench/load/loop.hpp"

namespace holdfast::bench {

Options::Options(const std::vector<std::string>& words)
{
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        if (!words[i].starts_with("--")) throw LoadError{"not an option: " + words[i]};
        values_[words[i].substr(2)] = words[i + 1];
    }
}

std::string Options::text(const std::string& key) const
{
    const auto found = values_.find(key);
    if (found == values_.end()) throw LoadError{"--" + key + " is missing"};
    return found->second;
}

std::string Options::text(const std::string& key, const std::string& otherwise) const
{
    return values_.contains(key) ? values_.at(key) : otherwise;
}

double Options::number(const std::string& key, double otherwise) const
{
    return values_.contains(key) ? std::stod(values_.at(key)) : otherwise;
}

std::size_t Options::count(const std::string& key, std::size_t otherwise) const
{
    return values_.contains(key) ? std::stoul(values_.at(key)) : otherwise;
}

}  // namespace holdfast::bench
