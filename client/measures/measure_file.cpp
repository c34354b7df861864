#include "client/measures/measure_file.hpp"

#include <toml++/toml.h>

#include <limits>
#include <map>

#include "protocol/measure/check.hpp"

namespace holdfast::measure {
namespace {

class Reader {
  public:
    std::variant<wire::Measure, FileProblem> read(std::string_view text)
    {
        measure_.version = 1;
        if (text.size() > max_file_bytes)
            return FileProblem{0, "The file is longer than " + std::to_string(max_file_bytes) + " bytes."};
        try {
            const auto table = toml::parse(text);
            for (const auto& [key, value] : table) top(key, value);
        } catch (const toml::parse_error& error) {
            complain(error.source(), std::string{error.description()});
        }
        if (problem_) return *problem_;
        if (!needed_given_) measure_.needed = static_cast<std::uint8_t>(std::min(measure_.items.size(), max_items));
        if (const auto flaw = flaw_of(measure_)) return placed(*flaw);
        return std::move(measure_);
    }

  private:
    void top(const toml::key& key, const toml::node& value)
    {
        note(std::string{key.str()}, 0, key.source());
        if (key == "name") return line(key, value, measure_.name);
        if (key == "version") return number(key, value, measure_.version);
        if (key == "title") return line(key, value, measure_.title);
        if (key == "source") return line(key, value, measure_.source);
        if (key == "licence") return line(key, value, measure_.licence);
        if (key == "instruction") return line(key, value, measure_.instruction);
        if (key == "choices") return choices(key, value, measure_.choices, true);
        if (key == "items") return each(key, value, [this](const toml::table& one) { item(one); });
        if (key == "bands") return each(key, value, [this](const toml::table& one) { band(one); });
        if (key == "scoring") return scoring(key, value);
        unknown(key, "");
    }

    void choices(const toml::key& key, const toml::node& value, std::vector<wire::MeasureChoice>& into, bool noted)
    {
        each(
            key, value,
            [&](const toml::table& one) {
                auto& choice = into.emplace_back();
                for (const auto& [name, given] : one) {
                    if (name == "value")
                        number(name, given, choice.value);
                    else if (name == "words")
                        line(name, given, choice.words);
                    else
                        unknown(name, "a choice");
                }
                if (!one.contains("value")) complain(one.source(), "This choice has no value.");
            },
            noted);
    }

    void item(const toml::table& table)
    {
        auto& item = measure_.items.emplace_back();
        for (const auto& [key, value] : table) {
            if (key == "words")
                line(key, value, item.words);
            else if (key == "reverse")
                yes_or_no(key, value, item.reverse);
            else if (key == "self_harm")
                yes_or_no(key, value, item.self_harm);
            else if (key == "choices")
                choices(key, value, item.choices, false);
            else
                unknown(key, "an item");
        }
    }

    void band(const toml::table& table)
    {
        auto& band = measure_.bands.emplace_back();
        for (const auto& [key, value] : table) {
            if (key == "from")
                number(key, value, band.from);
            else if (key == "to")
                number(key, value, band.to);
            else if (key == "words")
                line(key, value, band.words);
            else
                unknown(key, "a band");
        }
        if (!table.contains("from") || !table.contains("to"))
            complain(table.source(), "A band has \"from\", \"to\" and \"words\".");
    }

    void scoring(const toml::key& section, const toml::node& value)
    {
        const auto* table = value.as_table();
        if (!table) return complain(section.source(), "scoring is a section: write [scoring] on a line of its own.");
        for (const auto& [key, given] : *table) {
            note(std::string{key.str()}, 0, key.source());
            if (key == "needed") {
                number(key, given, measure_.needed);
                needed_given_ = true;
            } else if (key == "factor") {
                number(key, given, measure_.factor);
            } else if (key == "missing") {
                missing(key, given);
            } else if (key == "method") {
                if (given.value_exact<std::string>() != "sum") complain(key.source(), "method can only be \"sum\".");
            } else {
                unknown(key, "scoring");
            }
        }
    }

    void missing(const toml::key& key, const toml::node& value)
    {
        const auto given = value.value_exact<std::string>();
        if (given != "mean" && given != "zero")
            return complain(key.source(), "missing has to be \"mean\" or \"zero\".");
        measure_.missing = given == "mean" ? wire::MissingItems::mean : wire::MissingItems::zero;
    }

    /// `noted`: what is wrong with one of them can be found by its place in the list.
    template <class Take>
    void each(const toml::key& key, const toml::node& value, const Take& take, bool noted = true)
    {
        const auto* list = value.as_array();
        if (!list) return complain(key.source(), std::string{key.str()} + " has to be a list, in square brackets.");
        std::size_t index = 0;
        for (const auto& one : *list) {
            if (noted) note(std::string{key.str()}, index++, one.source());
            if (one.is_table())
                take(*one.as_table());
            else
                complain(one.source(), "Each of " + std::string{key.str()} + " stands in braces.");
        }
    }

    void line(const toml::key& key, const toml::node& value, std::string& out)
    {
        const auto given = value.value_exact<std::string>();
        if (!given) return complain(key.source(), std::string{key.str()} + " has to be text in quotation marks.");
        out = *given;
    }

    void yes_or_no(const toml::key& key, const toml::node& value, bool& out)
    {
        const auto given = value.value_exact<bool>();
        if (!given) return complain(key.source(), std::string{key.str()} + " has to be true or false.");
        out = *given;
    }

    template <class T>
    void number(const toml::key& key, const toml::node& value, T& out)
    {
        const auto given = value.value_exact<std::int64_t>();
        if (!given || *given < 0 || *given > std::numeric_limits<T>::max())
            return complain(key.source(), std::string{key.str()} + " has to be a whole number, from 0 to " +
                                              std::to_string(std::numeric_limits<T>::max()) + ".");
        out = static_cast<T>(*given);
    }

    void unknown(const toml::key& key, std::string_view where)
    {
        complain(key.source(), "There is no setting \"" + std::string{key.str()} + "\"" +
                                   (where.empty() ? "" : " in " + std::string{where}) + ".");
    }

    void note(std::string part, std::size_t index, const toml::source_region& at)
    {
        lines_.insert_or_assign({std::move(part), index}, at.begin.line);
    }

    void complain(const toml::source_region& at, std::string words)
    {
        if (!problem_) problem_ = FileProblem{at.begin.line, std::move(words)};
    }

    [[nodiscard]] FileProblem placed(const Flaw& flaw) const
    {
        const auto part = std::string{flaw.part};
        const auto found = lines_.find({part, flaw.index});
        if (found != lines_.end()) return {found->second, part + ": " + flaw.words};
        return {0, part + " is missing, or not as it has to be: " + flaw.words};
    }

    wire::Measure measure_;
    bool needed_given_ = false;
    std::map<std::pair<std::string, std::size_t>, std::size_t> lines_;
    std::optional<FileProblem> problem_;
};

}  // namespace

std::variant<wire::Measure, FileProblem> parse_file(std::string_view text) { return Reader{}.read(text); }

}  // namespace holdfast::measure
