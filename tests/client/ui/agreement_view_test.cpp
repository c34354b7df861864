#include "client/ui/agreement_view.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"

namespace agreement_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace std::chrono;

namespace {

constexpr Date day = 2026y / November / 30;

client::AgreementView view() { return {2, {}, day, "I read on Tuesdays.\n\x1B[2J", {}}; }

}  // namespace

TEST_CASE("an agreement is shown whole, and an answer with its date and version")
{
    CHECK(long_date(day) == "30 November 2026");
    CHECK(agreement_lines(view()) ==
          Lines{"About messages between sessions (version 2, 30 November 2026):", "I read on Tuesdays.", "␛[2J"});
    wire::AgreementWord word;
    word.version = 2;
    word.on = day;
    word.agreed = true;
    CHECK(word_words(word) == "Agreed to the text about messages (version 2), on 30 November 2026.");
    CHECK(word_words(word, "Sam") == "Sam agreed to the text about messages (version 2), on 30 November 2026.");
    CHECK(agreement_answer_words({{wire::encode(word), {}}}) == word_words(word));
    CHECK(agreement_answer_words({}) == sentence(Errc::truncated));
}

TEST_CASE("an agreement without an answer says how to answer, and never that somebody must")
{
    client::ConversationView with;
    with.name = "Dr Okafor";
    CHECK(agreement_state(view(), with, "/agreement yes") == "To answer: /agreement yes. You can write either way.");
    auto later = view();
    wire::AgreementWord first;
    first.version = 1;
    first.on = day;
    first.agreed = true;
    first.text.value.fill(std::byte{1});
    later.word = first;
    CHECK(agreement_state(later, with, "/agreement yes") ==
          "You agreed to the text about messages (version 1), on 30 November 2026. To answer: /agreement yes. You can "
          "write either way.");
    with.mine = true;
    with.name = "Sam";
    CHECK(agreement_state(later, with, {}) ==
          "Sam agreed to the text about messages (version 1), on 30 November 2026. Sam has not answered this version.");
    CHECK(agreement_state(view(), with, {}) == "Sam has not answered this version.");
}

TEST_CASE("the text to begin with fits, and names who reads")
{
    const auto text = default_agreement("Dr Okafor");
    CHECK(text.size() <= wire::max_agreement_bytes);
    CHECK(text.find("Dr Okafor reads within the hours") != std::string::npos);
    CHECK(text.find("not for emergencies") != std::string::npos);
}

}  // namespace agreement_view_test
