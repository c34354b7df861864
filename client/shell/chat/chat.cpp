#include "client/shell/chat/chat.hpp"

#include <utility>

#include "client/shell/commands/commands.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/phrases.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

/// The draft is saved so long after the first key that is not saved: a crash takes no more than this last second.
constexpr auto draft_pause = std::chrono::seconds{1};
/// Windows open and close by the clock; the line above the composer follows within this time.
constexpr auto refresh_every = std::chrono::seconds{5};
constexpr const char* interrupted_words = "What you were writing is kept here; nothing of it was sent.";
constexpr const char* unended_letter =
    "The text was not ended by a line with a single dot. Nothing of it was sent; it is kept here.";

ui::ChatInput::Source input_source(const Context& context)
{
    const auto& out = context.out;
    using Source = ui::ChatInput::Source;
    if (!out.console().in_is_terminal()) return Source::pipe;
    return !context.account && !out.json() && !out.plain() && out.console().out_is_terminal() ? Source::keys
                                                                                              : Source::lines;
}

}  // namespace

Chat::Chat(const Context& context, OpenAccount& account, join::JoinServer* others)
    : context_{context},
      account_{account},
      others_{others},
      client_{account.client()},
      loop_{account.loop()},
      input_{input_source(context), wire::max_text_bytes},
      view_{context, client_, input_},
      seat_{loop_.listen([this](const auto& item) { on_event(item); })},
      orders_{context, client_, loop_, seat_, input_, view_},
      draft_timer_{loop_.io_context()},
      refresh_timer_{loop_.io_context()}
{
    account_.begin_use();
}

Chat::~Chat()
{
    loop_.leave(seat_);
    account_.end_use();
}

int Chat::run(const std::string& with)
{
    begin(with);
    turn();
    return end();
}

void Chat::begin(const std::string& with)
{
    view_.begin();
    if (with.empty())
        orders_.choose_only();
    else
        orders_.choose_named(with);
    if (!view_.conversation())
        view_.say(client_.conversations().empty()
                      ? "There is no conversation yet. A therapist begins one: holdfast invite --name NAME"
                      : std::string{ui::phrase::with_whom});
    view_.tell_new();
    loop_.connect(EventLoop::Lifetime::forever, context_.options.wait);
}

void Chat::turn()
{
    const auto keyboard = context_.console().listen(loop_.io_context(), [this](auto bytes) { on_typed(bytes); });
    const auto resized = context_.console().watch_size(loop_.io_context(), [this] { view_.redraw_line(); });
    refresh_regularly();
    loop_.run_until([this] { return orders_.stage() != ChatOrders::Stage::open || final_; });
    // The end of a pipe: what was written in it still leaves, and what was ordered in it is answered.
    if (orders_.stage() == ChatOrders::Stage::input_ended)
        loop_.run_until([this] { return settled() || final_; }, context_.options.wait);
}

int Chat::end()
{
    draft_timer_.cancel();
    orders_.save_draft();
    const bool unsent = input_.unsent();
    const bool ended = orders_.stage() == ChatOrders::Stage::input_ended;
    if (others_) {
        others_->end();
        loop_.finish();
    }
    const bool unsettled = ended && !settled();
    view_.close();
    if (final_) return context_.out.fail(*final_);
    if (unsettled) return context_.out.fail(Errc::unreachable);
    if (unsent && ended && std::holds_alternative<ui::mode::Letter>(input_.mode()))
        return context_.out.fail(Errc::not_confirmed, unended_letter);
    if (unsent) context_.out.line(interrupted_words);
    return orders_.failed() ? exit_user : exit_ok;
}

bool Chat::settled() const { return client_.status().waiting == 0 && loop_.all_answered(seat_); }

void Chat::on_typed(std::string_view bytes)
{
    view_.clear_note();
    if (bytes.empty())
        input_.end();
    else
        input_.feed(bytes);
    while (const auto value = input_.next())
        if (!orders_.apply(*value)) input_.put_back();
    if (!input_.has_keys()) return;
    save_draft_later();
    view_.draw();
}

void Chat::on_event(const client::Show& item)
{
    view_.show(item);
    if (const auto* answered = std::get_if<client::show::Answered>(&item)) orders_.on_answer(*answered);
    if (const auto* entry = std::get_if<client::show::NewEntry>(&item)) orders_.mark_shown(entry->entry);
    if (const auto* taken = std::get_if<client::show::TakenBack>(&item)) orders_.note_taken_back(taken->message);
    if (const auto* offline = std::get_if<client::show::Offline>(&item); offline && ends_chat(offline->reason))
        final_ = offline->reason;
    if (std::holds_alternative<client::show::Joined>(item) && !view_.conversation()) orders_.choose_only();
    view_.refresh();
}

/// Not put off by the next key: whoever types without a pause would never have anything saved.
void Chat::save_draft_later()
{
    if (std::exchange(draft_due_, true)) return;
    draft_timer_.expires_after(draft_pause);
    draft_timer_.async_wait([this](boost::system::error_code cancelled) {
        draft_due_ = false;
        if (!cancelled) orders_.save_draft();
    });
}

void Chat::refresh_regularly()
{
    view_.tell_closing();
    view_.refresh();
    refresh_timer_.expires_after(refresh_every);
    refresh_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) refresh_regularly();
    });
}

int run(const Context& context, const request::Chat& request)
{
    if (context.account) return Chat{context, *context.account, nullptr}.run(request.with);
    auto client = open_client(context);
    if (client.has_error()) return fail_opening(context, client.errc());
    if (!client->status().enrolled) return context.out.fail(Errc::not_enrolled);
    OpenAccount account{std::move(*client)};
    join::JoinServer others{context, account, *profile_of(context.options)};
    return Chat{context, account, &others}.run(request.with);
}

}  // namespace holdfast::shell
