#include <foreplan/structure/matrix.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include "refusals.hpp"

namespace foreplan::structure {
namespace {

TEST(MatrixOfTable, HoldsRowsInOrder) {
  const Matrix a = matrix({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(a(0, 2), 3);
  EXPECT_EQ(a(1, 0), 4);
  EXPECT_EQ(row_sums(a), (std::vector<double>{6, 15}));
  EXPECT_EQ(column_sums(a), (std::vector<double>{5, 7, 9}));
  EXPECT_EQ(transposed(a), matrix({{1, 4}, {2, 5}, {3, 6}}));
}

TEST(MatrixOfTable, AddsCellsOfOnePlace) {
  const SparseMatrix a = sparse_matrix(3, 3, {{2, 1, 4}, {0, 2, 1}, {2, 1, 3}, {0, 0, 5}});
  EXPECT_EQ(a.starts, (std::vector<std::size_t>{0, 2, 2, 3}));
  EXPECT_EQ(dense(a), matrix({{5, 0, 1}, {0, 0, 0}, {0, 7, 0}}));
}

TEST(MatrixOfTable, GoesToSparseAndBack) {
  EXPECT_TRUE(rc::check([] {
    const auto rows = *rc::gen::inRange<std::size_t>(0, 70), columns = *rc::gen::inRange<std::size_t>(0, 70);
    Matrix a = filled_matrix(rows, columns);
    for (double& x : a.values) x = *rc::gen::inRange(0, 4);
    RC_ASSERT(dense(sparse(a)) == a);
    RC_ASSERT(transposed(transposed(a)) == a);
    RC_ASSERT(row_sums(a) == column_sums(transposed(a)));
  }));
}

TEST(MatrixOfTable, RefusesWhatIsNoMatrix) {
  testing::expect_refused({
      {"structure::matrix: rows must be as long as the first, which has 2 numbers; got 1 numbers in row 1",
       [] {
         (void)matrix({{1, 2}, {3}});
       }},
      {"structure::filled_matrix: a matrix may have at most 10^9 cells; got 100000 x 100000",
       [] { (void)filled_matrix(100'000, 100'000); }},
      {"structure::row_sums: a matrix must have rows x columns values; got 3 for 2 x 2",
       [] {
         (void)row_sums({2, 2, {1, 2, 3}});
       }},
      {"structure::sparse_matrix: cells must lie in the matrix of 2 x 2; got row 2, column 0",
       [] {
         (void)sparse_matrix(2, 2, {{2, 0, 1}});
       }},
      {"columns must rise and lie in the matrix, in row 0",
       [] {
         (void)dense({1, 2, {0, 2}, {1, 0}, {1, 1}});
       }},
      {"starts must not fall, at row 1",
       [] {
         (void)dense({3, 3, {0, 9, 1, 2}, {0, 1}, {1, 1}});
       }},
      {"starts must be rows + 1 positions from 0",
       [] {
         (void)dense({2, 2, {0, 0}, {}, {}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
