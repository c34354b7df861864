#include "client/shell/page/page.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "client/shell/page/drawing.hpp"
#include "protocol/qr/qr_image.hpp"

namespace holdfast::shell {
namespace {

constexpr double margin = page_margin;
constexpr double column = page_column;
constexpr double gap = 9;
constexpr double number_width = 26;
constexpr double qr_side = 176;
/// Four modules of white around the code, as the standard asks (ISO/IEC 18004).
constexpr double quiet_zone = 4;
/// Large print, and smaller only where contacts or long names would not fit.
constexpr std::array sizes{17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0};

/// Draws from the upper edge down; or only measures.
class Pen {
  public:
    Pen(cairo_t* cairo, double size, bool draws) : cairo_{cairo}, size_{size}, draws_{draws} {}

    [[nodiscard]] double y() const noexcept { return y_; }
    void skip(double height) noexcept { y_ += height; }

    /// `scale`: against the size of the text.
    void text(const std::string& words, const char* font = "sans", double scale = 1, double indent = 0)
    {
        y_ += draw(words, font, scale, margin + indent, column - indent) + gap;
    }
    void numbered(std::size_t number, const std::string& words, const char* font = "sans")
    {
        (void)draw(std::to_string(number) + ".", "sans bold", 1, margin, number_width);
        text(words, font, 1, number_width);
    }
    /// On one line, to be copied without a mistake.
    void code(const std::string& words)
    {
        constexpr double letter = 0.62;  // the width of one in this font, against its size
        const auto fits = column / (letter * static_cast<double>(words.size()) * size_);
        text(words, "monospace bold", std::min(1.0, fits));
    }
    void rule()
    {
        if (draws_) {
            cairo_set_line_width(cairo_, 1);
            cairo_move_to(cairo_, margin, y_);
            cairo_line_to(cairo_, page_width - margin, y_);
            cairo_stroke(cairo_);
        }
        y_ += gap;
    }
    /// In the middle of the page.
    void qr(const qr::Modules& code)
    {
        const double module = qr_side / (static_cast<double>(code.width) + 2 * quiet_zone);
        const double left = (page_width - qr_side) / 2 + quiet_zone * module;
        const double top = y_ + quiet_zone * module;
        for (std::size_t y = 0; draws_ && y < code.width; ++y)
            for (std::size_t x = 0; x < code.width; ++x)
                if (code.is_black(x, y))
                    cairo_rectangle(cairo_, left + static_cast<double>(x) * module,
                                    top + static_cast<double>(y) * module, module, module);
        if (draws_) cairo_fill(cairo_);
        y_ += qr_side + gap;
    }

  private:
    /// The height it takes.
    double draw(const std::string& words, const char* font, double scale, double left, double width)
    {
        const auto layout = layout_of(cairo_, words, font, size_ * scale, width);
        if (draws_) {
            cairo_move_to(cairo_, left, y_);
            pango_cairo_show_layout(cairo_, layout.get());
        }
        return height_of(layout.get());
    }

    cairo_t* cairo_;
    double size_;
    bool draws_;
    double y_ = margin;
};

/// Lines one below the other, on as many pages as they need.
class Book {
  public:
    explicit Book(cairo_t* cairo) : cairo_{cairo} {}

    void add(const ui::Paragraph& paragraph)
    {
        const auto [font, size, before] = look_of(paragraph.style);
        y_ += before;
        const auto layout = layout_of(cairo_, paragraph.text, font, size, column);
        // A heading stays with the first line below it.
        const bool heads = paragraph.style == ui::Paragraph::Style::heading;
        const Owned<PangoLayoutIter> at{pango_layout_get_iter(layout.get())};
        do {
            PangoRectangle line;
            pango_layout_iter_get_line_extents(at.get(), nullptr, &line);
            const double height = static_cast<double>(line.height) / PANGO_SCALE;
            if (y_ + height * (heads ? 3 : 1) > lowest) turn();
            cairo_move_to(cairo_, margin + static_cast<double>(line.x) / PANGO_SCALE,
                          y_ + static_cast<double>(pango_layout_iter_get_baseline(at.get()) - line.y) / PANGO_SCALE);
            pango_cairo_show_layout_line(cairo_, pango_layout_iter_get_line_readonly(at.get()));
            y_ += height;
        } while (pango_layout_iter_next_line(at.get()) != 0);
    }

