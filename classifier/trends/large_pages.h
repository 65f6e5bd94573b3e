// Memory for tables that are read far apart: in pages of 2 MiB where the system grants them, which
// saves half of the time such a read takes. Without them it is memory like any other.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace social311::classifier::trends {

template <typename T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <typename Other>
  LargePages(const LargePages<Other>&) {}  // NOLINT: allocators convert

  T* allocate(std::size_t count) {
    if (count > std::size_t{1} << 40) throw std::bad_alloc();
    const std::size_t bytes = count * sizeof(T);
    if (bytes < page) return static_cast<T*>(::operator new (bytes, std::align_val_t{alignof(T)}));
    const std::size_t whole = (bytes + page - 1) / page * page;
    void* const memory = std::aligned_alloc(page, whole);
    if (memory == nullptr) throw std::bad_alloc();
    ::madvise(memory, whole, MADV_HUGEPAGE);  // a wish: what it answers changes nothing
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    if (count * sizeof(T) < page)
      ::operator delete (memory, std::align_val_t{alignof(T)});
    else
      std::free(memory);
  }
  bool operator==(const LargePages&) const { return true; }

 private:
  static constexpr std::size_t page = std::size_t{1} << 21;
};

template <typename T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace social311::classifier::trends
