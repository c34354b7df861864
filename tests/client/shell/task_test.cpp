#include "client/shell/task.hpp"

#include <stdexcept>
#include <vector>

#include "tests/support/catch.hpp"

namespace holdfast::shell::task_test {
namespace {

TEST_CASE("a task and the loop take turns")
{
    std::vector<int> order;
    bool may = false;
    Task task{[&] {
        order.push_back(1);
        Task::current()->wait([&] { return may; });
        order.push_back(3);
    }};
    CHECK(task.is_due());
    task.resume();
    order.push_back(2);
    CHECK_FALSE(task.is_due());
    CHECK(Task::current() == nullptr);
    may = true;
    CHECK(task.is_due());
    task.resume();
    CHECK(task.ended());
    CHECK(order == std::vector{1, 2, 3});
}

TEST_CASE("an interrupted task waits for nothing any more")
{
    int waits = 0;
    Task task{[&] {
        for (; waits < 3; ++waits) Task::current()->wait([] { return false; });
    }};
    task.resume();
    CHECK(waits == 0);
    task.interrupt();
    task.resume();
    CHECK(task.ended());
    CHECK(waits == 3);
}

TEST_CASE("what a task throws is kept for the loop")
{
    Task task{[] { throw std::runtime_error{"from a task"}; }};
    task.resume();
    CHECK(task.ended());
    CHECK_THROWS_WITH(std::rethrow_exception(task.failure()), "from a task");
}

}  // namespace
}  // namespace holdfast::shell::task_test
