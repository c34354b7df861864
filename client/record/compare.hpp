// Two exports of one conversation, one beside the other.
#pragma once

#include <cstddef>
#include <vector>

#include "client/record/record.hpp"

namespace holdfast::record {

struct Comparison {
    bool same_conversation = false;
    std::size_t same = 0;              ///< shared messages that both have alike
    std::vector<MessageId> different;  ///< and those under whose id they have something else
    std::size_t first_only = 0;        ///< shared messages of one that the other does not have
    std::size_t second_only = 0;
    friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// Of two conversations nothing is compared.
[[nodiscard]] Comparison compare(const Record& first, const Record& second);

}  // namespace holdfast::record
