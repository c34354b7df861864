#include "client/shell/chat/chat.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "client/shell/arguments.hpp"
#include "client/shell/chat/chat_commands.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/rpc.hpp"
#include "client/shell/first_run/first_run.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/profile.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

/// The draft is saved so long after the first key that is not saved: a crash takes no more than this last second.
constexpr auto draft_pause = std::chrono::seconds{1};
/// Windows open and close by the clock; the line above the composer follows within this time.
constexpr auto refresh_every = std::chrono::seconds{5};
/// The bytes of one key come together; a slow line may part them by so much.
constexpr auto escape_pause = std::chrono::milliseconds{60};
constexpr const char* lock_after_words = "The time is a number with m, h or d behind it, such as --lock-after 10m.";
constexpr const char* interrupted_words = "What you were writing is kept here; nothing of it was sent.";
constexpr const char* unended_letter =
    "The text was not ended by a line with a single dot. Nothing of it was sent; it is kept here.";

ui::ChatInput::Source input_source(const Context& context)
{
    const auto& out = context.out;
    using Source = ui::ChatInput::Source;
    if (!out.console().in_is_terminal()) return Source::pipe;
    return !context.account && !out.plain() && out.console().out_is_terminal() ? Source::keys : Source::lines;
}

}  // namespace

Chat::Chat(const Context& context, OpenAccount& account, join::JoinServer* others, std::optional<Seconds> lock_after)
    : context_{context},
      account_{account},
      others_{others},
      client_{account.client()},
      loop_{account.loop()},
      input_{input_source(context), wire::max_text_bytes},
      view_{context, client_, input_},
      seat_{loop_.listen([this](const auto& item) { on_event(item); })},
      orders_{context, account, seat_, input_, view_},
      draft_timer_{loop_.io_context()},
      refresh_timer_{loop_.io_context()},
      escape_timer_{loop_.io_context()},
      lock_after_{lock_after},
      last_key_{platform::time_since_boot()},
      suspended_{loop_.io_context()}
{
    account_.begin_use();
    if (input_.has_keys()) account_.set_line_in_use();
    const auto commands = command_names(orders_);
    input_.set_commands(commands);
    if (!view_.full()) return;
    view_.full()->model().set_commands(commands);
    suspended_.add(platform::suspend_signal());
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
    if (context_.account && input_.is_terminal())
        view_.say("Holdfast is open in another window, so this one asks for no passphrase.");
    if (with.empty())
        orders_.choose_only();
    else
        orders_.choose_named(with);
    if (!view_.conversation() && view_.full()) view_.full()->model().show_list();
    if (!view_.conversation())
        view_.say(client_.conversations().empty() ? ui::nobody_words(client_, system_now())
                                                  : std::string{ui::phrase::with_whom});
    view_.tell_new();
    loop_.connect(EventLoop::Lifetime::forever, context_.options.wait);
}

void Chat::turn()
{
    listen_to_keys();
    const auto resized = context_.console().watch_size(loop_.io_context(), [this] {
        view_.redraw_line();
        serve_full_screen();
    });
    refresh_regularly();
    suspend_on_signal();
    loop_.run_until([this] { return !outside_ && (orders_.stage() != ChatOrders::Stage::open || final_); });
    // The end of a pipe: what was written in it still leaves, and what was ordered in it is answered.
    if (orders_.stage() == ChatOrders::Stage::input_ended)
        loop_.run_until([this] { return settled() || final_; }, context_.options.wait);
    keyboard_.reset();
    if (orders_.stage() != ChatOrders::Stage::input_ended) keep_unended();
}

/// Where a terminal gives whole lines, Ctrl-C comes in the middle of one.
void Chat::keep_unended()
{
    if (!typed_line_) return;
    const auto text = input_.take_unended(std::exchange(typed_line_, nullptr)->take());
    if (ui::trimmed(text).empty() || ui::unusable_words(text)) return;
    left_unended_ = orders_.submit(client::command::SaveDraft{orders_.place(), text, client::DraftKind::kept}, false);
    context_.console().end_line();
}

void Chat::listen_to_keys()
{
    if (input_.is_terminal() && !input_.has_keys()) typed_line_ = context_.console().keep_line();
    keyboard_ = context_.console().listen(loop_.io_context(), [this](auto bytes) { on_typed(bytes); });
}

int Chat::end()
{
    draft_timer_.cancel();
    orders_.save_draft();
    const bool unsent = input_.unsent() || left_unended_;
    const bool ended = orders_.stage() == ChatOrders::Stage::input_ended;
    orders_.inside().interrupt();
    loop_.run_until([this] { return !orders_.inside().runs(); });
    if (others_) {
        others_->end();
        loop_.finish();
    }
    const bool unsettled = ended && !settled();
    view_.close();
    if (outside_) context_.out.line("What is in the other editor stays in " + outside_->file());
    outside_.reset();
    if (final_) return context_.out.fail(*final_);
    if (unsettled) return context_.out.fail(Errc::unreachable);
    if (unsent && ended && std::holds_alternative<ui::mode::Letter>(input_.mode()))
        return context_.out.fail(Errc::not_confirmed, unended_letter);
    if (unsent) context_.out.line(interrupted_words);
    if (others_ && client_.status().waiting > 0) context_.out.line(std::string{ui::phrase::leaves_unsent});
    return orders_.failed() ? exit_user : exit_ok;
}

