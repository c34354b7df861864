#include "client/shell/page/drawing.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>

namespace holdfast::shell {
namespace {

/// Pixels of a PNG for each point: 216 to the inch.
constexpr double png_scale = 3;

cairo_status_t append_to(void* bytes, const unsigned char* data, unsigned int size)
{
    const auto* from = reinterpret_cast<const std::byte*>(data);
    static_cast<Bytes*>(bytes)->insert(static_cast<Bytes*>(bytes)->end(), from, from + size);
    return CAIRO_STATUS_SUCCESS;
}

Owned<cairo_surface_t> surface_for(PageFormat format, double height, Bytes& out)
{
    switch (format) {
        case PageFormat::pdf:
            return Owned<cairo_surface_t>{cairo_pdf_surface_create_for_stream(append_to, &out, page_width, height)};
        case PageFormat::svg:
            return Owned<cairo_surface_t>{cairo_svg_surface_create_for_stream(append_to, &out, page_width, height)};
        case PageFormat::png: break;
    }
    return Owned<cairo_surface_t>{cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(page_width * png_scale), static_cast<int>(height * png_scale))};
}

}  // namespace

Owned<PangoLayout> layout_of(cairo_t* cairo, const std::string& words, const char* font, double size, double width)
{
    Owned<PangoLayout> layout{pango_cairo_create_layout(cairo)};
    const Owned<PangoFontDescription> face{pango_font_description_from_string(font)};
    pango_font_description_set_absolute_size(face.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), face.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout.get(), words.c_str(), static_cast<int>(words.size()));
    return layout;
}

double height_of(PangoLayout* layout)
{
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

Result<Bytes> drawn(PageFormat format, double height, const std::function<void(cairo_t*)>& draw)
{
    Bytes out;
    const auto surface = surface_for(format, height, out);
    {
        const Owned<cairo_t> cairo{cairo_create(surface.get())};
        if (format == PageFormat::png) cairo_scale(cairo.get(), png_scale, png_scale);
        cairo_set_source_rgb(cairo.get(), 1, 1, 1);
        cairo_paint(cairo.get());
        cairo_set_source_rgb(cairo.get(), 0, 0, 0);
        draw(cairo.get());
        if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return Errc::internal;
    }
    if (format == PageFormat::png) (void)cairo_surface_write_to_png_stream(surface.get(), append_to, &out);
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS || out.empty()) return Errc::internal;
    return out;
}

}  // namespace holdfast::shell
