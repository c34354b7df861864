#include "client/shell/commands/news.hpp"

#include <utility>
#include <variant>

#include "client/ui/view.hpp"

namespace holdfast::shell {
namespace {

namespace show = client::show;

std::optional<ConversationId> conversation_of_news(const client::Show& item)
{
    if (const auto* wrong = std::get_if<show::VerdictTakenBack>(&item)) return wrong->conversation;
    if (const auto* read = std::get_if<show::ReadIn>(&item)) return read->conversation;
    if (const auto* moved = std::get_if<show::PromiseMoved>(&item)) return moved->conversation;
    if (const auto* released = std::get_if<show::ReleasedEarly>(&item)) return released->conversation;
    return std::nullopt;
}

bool is_other_key(const client::Show& item)
{
    const auto* refused = std::get_if<show::Refused>(&item);
    return refused && refused->reason == Errc::wrong_key;
}

}  // namespace

std::size_t tell_news(const Context& context, OneShotClient& one_shot, const std::optional<ConversationId>& one)
{
    std::size_t told = 0;
    for (const auto& item : one_shot.shown()) {
        const auto about = conversation_of_news(item);
        if (!is_other_key(item) && (!about || (one && *about != *one))) continue;
        if (const auto object = ui::event_object(item, one_shot.client(), system_now())) context.out.object(*object);
        context.out.lines(ui::event_lines(item, one_shot.client(), context.here()));
        ++told;
    }
    return told;
}

boost::json::array news_objects(OneShotClient& one_shot)
{
    boost::json::array news;
    for (const auto& item : one_shot.shown())
        if (conversation_of_news(item))
            if (auto object = ui::event_object(item, one_shot.client(), system_now()))
                news.emplace_back(std::move(*object));
    return news;
}

}  // namespace holdfast::shell
