#include "client/ui/screen/timeline.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::ui::screen {
namespace {

/// The place `rows` rows before another one; the first there is, where there are not so many.
Place back(const TimelineSource& source, std::size_t width, Place from, std::size_t rows)
{
    while (rows > 0) {
        if (from.row >= rows) return {from.number, from.row - rows};
        rows -= from.row;
        const auto previous = source.before(from.number);
        if (!previous) return {from.number, 0};
        from = {*previous, source.rows(*previous, width).size()};
    }
    return from;
}

/// Entries come and go, and other widths give them other rows.
Place existing(const TimelineSource& source, std::size_t width, Place place)
{
    if (place.number > 0 && source.before(place.number + 1) != place.number)
        place = {source.after(place.number).value_or(source.last()), 0};
    const auto rows = source.rows(place.number, width).size();
    return {place.number, rows == 0 ? 0 : std::min(place.row, rows - 1)};
}

}  // namespace

Place Timeline::end_top(const TimelineSource& source, Size size)
{
    const auto last = source.last();
    return back(source, size.columns, {last, source.rows(last, size.columns).size()}, size.rows);
}

/// At the end it goes on following.
void Timeline::settle(const TimelineSource& source, Size size)
{
    if (!top_) return;
    top_ = existing(source, size.columns, *top_);
    if (*top_ >= end_top(source, size)) top_.reset();
}

Timeline::Shown Timeline::shown(const TimelineSource& source, Size size)
{
    settle(source, size);
    const auto top = top_ ? *top_ : end_top(source, size);
    Shown shown;
    shown.more_below = top_.has_value();
    shown.more_above = top.row > 0 || (top.number > 0 && back(source, size.columns, top, 1) != top);
    auto row = top.row;
    for (std::optional number{top.number}; number && shown.rows.size() < size.rows; number = source.after(*number)) {
        auto rows = source.rows(*number, size.columns);
        for (; row < rows.size() && shown.rows.size() < size.rows; ++row) {
            shown.rows.push_back(std::move(rows[row]));
            shown.places.push_back({*number, row});
        }
        row = 0;
    }
    return shown;
}

void Timeline::scroll(const TimelineSource& source, Size size, int rows)
{
    const auto end = end_top(source, size);
    const auto top = top_ ? existing(source, size.columns, *top_) : end;
    if (rows < 0) {
        top_ = back(source, size.columns, top, static_cast<std::size_t>(-rows));
    } else {
        auto place = top;
        place.row += static_cast<std::size_t>(rows);
        for (auto has = source.rows(place.number, size.columns).size(); place.row >= has;
             has = source.rows(place.number, size.columns).size()) {
            const auto next = source.after(place.number);
            if (!next) return to_end();
            place = {*next, place.row - has};
        }
        top_ = place;
    }
    settle(source, size);
}

}  // namespace holdfast::ui::screen
