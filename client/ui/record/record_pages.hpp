// A record as paragraphs: the same words on paper, in HTML and in Markdown. Every time carries weekday, date, year and
// zone. Everything people wrote is made inert here.
#pragma once

#include <string>
#include <vector>

#include "client/record/record.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::ui {

struct Paragraph {
    enum class Style { title, about, heading, words, times };
    Style style = Style::words;
    std::string text;  ///< safe; may have several lines
    friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

/// Errc::unknown_zone where the record's zone is not known here.
[[nodiscard]] Result<std::vector<Paragraph>> record_pages(const record::Record& record);

}  // namespace holdfast::ui
