#include "protocol/wire/payload.hpp"

namespace holdfast::wire {

Class class_of(const Body& body) noexcept
{
    if (const auto* unknown = std::get_if<UnknownKind>(&body)) {
        if (unknown->kind < 16 || unknown->kind > 47) return Class::message;
        return unknown->kind < 32 ? Class::control : Class::report;
    }
    if (std::holds_alternative<Reading>(body)) return Class::report;
    const bool written = std::holds_alternative<Text>(body) || std::holds_alternative<CheckIn>(body) ||
                         std::holds_alternative<Repair>(body) || std::holds_alternative<PaceAnswer>(body) ||
                         std::holds_alternative<Agreement>(body) || std::holds_alternative<AgreementAnswer>(body) ||
                         std::holds_alternative<CopingPlan>(body) || std::holds_alternative<CopingPlanAnswer>(body) ||
                         std::holds_alternative<Mark>(body);
    return written ? Class::message : Class::control;
}

}  // namespace holdfast::wire