    /// The number of the page, and the next one.
    void turn()
    {
        cairo_move_to(cairo_, margin, page_height - margin);
        const auto number = layout_of(cairo_, std::to_string(++page_), "sans", small, column);
        pango_layout_set_alignment(number.get(), PANGO_ALIGN_CENTER);
        pango_cairo_show_layout(cairo_, number.get());
        cairo_show_page(cairo_);
        y_ = margin;
    }

  private:
    struct Look {
        const char* font;
        double size;
        double before;  ///< empty space above
    };
    static Look look_of(ui::Paragraph::Style style)
    {
        switch (style) {
            case ui::Paragraph::Style::title: return {"sans bold", 18, 0};
            case ui::Paragraph::Style::heading: return {"sans bold", 11, 14};
            case ui::Paragraph::Style::words: return {"sans", 11, 3};
            case ui::Paragraph::Style::about:
            case ui::Paragraph::Style::times: break;
        }
        return {"sans", small, 4};
    }

    static constexpr double small = 9;
    static constexpr double lowest = page_height - margin - 2 * small;
    cairo_t* cairo_;
    double y_ = margin;
    int page_ = 0;
};

/// The lower end of what was drawn.
double lay_out(cairo_t* cairo, const ui::BeginPage& page, double size, bool draws)
{
    Pen pen{cairo, size, draws};
    pen.text(page.title, "sans bold", 1.8);
    pen.text(page.from);
    for (std::size_t i = 0; i < page.steps.size(); ++i) pen.numbered(i + 1, page.steps[i]);
    pen.skip(gap);
    pen.code(page.code);
    pen.text(page.until, "sans bold");
    if (const auto code = qr::modules(page.link); code.width > 0) pen.qr(code);
    pen.rule();
    for (const auto& line : page.crisis) pen.text(line, line.starts_with(' ') ? "sans bold" : "sans");
    pen.rule();
    pen.text(page.care, "sans", 0.85);
    return pen.y();
}

double lay_out(cairo_t* cairo, const ui::CopingPage& page, double size, bool draws)
{
    Pen pen{cairo, size, draws};
    pen.text(page.title, "sans bold", 1.8);
    for (std::size_t i = 0; i < page.steps.size(); ++i) {
        pen.numbered(i + 1, page.steps[i].heading, "sans bold");
        if (!page.steps[i].words.empty()) pen.text(page.steps[i].words, "sans", 1, number_width);
    }
    if (!page.note.empty()) pen.text(page.from, "sans bold");
    for (const auto& line : page.note) pen.text(line);
    pen.rule();
    for (const auto& line : page.crisis) pen.text(line, line.starts_with(' ') ? "sans bold" : "sans");
    pen.rule();
    pen.text(page.made, "sans", 0.85);
    return pen.y();
}

template <class Page>
void paint(cairo_t* cairo, const Page& page)
{
    const auto* fits = std::ranges::find_if(
        sizes, [&](double size) { return lay_out(cairo, page, size, false) <= page_height - margin / 2; });
    (void)lay_out(cairo, page, fits == sizes.end() ? sizes.back() : *fits, true);
    cairo_show_page(cairo);
}

}  // namespace

Result<PageFormat> page_format(const std::filesystem::path& file)
{
    auto ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (ending == ".pdf") return PageFormat::pdf;
    if (ending == ".svg") return PageFormat::svg;
    if (ending == ".png") return PageFormat::png;
    return Errc::bad_command;
}

namespace {

template <class Page>
Result<Bytes> draw_any(const Page& page, PageFormat format)
{
    return drawn(format, page_height, [&](cairo_t* cairo) { paint(cairo, page); });
}

}  // namespace

Result<Bytes> draw_page(const ui::BeginPage& page, PageFormat format) { return draw_any(page, format); }
Result<Bytes> draw_page(const ui::CopingPage& page, PageFormat format) { return draw_any(page, format); }

Result<Bytes> draw_pages(const std::vector<ui::Paragraph>& paragraphs)
{
    return drawn(PageFormat::pdf, page_height, [&](cairo_t* cairo) {
        Book book{cairo};
        for (const auto& paragraph : paragraphs) book.add(paragraph);
        book.turn();
    });
}

}  // namespace holdfast::shell
