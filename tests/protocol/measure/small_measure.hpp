// A questionnaire of four items for tests: choices 0 to 3, the last item reversed.
#pragma once

#include "protocol/wire/measure.hpp"

namespace holdfast::test {

inline wire::Measure small_measure()
{
    wire::Measure measure;
    measure.name = "Small-4";
    measure.version = 1;
    measure.title = "A small questionnaire";
    measure.source = "this test";
    measure.licence = "free";
    measure.instruction = "Over the last week:";
    measure.choices = {{0, "never"}, {1, "once"}, {2, "twice"}, {3, "daily"}};
    measure.items = {{"first", false, false, {}},
                     {"second", false, false, {}},
                     {"third", false, false, {}},
                     {"fourth", true, false, {}}};
    measure.needed = 3;
    measure.bands = {{0, 5, "low"}, {6, 12, "high"}};
    return measure;
}

}  // namespace holdfast::test
