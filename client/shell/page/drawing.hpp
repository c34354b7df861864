// What draws pages and charts: Cairo's surfaces and Pango's layouts, owned. All lengths are points, 72 to the inch.
#pragma once

#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <string>

#include "client/shell/page/page.hpp"

namespace holdfast::shell {

inline constexpr double page_width = 595;
inline constexpr double page_height = 842;
inline constexpr double page_margin = 57;
inline constexpr double page_column = page_width - 2 * page_margin;

struct Free {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const noexcept { cairo_destroy(cairo); }
    void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
    void operator()(PangoLayoutIter* at) const noexcept { pango_layout_iter_free(at); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

[[nodiscard]] Owned<PangoLayout> layout_of(cairo_t* cairo, const std::string& words, const char* font, double size,
                                           double width);
[[nodiscard]] double height_of(PangoLayout* layout);

/// The file with what `draw` puts on white paper of this height. Errc::internal where it cannot be drawn.
[[nodiscard]] Result<Bytes> drawn(PageFormat format, double height, const std::function<void(cairo_t*)>& draw);

}  // namespace holdfast::shell
