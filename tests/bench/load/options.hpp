// The command line of a load: `--key value` pairs.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace holdfast::bench {

class Options {
  public:
    explicit Options(const std::vector<std::string>& words);

    /// LoadError where it was not given.
    [[nodiscard]] std::string text(const std::string& key) const;
    [[nodiscard]] std::string text(const std::string& key, const std::string& otherwise) const;
    [[nodiscard]] double number(const std::string& key, double otherwise) const;
    [[nodiscard]] std::size_t count(const std::string& key, std::size_t otherwise) const;

  private:
    std::map<std::string, std::string> values_;
};

}  // namespace holdfast::bench
