// The files of an export. HTML and Markdown carry the record itself behind what people read, and what they read follows
// from it, so that any changed byte shows. Pure: the file's text goes in or comes out.
#pragma once

#include <string>
#include <string_view>

#include "client/record/record.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::ui {

enum class RecordFormat : std::uint8_t { json, html, markdown };

/// Errc::unknown_zone where the record's zone is not known here.
[[nodiscard]] Result<std::string> write_record(const record::Record& record, RecordFormat format);

/// The record of a file in any of the formats, every word of which is as write_record() gives it. Errors: bad_record,
/// also where a text is not what its message says; unknown_zone.
[[nodiscard]] Result<record::Record> read_record(std::string_view file);

}  // namespace holdfast::ui
