// Posts a transaction: large while it is quick, small while it is slow, never none.
#include <doctest/doctest.h>

#include "service/roles/batch_size.h"

using namespace social311;
using service::BatchSize;
using namespace std::chrono_literals;

TEST_CASE("quick full batches grow to the most, slow ones shrink to the least") {
  BatchSize batch;
  const int first = batch.posts();
  batch.took(first, 10ms);
  CHECK(batch.posts() > first);
  for (int turn = 0; turn < 20; ++turn) batch.took(batch.posts(), 10ms);
  CHECK(batch.posts() == BatchSize::most);
  for (int turn = 0; turn < 20; ++turn) batch.took(batch.posts(), 2s);
  CHECK(batch.posts() == BatchSize::least);
}

TEST_CASE("a batch that was not full says nothing of larger ones") {
  BatchSize batch;
  const int first = batch.posts();
  batch.took(first - 1, 1ms);
  CHECK(batch.posts() == first);
}
