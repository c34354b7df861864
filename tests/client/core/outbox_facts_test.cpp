// What is kept up to date beside the outbox is what one who looks through all of it finds, whatever was done to it.
#include "client/core/outbox_facts.hpp"
#include "client/store/memory_records.hpp"

#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace outbox_facts_test {

using namespace holdfast;
using namespace holdfast::client;
using holdfast::client::MemoryDisk;
using holdfast::client::MemoryRecords;

namespace {

using Row = OutboxFacts::Row;

/// The same facts by a look at every row.
void check_facts(const Outbox& outbox)
{
    std::set<Row> unsent;
    std::set<Row> sent;
    std::set<Row> accepted_control;
    std::map<MessageId, Row> by_message;
    std::map<std::uint64_t, Row> by_submit;
    for (const auto& [row, item] : outbox.rows()) {
        const bool notice = item.cls == wire::Class::control || item.cls == wire::Class::report;
        if (item.state == OutState::waiting || item.state == OutState::ready) unsent.insert(row);
        if (item.state == OutState::sent) sent.insert(row);
        if (item.state == OutState::accepted && notice) accepted_control.insert(row);
        if (item.state == OutState::sent || item.state == OutState::accepted) by_submit.emplace(item.submit, row);
        by_message.emplace(item.message, row);
    }
    const auto& facts = outbox.facts();
    CHECK(facts.unsent == unsent);
    CHECK(facts.sent == sent);
    CHECK(facts.accepted_control == accepted_control);
    CHECK(facts.by_message == by_message);
    CHECK(facts.by_submit == by_submit);
}

/// An outbox in which anything may happen to any row, and the vault it is written to.
class Life {
  public:
    explicit Life(const std::string& seed)
        : random_{seed},
          vault_{Vault::create(std::make_unique<MemoryRecords>(disk_), as_bytes("passphrase"), random_, {8, 1}).value()}
    {
    }

    void live()
    {
        const auto chosen = random_.below(10);
        if (chosen < 3 || outbox_.empty())
            add();
        else if (chosen < 7)
            change();
        else if (chosen < 8)
            outbox_.erase(any_row());
        else
            save();
    }
    [[nodiscard]] const Outbox& outbox() const noexcept { return outbox_; }
    /// What the vault gives back.
    [[nodiscard]] OutboxFacts facts_after_reload()
    {
        save();
        Outbox again;
        REQUIRE(again.load(vault_).has_value());
        check_facts(again);
        return again.facts();
    }

  private:
    void add()
    {
        OutItem item;
        item.message = random_.id<MessageId>();
        choose_state(item);
        (void)outbox_.add(std::move(item));
    }
    /// By a reference that is used after the facts were asked for in between.
    void change()
    {
        auto& item = outbox_.edit(any_row());
        choose_state(item);
        check_facts(outbox_);
        choose_state(item);
    }
    void choose_state(OutItem& item)
    {
        constexpr wire::Class classes[] = {wire::Class::message, wire::Class::control, wire::Class::report};
        item.cls = classes[random_.below(3)];
        item.state = static_cast<OutState>(1 + random_.below(4));
        item.submit = ++last_submit_;
    }
    void save()
    {
        vault_.begin();
        outbox_.flush(vault_);
        vault_.commit();
    }
    Row any_row()
    {
        auto row = outbox_.rows().begin();
        std::advance(row, static_cast<std::ptrdiff_t>(random_.below(outbox_.size())));
        return row->first;
    }

    holdfast::test::SeededRandom random_;
    MemoryDisk disk_;
    Vault vault_;
    Outbox outbox_;
    std::uint64_t last_submit_ = 0;
};

}  // namespace

TEST_CASE("what is known of the outbox is what a look at all of it finds")
{
    for (const char* seed : {"a", "b", "c", "d", "e"}) {
        Life life{seed};
        for (int i = 0; i < 200; ++i) {
            life.live();
            check_facts(life.outbox());
        }
        const auto facts = life.facts_after_reload();
        CHECK(facts == life.outbox().facts());
    }
}

}  // namespace outbox_facts_test
