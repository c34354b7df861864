// A component of libical with its owner. Private to protocol/ical: no other folder sees the library.
#pragma once

#include <libical/ical.h>

#include <memory>

namespace holdfast::ical {

struct FreeComponent {
    void operator()(icalcomponent* component) const noexcept { icalcomponent_free(component); }
};
/// Frees the component and its parts.
using OwnedComponent = std::unique_ptr<icalcomponent, FreeComponent>;

}  // namespace holdfast::ical
