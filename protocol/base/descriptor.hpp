// A file descriptor of the system, owned: closed at the end of its scope.
#pragma once

#include <unistd.h>

#include <utility>

namespace holdfast {

class Descriptor {
  public:
    /// Takes over `value`, which may be -1: nothing is open then, and errno says why.
    explicit Descriptor(int value) noexcept : value_{value} {}
    Descriptor(Descriptor&& other) noexcept : value_{std::exchange(other.value_, -1)} {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor()
    {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] int get() const noexcept { return value_; }
    [[nodiscard]] bool is_open() const noexcept { return value_ >= 0; }

  private:
    int value_;
};

}  // namespace holdfast
