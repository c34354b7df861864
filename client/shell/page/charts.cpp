#include <numbers>

#include "client/shell/page/drawing.hpp"

namespace holdfast::shell {
namespace {

constexpr double field_height = 110;
constexpr double label_width = 34;
constexpr double field_left = page_margin + label_width;
constexpr double field_width = page_column - label_width;
constexpr double text_size = 10;
constexpr double line_gap = 4;
constexpr double chart_gap = 26;
constexpr double dot = 2.2;
constexpr double grey = 0.6;
constexpr double light = 0.9;

/// Draws one chart from `top` down; or only measures.
class ChartPen {
  public:
    ChartPen(cairo_t* cairo, double top, bool draws) : cairo_{cairo}, y_{top}, draws_{draws} {}

    /// The lower end of it.
    double draw(const ui::Chart& chart)
    {
        text(chart.title, "sans bold");
        y_ += line_gap;
        if (draws_) field(chart);
        beside_scale(chart.highest, y_);
        beside_scale(chart.lowest, y_ + field_height);
        y_ += field_height + line_gap;
        letters(chart);
        days(chart);
        for (const auto& line : chart.words) text(line, "sans");
        return y_;
    }

  private:
    [[nodiscard]] static double x_at(double part) { return field_left + part * field_width; }
    [[nodiscard]] double y_at(double part) const { return y_ + (1 - part) * field_height; }

    void text(const std::string& words, const char* font)
    {
        y_ += put(words, font, page_margin, y_, page_column, PANGO_ALIGN_LEFT) + line_gap;
    }
    double put(const std::string& words, const char* font, double x, double y, double width, PangoAlignment align)
    {
        const auto layout = layout_of(cairo_, words, font, text_size, width);
        pango_layout_set_alignment(layout.get(), align);
        if (draws_) {
            cairo_move_to(cairo_, x, y);
            pango_cairo_show_layout(cairo_, layout.get());
        }
        return height_of(layout.get());
    }
    void beside_scale(const std::string& words, double y)
    {
        (void)put(words, "sans", page_margin, y - text_size * 0.7, label_width - line_gap, PANGO_ALIGN_RIGHT);
    }

    void field(const ui::Chart& chart)
    {
        cairo_set_source_rgb(cairo_, light, light, light);
        for (const auto& span : chart.beside)
            if (span.to > span.from)
                cairo_rectangle(cairo_, x_at(span.from), y_at(1), (span.to - span.from) * field_width, field_height);
        cairo_fill(cairo_);
        cairo_set_source_rgb(cairo_, grey, grey, grey);
        cairo_set_line_width(cairo_, 1);
        for (const auto& span : chart.beside) {
            if (span.to > span.from) continue;
            cairo_move_to(cairo_, x_at(span.from), y_at(0));
            cairo_line_to(cairo_, x_at(span.from), y_at(1));
        }
        cairo_move_to(cairo_, x_at(0), y_at(1));
        cairo_line_to(cairo_, x_at(0), y_at(0));
        cairo_line_to(cairo_, x_at(1), y_at(0));
        cairo_stroke(cairo_);
        cairo_set_source_rgb(cairo_, 0, 0, 0);
        cairo_set_line_width(cairo_, 1.5);
        for (const auto& point : chart.points) cairo_line_to(cairo_, x_at(point.x), y_at(point.y));
        cairo_stroke(cairo_);
        for (const auto& point : chart.points) {
            cairo_arc(cairo_, x_at(point.x), y_at(point.y), dot, 0, 2 * std::numbers::pi);
            cairo_fill(cairo_);
        }
    }

    void letters(const ui::Chart& chart)
    {
        if (chart.beside.empty()) return;
        double height = 0;
        for (const auto& span : chart.beside) {
            const auto middle = x_at((span.from + span.to) / 2);
            height = put(span.letter, "sans", middle - label_width / 2, y_, label_width, PANGO_ALIGN_CENTER);
        }
        y_ += height;
    }
    void days(const ui::Chart& chart)
    {
        const auto height = put(chart.first, "sans", field_left, y_, field_width, PANGO_ALIGN_LEFT);
        if (chart.points.size() > 1) (void)put(chart.last, "sans", field_left, y_, field_width, PANGO_ALIGN_RIGHT);
        y_ += height + line_gap;
    }

    cairo_t* cairo_;
    double y_;
    bool draws_;
};

/// A surface to measure on.
double height_of_all(const std::vector<ui::Chart>& charts)
{
    double y = page_margin;
    (void)drawn(PageFormat::svg, page_height, [&](cairo_t* cairo) {
        for (const auto& chart : charts) y = ChartPen{cairo, y, false}.draw(chart) + chart_gap;
    });
    return y - chart_gap + page_margin;
}

}  // namespace

Result<Bytes> draw_charts(const std::vector<ui::Chart>& charts, PageFormat format)
{
    const bool pages = format == PageFormat::pdf;
    return drawn(format, pages ? page_height : height_of_all(charts), [&](cairo_t* cairo) {
        double y = page_margin;
        for (const auto& chart : charts) {
            const bool fits = ChartPen{cairo, y, false}.draw(chart) <= page_height - page_margin;
            if (pages && !fits && y > page_margin) {
                cairo_show_page(cairo);
                y = page_margin;
            }
            y = ChartPen{cairo, y, true}.draw(chart) + chart_gap;
        }
        cairo_show_page(cairo);
    });
}

}  // namespace holdfast::shell
