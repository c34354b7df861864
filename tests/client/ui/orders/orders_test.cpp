#include "client/ui/orders/orders.hpp"

#include <boost/json/parse.hpp>

#include "tests/support/catch.hpp"

namespace holdfast::ui::orders::orders_test {
namespace {

std::variant<Order, Fault> made(std::string method, std::string_view params)
{
    return order_of(Call{1, std::move(method), boost::json::parse({params.data(), params.size()}).as_object()});
}

Order order(std::string method, std::string_view params) { return std::get<Order>(made(std::move(method), params)); }

std::string fault(std::string method, std::string_view params)
{
    const auto one = std::get<Fault>(made(std::move(method), params));
    CHECK(one.code == (one.message == "There is no such order." ? RpcCode::method_not_found : RpcCode::invalid_params));
    return one.message;
}

TEST_CASE("a text travels as input and never as a word of a command")
{
    const auto one = order("send", R"({"with":"Sam","text":"--yes"})");
    const auto& send = std::get<request::Send>(one.request);
    CHECK(send.with == "Sam");
    CHECK(send.text == from_stdin);
    CHECK(one.input == "--yes");
}

TEST_CASE("what leaves for good or publishes is shown first unless it is confirmed")
{
    for (const std::string method : {"hours.set", "hours.extra", "hours.cancel", "hours.leave", "hours.import",
                                     "take_back", "drafts.forget", "repair", "measure.offer", "measure.answer"}) {
        INFO(method);
        const std::string needed = method == "hours.extra"      ? R"("length":"30m")"
                                   : method == "hours.cancel"   ? R"("date":"2026-12-24")"
                                   : method == "hours.leave"    ? R"("from":"2026-08-01","to":"2026-08-14")"
                                   : method == "hours.import"   ? R"("calendar":"BEGIN:VCALENDAR")"
                                   : method == "take_back"      ? R"("id":"abcd")"
                                   : method == "drafts.forget"  ? R"("number":1)"
                                   : method == "measure.offer"  ? R"("measure":"PHQ-8")"
                                   : method == "measure.answer" ? R"("values":["0","-"])"
                                                                : R"("with":"Sam")";
        const auto shown = order(method, "{" + needed + "}");
        CHECK(shown.previews);
        CHECK_FALSE(shown.confirmed);
        CHECK(order(method, "{" + needed + R"(,"confirm":true})").confirmed);
    }
    CHECK_FALSE(order("repair", R"({"text":"own words"})").previews);
    CHECK(fault("hours.holidays", "{}").find("confirm") != std::string::npos);
    CHECK(fault("agreement.set", R"({"text":"own words"})").find("confirm") != std::string::npos);
    CHECK(order("agreement.set", R"({"text":"own words","confirm":true})").input == "own words");
}

TEST_CASE("a questionnaire is offered by name or whole, and never as a file of the one who carries it out")
{
    const auto named = order("measure.offer", R"({"measure":"PHQ-8","with":"Sam"})");
    CHECK(std::get<request::Measure>(named.request).name == "PHQ-8");
    const auto whole = order("measure.offer", R"({"definition":"name = 'x'"})");
    CHECK(whole.input == "name = 'x'");
    CHECK(std::get<request::Measure>(whole.request).definition == from_stdin);
    CHECK(fault("measure.offer", R"({"measure":"/etc/passwd"})").find("file") != std::string::npos);
    CHECK(fault("measure.offer", R"({"measure":"x.toml"})").find("file") != std::string::npos);
    CHECK(fault("measure.offer", "{}") == "An offer has a \"measure\" or a \"definition\".");
    const auto answers = order("measure.answer", R"({"values":["0","-","3"],"confirm":true})");
    CHECK(std::get<request::Measure>(answers.request).values == "0 - 3");
    CHECK(fault("measure.answer", R"({"values":[]})").find("values") != std::string::npos);
}

TEST_CASE("a parameter that is missing, unknown or of another kind is named")
{
    CHECK(fault("send", "{}") == "\"text\" is missing.");
    CHECK(fault("send", R"({"text":7})") == "\"text\" is a text.");
    CHECK(fault("send", R"({"text":"x","wiht":"Sam"})") == "There is no parameter \"wiht\" here.");
    CHECK(fault("read", R"({"all":"yes"})") == "\"all\" is true or false.");
    CHECK(fault("hours.preview", R"({"weeks":0})").starts_with("\"weeks\" is a whole number from 1 to"));
    CHECK(fault("hours.preview", R"({"weeks":1.5})").starts_with("\"weeks\" is a whole number"));
    CHECK(fault("hours.set", R"({"holidays":["2026-12-25",1]})") == "\"holidays\" is a list of texts.");
    CHECK(fault("hours.set", R"({"holidays":"2026-12-25"})") == "\"holidays\" is a list of texts.");
    CHECK(fault("hours.set", R"({"contacts":[{"name":"S","reach":"1"},2]})") == "\"contacts\" is a list of objects.");
    CHECK(fault("hours.set", R"({"contacts":[{"name":"S"}]})") == "A contact: \"reach\" is missing.");
    CHECK(fault("check_in", R"({"ratings":[{"name":"sleep"}]})") == "A rating: \"value\" is missing.");
    CHECK(fault("check_in", "{}").starts_with("A check-in has"));
    CHECK(fault("enrol", "{}") == "There is no such order.");
}

TEST_CASE("a check-in has its numbers and words")
{
    const auto one = order("check_in", R"({"ratings":[{"name":"sleep","value":3},{"name":"pain","value":2,"of":5}],)"
                                       R"("feelings":["tired"],"note":"a walk"})");
    const auto& check_in = std::get<request::CheckIn>(one.request);
    CHECK(check_in.ratings == std::vector<std::string>{"sleep=3/10", "pain=2/5"});
    CHECK(check_in.feelings == std::vector<std::string>{"tired"});
    CHECK(check_in.note == from_stdin);
    CHECK(one.input == "a walk");
}

TEST_CASE("an answer to a pace names it and a page is named by its whole path")
{
    CHECK(fault("pace.answer", R"({"agreed":true})") ==
          "\"messages\" and \"characters\" are missing: those of the pace that was shown.");
    const auto answer = order("pace.answer", R"({"agreed":true,"messages":3})").request;
    CHECK(std::get<request::Pace>(answer).messages == 3u);
    CHECK_FALSE(std::get<request::Pace>(answer).characters);
    CHECK(fault("invite", R"({"name":"Sam","page":"sam.pdf"})") ==
          "\"page\" is the whole path of a file to be made, from / on.");
    const auto invite = order("invite", R"({"name":"Sam","page":"/tmp/sam.pdf"})").request;
    CHECK(std::get<request::Invite>(invite).page == "/tmp/sam.pdf");
}

TEST_CASE("what is agreed is answered by yes or no and contacts are added by name and number")
{
    using What = request::Agreement::What;
    const auto answered = [](std::string_view params) {
        return std::get<request::Agreement>(order("agreement.answer", params).request).what;
    };
    CHECK(answered(R"({"agreed":true,"version":1})") == What::agree);
    CHECK(answered(R"({"agreed":false,"version":1})") == What::decline);
    CHECK(fault("agreement.answer", "{}") == "\"agreed\" is missing.");
    CHECK(fault("agreement.answer", R"({"agreed":true})") ==
          "\"version\" is missing: the version of the text that was read.");
    const auto added = order("crisis.add", R"({"name":"Anna","reach":"0171 234567"})").request;
    CHECK(std::get<request::Crisis>(added).words == "Anna: 0171 234567");
    const auto removed = std::get<request::Crisis>(order("crisis.remove", R"({"name":"Anna"})").request);
    CHECK(removed.what == request::Crisis::What::remove);
    CHECK(removed.words == "Anna");
}

TEST_CASE("every method is found by its name")
{
    for (const auto name : methods()) {
        const auto one = order_of(Call{1, std::string{name}, {}});
        const auto* wrong = std::get_if<Fault>(&one);
        CHECK((!wrong || wrong->code == RpcCode::invalid_params));
    }
    CHECK(methods().size() == 64);
}

}  // namespace
TEST_CASE("a coping plan is set with its steps and a yes, and answered by the version that was read")
{
    using What = request::CopingPlan::What;
    CHECK(fault("plan.set", R"({"steps":[{"heading":"x"}]})").find("confirm") != std::string::npos);
    CHECK(fault("plan.set", R"({"confirm":true})").find("steps") != std::string::npos);
    CHECK(fault("plan.set", R"({"steps":[{"words":"x"}],"confirm":true})").find("heading") != std::string::npos);
    const auto set = order("plan.set", R"({"steps":[{"heading":"a: b","words":"c"}],"note":"n","confirm":true})");
    CHECK(set.input == "n");
    CHECK(std::get<request::CopingPlan>(set.request).steps.at(0).heading == "a: b");
    const auto answered = [](const char* params) {
        return std::get<request::CopingPlan>(order("plan.answer", params).request).what;
    };
    CHECK(answered(R"({"agreed":true,"version":1})") == What::agree);
    CHECK(answered(R"({"agreed":true,"version":1,"words":["x"]})") == What::words);
    CHECK(answered(R"({"agreed":false,"version":1})") == What::decline);
    CHECK(fault("plan.answer", R"({"agreed":false,"version":1,"words":["x"]})").find("words") != std::string::npos);
    CHECK(fault("plan.answer", R"({"agreed":true})").find("version") != std::string::npos);
}

TEST_CASE("an experiment is given in its parts, and an answer to the pulse as a number")
{
    using What = request::Experiment::What;
    const auto one = order("experiment.new", R"({"expected":"x","number":10,"unit":"minutes","plan":"y",)"
                                             R"("from":"2026-03-03","to":"2026-03-06","with":"Sam"})");
    const auto& made_one = std::get<request::Experiment>(one.request);
    CHECK(made_one.what == What::create);
    CHECK(made_one.number == "10 minutes");
    CHECK(made_one.when == "2026-03-03..2026-03-06");
    CHECK(one.previews);
    CHECK_FALSE(one.confirmed);
    CHECK(fault("experiment.new", R"({"expected":"x"})").find("plan") != std::string::npos);
    CHECK(fault("experiment.edit", R"({"id":"1"})").find("Nothing is changed") == 0);
    CHECK(fault("experiment.result", R"({"id":"1"})").find("words") != std::string::npos);
    const auto said = order("experiment.learned", R"({"id":"1","words":"--yes","confirm":true})");
    CHECK(said.input == "--yes");
    CHECK(std::get<request::Experiment>(said.request).words == from_stdin);
    CHECK(std::get<request::Experiment>(order("experiment.drop", R"({"id":"1"})").request).what == What::drop);
    const auto answered = order("pulse.answer", R"({"value":7,"share":true})");
    CHECK(std::get<request::Pulse>(answered.request).value == 7U);
    CHECK(std::get<request::Pulse>(answered.request).share);
    CHECK(fault("pulse.answer", R"({"value":11})").find("value") != std::string::npos);
    CHECK(std::get<request::Pulse>(order("pulse.ask", R"({"on":false})").request).what == request::Pulse::What::off);
    CHECK(order("pulse.share", "{}").previews);
}

}  // namespace holdfast::ui::orders::orders_test
