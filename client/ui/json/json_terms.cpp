#include "client/ui/json/json_terms.hpp"

#include <boost/json/object.hpp>

#include "client/core/account/terms.hpp"
#include "client/ui/json/json.hpp"

namespace holdfast::ui {

boost::json::value terms_value(const std::optional<wire::PracticeTerms>& terms)
{
    if (!terms) return nullptr;
    boost::json::object kept{{"receipts", terms->kept.receipts},
                             {"outages", terms->kept.outages},
                             {"used_invitations", terms->kept.used_invitations},
                             {"dropped_devices", terms->kept.dropped_devices},
                             {"deeds", terms->kept.deeds}};
    boost::json::object object{{"issued", time_value(terms->issued)}, {"kept", std::move(kept)}};
    object["record_key"] = terms->record_key ? boost::json::value(client::number_of(*terms->record_key)) : nullptr;
    return object;
}

}  // namespace holdfast::ui