bool Chat::settled() const { return client_.status().waiting == 0 && loop_.all_answered(seat_); }

void Chat::on_typed(std::string_view bytes)
{
    announced_ = false;
    last_key_ = platform::time_since_boot();
    if (lock_ && !bytes.empty()) return on_typed_locked(bytes);
    view_.clear_note();
    if (bytes.empty())
        input_.end();
    else
        input_.feed(bytes);
    take_values();
}

void Chat::take_values()
{
    while (const auto value = input_.next())
        if (!orders_.apply(*value)) input_.put_back();
    if (!input_.has_keys()) return;
    save_draft_later();
    if (input_.holds_escape()) release_escape_later();
    view_.draw();
    serve_full_screen();
}

void Chat::on_event(const client::Show& item)
{
    view_.show(item);
    announce(item);
    if (const auto* answered = std::get_if<client::show::Answered>(&item)) orders_.on_answer(*answered);
    if (const auto* entry = std::get_if<client::show::NewEntry>(&item)) orders_.mark_shown(entry->entry);
    if (const auto* taken = std::get_if<client::show::TakenBack>(&item)) orders_.note_taken_back(taken->message);
    if (const auto* offline = std::get_if<client::show::Offline>(&item); offline && ends_chat(offline->reason))
        final_ = offline->reason;
    if (std::holds_alternative<client::show::Joined>(item) && !view_.conversation()) orders_.choose_only();
    view_.refresh();
    serve_full_screen();
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
    lock_when_idle();
    if (!lock_ && !outside_) orders_.tell_what_is_due();
    view_.tell_closing();
    view_.refresh();
    serve_full_screen();
    refresh_timer_.expires_after(refresh_every);
    refresh_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) refresh_regularly();
    });
}

// ---- the full screen ------------------------------------------------------------------------------------------------

void Chat::release_escape_later()
{
    escape_timer_.expires_after(escape_pause);
    escape_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled) return;
        input_.release_escape();
        take_values();
    });
}

void Chat::serve_full_screen()
{
    auto* full = view_.full();
    if (!full) return;
    while (const auto seen = full->model().take_seen()) orders_.mark_shown(*seen);
    while (const auto wish = full->model().take_wish()) fulfil(*wish);
    if (!looking_) look_on();
}

void Chat::fulfil(const ui::screen::Wish& wish)
{
    namespace wish_of = ui::screen::wish;
    if (const auto* open = std::get_if<wish_of::Open>(&wish)) {
        if (open->id != view_.conversation()) orders_.choose(open->id);
    } else if (std::holds_alternative<wish_of::Suspend>(wish)) {
        suspend();
    } else if (std::holds_alternative<wish_of::EditOutside>(wish)) {
        // Not from inside the keyboard, which stops listening for it.
        boost::asio::post(loop_.io_context(), [this] { edit_outside(); });
    } else if (std::holds_alternative<wish_of::Lock>(wish)) {
        lock();
    } else {
        view_.full()->terminal().repaint();
    }
    view_.refresh();
}

/// A search reads a bounded number of entries at a time, so that keys and messages come between.
void Chat::look_on()
{
    auto& model = view_.full()->model();
    if (!model.is_looking()) return;
    looking_ = true;
    boost::asio::post(loop_.io_context(), [this] {
        looking_ = false;
        if (!view_.full()) return;
        if (!view_.full()->model().look_on()) view_.full()->paint();
        serve_full_screen();
    });
}

/// Ctrl-Z: the shell has the terminal until it brings the program back.
void Chat::suspend()
{
    orders_.save_draft();
    view_.full()->terminal().give();
    platform::stop_until_continued();
    view_.full()->terminal().take();
    view_.refresh();
}

void Chat::suspend_on_signal()
{
    if (!view_.full()) return;
    suspended_.async_wait([this](boost::system::error_code cancelled, int) {
        if (cancelled) return;
        if (outside_)
            platform::stop_until_continued();  // the terminal is not ours to give
        else
            suspend();
        suspend_on_signal();
    });
}

