#include "client/ui/terms_view.hpp"

#include <array>

#include "client/core/account/terms.hpp"
#include "client/ui/spans.hpp"

namespace holdfast::ui {
namespace {

using wire::PracticeTerms;
using wire::RetentionDays;

/// One of the things that are kept, as the subject of a sentence.
struct KeptThing {
    const char* what;
    std::uint32_t RetentionDays::*days;
};

constexpr std::array kept_things{
    KeptThing{"when messages came and went, without their words", &RetentionDays::receipts},
    KeptThing{"when it was down", &RetentionDays::outages},
    KeptThing{"which invitation was used for which account", &RetentionDays::used_invitations},
    KeptThing{"that a device was replaced", &RetentionDays::dropped_devices},
    KeptThing{"what the practice did there, such as closing an account", &RetentionDays::deeds},
};

std::string who_selects(wire::Role role)
{
    return role == wire::Role::therapist ? "you select" : "your therapist selects";
}

std::string key_words(const std::optional<DhPublic>& key, wire::Role role)
{
    if (!key) return "Nothing is encrypted for the practice's own record: it has announced no key for that.";
    return "Entries that " + who_selects(role) +
           " can also be encrypted for the practice's record. Only a key that the practice keeps offline opens them; "
           "its number: " +
           client::number_of(*key);
}

std::string key_change_words(const PracticeTerms& before, const PracticeTerms& now, wire::Role role)
{
    if (!now.record_key)
        return "The practice has withdrawn its key for the record. Nothing is encrypted for it from now on.";
    if (!before.record_key) return "New: " + key_words(now.record_key, role);
    return "The practice has announced another key for its record. The number of the new one: " +
           client::number_of(*now.record_key);
}

}  // namespace

Lines terms_lines(const std::optional<PracticeTerms>& terms, wire::Role role)
{
    if (!terms) return {"The practice has not said how long its server keeps what."};
    Lines lines{"How long the server keeps what. The practice says so; your program cannot check it:",
                "  what is written: until it was delivered, however long that takes"};
    for (const auto& one : kept_things)
        lines.push_back("  " + std::string{one.what} + ": " + count_of(terms->kept.*one.days, "day"));
    lines.push_back(key_words(terms->record_key, role));
    return lines;
}

Lines terms_change_lines(const client::show::TermsChanged& changed, wire::Role role)
{
    if (!changed.before) return terms_lines(changed.now, role);
    Lines lines;
    for (const auto& one : kept_things) {
        const auto before = changed.before->kept.*one.days;
        const auto now = changed.now.kept.*one.days;
        if (before != now)
            lines.push_back("The practice's server now keeps for " + count_of(now, "day") + ", and not for " +
                            count_of(before, "day") + " as before: " + one.what + ".");
    }
    if (changed.before->record_key == changed.now.record_key) return lines;
    lines.push_back(key_change_words(*changed.before, changed.now, role));
    if (role == wire::Role::therapist && changed.now.record_key)
        lines.emplace_back("Compare it with the practice's paper before you use it: holdfast export --for-record FILE");
    return lines;
}

}  // namespace holdfast::ui
