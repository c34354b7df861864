// A page of paper, A4, black on white, in large print, and charts: drawn by Pango and Cairo, which set any script. The
// one folder that knows them.
#pragma once

#include <filesystem>

#include "client/ui/first_run/begin_page.hpp"
#include "client/ui/plan/coping_plan_view.hpp"
#include "client/ui/progress/progress_view.hpp"
#include "client/ui/record/record_pages.hpp"
#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

enum class PageFormat : std::uint8_t { pdf, svg, png };

/// By the ending of the name; in any case. Errc::bad_command for another.
[[nodiscard]] Result<PageFormat> page_format(const std::filesystem::path& file);

/// Errc::internal where it cannot be drawn.
[[nodiscard]] Result<Bytes> draw_page(const ui::BeginPage& page, PageFormat format);
[[nodiscard]] Result<Bytes> draw_page(const ui::CopingPage& page, PageFormat format);

/// As many pages as it takes, as PDF, each with its number. Errc::internal where they cannot be drawn.
[[nodiscard]] Result<Bytes> draw_pages(const std::vector<ui::Paragraph>& paragraphs);

/// One below the other: as PDF on as many pages as they need, otherwise on one that is as long as that.
[[nodiscard]] Result<Bytes> draw_charts(const std::vector<ui::Chart>& charts, PageFormat format);

}  // namespace holdfast::shell