/// Messages that arrive meanwhile are stored, and shown once the terminal is back.
void Chat::edit_outside()
{
    if (outside_ || lock_ || !view_.full()) return;
    orders_.save_draft();
    keyboard_.reset();
    loop_.leave_interrupts(true);
    view_.full()->terminal().give();
    const auto profile = profile_of(context_.options);
    outside_ = std::make_unique<OutsideEditor>(
        loop_.io_context(), profile.has_value() ? *profile : std::filesystem::path{}, input_.editor().text(),
        [this](const EditedOutside& edited) { take_edited(edited); });
    if (!outside_->problem().empty()) take_edited({{}, outside_->problem()});
}

void Chat::take_edited(const EditedOutside& edited)
{
    outside_.reset();  // and its file
    loop_.leave_interrupts(false);
    view_.full()->terminal().take();
    listen_to_keys();
    last_key_ = platform::time_since_boot();
    if (edited.text) input_.set_line(*edited.text);
    if (!edited.said.empty()) view_.say(edited.said);
    save_draft_later();
    view_.refresh();
    serve_full_screen();
}

// ---- locked ---------------------------------------------------------------------------------------------------------

/// A question that was open is not answered; the line being written stays where it is, unseen.
void Chat::lock()
{
    if (lock_ || !view_.full()) return;
    orders_.save_draft();
    if (std::holds_alternative<ui::mode::Confirmation>(input_.mode())) input_.set_mode(ui::mode::Message{});
    orders_.inside().interrupt();
    input_.forget_lines();
    view_.forget_said();
    if (others_) others_->drop();  // what other windows ask would be answered without the passphrase
    lock_.emplace();
    view_.full()->model().lock({});
    view_.full()->terminal().repaint();
    view_.refresh();
}

/// By a clock that goes on while the machine sleeps: a computer that wakes up is locked.
void Chat::lock_when_idle()
{
    const bool idle = lock_after_ && platform::time_since_boot() - last_key_ >= *lock_after_;
    if (idle && !lock_ && !outside_) lock();
}

void Chat::on_typed_locked(std::string_view bytes)
{
    switch (lock_->feed(bytes)) {
        case ChatLock::Outcome::typing: return;
        case ChatLock::Outcome::left: return orders_.leave();
        case ChatLock::Outcome::finished: try_passphrase();
    }
    view_.refresh();
    serve_full_screen();
}

void Chat::try_passphrase()
{
    auto& model = view_.full()->model();
    model.lock("One moment.");
    view_.full()->paint();
    const bool right = client_.is_passphrase(lock_->passphrase());
    lock_->clear();
    if (!right) return model.lock("That is not the passphrase. Once more; nothing appears while you type.");
    lock_.reset();
    if (others_) others_->begin();
    model.unlock(view_.conversation());
    if (view_.conversation()) static_cast<void>(view_.open(*view_.conversation()));
}

void Chat::announce(const client::Show& item)
{
    const auto* fresh = std::get_if<client::show::NewEntry>(&item);
    const bool arrived = fresh && !fresh->entry.mine;
    const bool is_due = std::holds_alternative<client::show::CheckInDue>(item);
    if ((!arrived && !is_due) || outside_ || std::exchange(announced_, true)) return;
    if (context_.options.bell) view_.ring();
    if (context_.options.notify && input_.has_keys()) platform::notify("Something new in Holdfast");
}

namespace {

/// The account, after a first run where that is due; or the exit code of whoever left or could not open it. Programs
/// are told that there is no account; people are led to one.
Begun open_for_chat(const Context& context, const request::Chat& request)
{
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return context.out.fail(profile.errc());
    const bool leads = !context.out.json();
    if (leads && occupant_of(*profile) != Occupant::account) return first_run(context, *profile, request);
    auto client = open_client(context);
    if (client.has_error()) return fail_opening(context, client.errc());
    const bool begun = leads && client->first_run();
    if (!begun && !client->status().enrolled) return context.out.fail(Errc::not_enrolled);
    auto account = std::make_unique<OpenAccount>(std::move(*client));
    return begun ? go_on_first_run(context, std::move(account)) : Begun{std::move(account)};
}

}  // namespace

int run(const Context& context, const request::Chat& request)
{
    if (context.account && context.out.json()) return serve_orders(context, *context.account);
    std::optional<Seconds> lock_after;
    if (const auto& words = context.options.lock_after; !words.empty()) {
        const auto time = parse_duration(words);
        if (time.has_error() || *time <= Seconds{0}) return context.out.fail(Errc::bad_duration, lock_after_words);
        lock_after = *time;
    }
    if (context.account) return Chat{context, *context.account, nullptr}.run(request.with);
    auto account = open_for_chat(context, request);
    if (const auto* ended = std::get_if<int>(&account)) return *ended;
    auto& open = *std::get<std::unique_ptr<OpenAccount>>(account);
    join::JoinServer others{context, open, *profile_of(context.options)};
    if (!context.out.json()) return Chat{context, open, &others, lock_after}.run(request.with);
    const int code = serve_orders(context, open);
    others.end();
    open.loop().finish();
    return code;
}

}  // namespace holdfast::shell
