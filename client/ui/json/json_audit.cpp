#include "client/ui/json/json_audit.hpp"

#include <boost/json/array.hpp>

#include "client/ui/audit_view.hpp"
#include "client/ui/json/json.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;
using audit::Weight;

std::string_view word(Weight weight) noexcept
{
    switch (weight) {
        case Weight::note: return "note";
        case Weight::unsure: return "unsure";
        case Weight::proof: return "proof";
    }
    return "proof";
}

std::string_view verdict(Weight worst) noexcept
{
    switch (worst) {
        case Weight::note: return "agrees";
        case Weight::unsure: return "unsure";
        case Weight::proof: return "wrong_relay";
    }
    return "wrong_relay";
}

json::object side(const audit::Finding& finding, bool relay)
{
    json::object object;
    if (finding.promises) add_promise(object, relay ? finding.promises->first : finding.promises->second);
    if (const auto version = relay ? finding.version : finding.expected_version; version != 0)
        object["version"] = version;
    if (const auto& data = relay ? finding.tzdata_relay : finding.tzdata_here; !data.empty())
        object["zone_data"] = data;
    return object;
}

}  // namespace

json::object audit_object(const audit::Report& report, const client::ConversationView& conversation,
                          const client::Outlook& outlook, const Here& here)
{
    json::array findings;
    for (const auto& finding : report.findings) {
        json::object one{{"kind", name(finding.kind)}, {"weight", word(weight(finding.kind))}};
        one["number"] = finding.sequence == 0 ? json::value{} : json::value(finding.sequence);
        one["message"] = finding.message ? json::value(to_hex(finding.message->view())) : nullptr;
        one["at"] = time_value(finding.at);
        one["due"] = time_value(finding.due);
        one["down"] = time_value(finding.down);
        one["open"] = finding.open ? json::value(*finding.open) : nullptr;
        one["relay"] = side(finding, true);
        one["here"] = side(finding, false);
        one["text"] = finding_sentence(finding, conversation, outlook, here);
        findings.emplace_back(std::move(one));
    }
    auto object = object_of("audit", conversation.id,
                            {{"with", conversation.name}, {"log", report.log_seen ? "seen" : "not_seen"}});
    object["checked"] = report.checked;
    object["agreed"] = report.agreed;
    object["from"] = time_value(report.from);
    object["to"] = time_value(report.to);
    object["verdict"] = verdict(report.worst());
    object["findings"] = std::move(findings);
    return object;
}

}  // namespace holdfast::ui
