// Compares the messages that the log says were let through for this device with those that reached it. A relay that
// keeps a message back leaves no other trace before the writer's next one. PROTOCOL.md, "Audit".
#pragma once

#include <map>

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"

namespace holdfast::audit {

class ArrivalCheck {
  public:
    ArrivalCheck(const Case& given, Findings& out) : given_{given}, out_{out} {}

    void follow(const Decision& decision);
    /// After the last entry.
    void finish();

  private:
    /// A message others wrote.
    struct Course {
        Instant taken;
        std::uint64_t sequence = 0;
        std::optional<Instant> passed;  ///< empty: it waits
    };
    void take(const Decision& decision, const decided::Accepted& taken);
    void take(const Decision& decision, const decided::Released& released);
    void take(const Decision& decision, const decided::HeldAgain& again);
    void take(const Decision& decision, const decided::TakenBack& back);
    void take(const Decision& decision, const decided::Dropped& dropped);
    template <class Other>
    void take(const Decision&, const Other&)
    {
    }
    [[nodiscard]] bool is_overdue(const wire::MessageRef& message, const Course& course) const;

    const Case& given_;
    Findings& out_;
    std::map<wire::MessageRef, Course> courses_;
};

}  // namespace holdfast::audit
