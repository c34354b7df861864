#include "client/shell/task.hpp"

#include <cstdlib>
#include <new>
#include <system_error>
#include <utility>

#include "protocol/base/result.hpp"

namespace holdfast::shell {
namespace {

/// Far more than a command needs, also under a sanitizer. From the heap, since the heap is kept out of the swap file.
constexpr std::size_t stack_size = std::size_t{2} << 20;
constexpr std::size_t page = 4096;

thread_local Task* current_task = nullptr;

[[noreturn]] void no_thread(int code) { throw std::system_error(code, std::generic_category(), "no thread"); }

}  // namespace

void Task::Free::operator()(void* memory) const noexcept { std::free(memory); }

Task::Task(std::function<void()> body) : body_{std::move(body)}, stack_{std::aligned_alloc(page, stack_size)}
{
    if (!stack_) throw std::bad_alloc{};
    pthread_attr_t attributes;
    if (const int failed = ::pthread_attr_init(&attributes); failed != 0) no_thread(failed);
    int failed = ::pthread_attr_setstack(&attributes, stack_.get(), stack_size);
    if (failed == 0) failed = ::pthread_create(&thread_, &attributes, enter, this);
    ::pthread_attr_destroy(&attributes);
    if (failed != 0) no_thread(failed);
}

Task::~Task()
{
    require(ended_, "a command is forgotten before its end");
    ::pthread_join(thread_, nullptr);
}

void* Task::enter(void* self)
{
    auto& task = *static_cast<Task*>(self);
    task.go_.acquire();
    current_task = &task;
    try {
        task.body_();
    } catch (...) {
        task.failure_ = std::current_exception();
    }
    task.body_ = nullptr;
    task.ended_ = true;
    task.back_.release();
    return nullptr;
}

void Task::resume()
{
    require(!ended_ && current_task == nullptr, "a command is gone on with out of turn");
    go_.release();
    back_.acquire();
}

bool Task::is_due() const { return !ended_ && (interrupted_ || due_ == nullptr || (*due_)()); }

Task* Task::current() noexcept { return current_task; }

void Task::wait(const std::function<bool()>& due)
{
    require(current_task == this, "a command waits out of turn");
    if (interrupted_ || due()) return;
    due_ = &due;
    back_.release();
    go_.acquire();
    due_ = nullptr;
}

}  // namespace holdfast::shell
