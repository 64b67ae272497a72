#include "daemon/ledger/positions.h"

#include <stdio.h>
#include <string.h>

#include "tests/daemon/testing.h"

static struct positions positions;

static int fresh(void **state)
{
	positions = (struct positions){ 0 };
	return 0;
}

static int freed(void **state)
{
	positions_free(&positions);
	return 0;
}

static struct position *add(const char *name, uint64_t seq)
{
	struct position *p;

	assert_int_equal(positions_add(&positions, name, strlen(name), seq, &p), 0);
	return p;
}

static void a_name_is_found_as_a_whole(void **state)
{
	add("loader", 7);
	assert_int_equal(positions_find(&positions, "loader", 6)->seq, 7);
	assert_null(positions_find(&positions, "load", 4));
	assert_null(positions_find(&positions, "loaders", 7));
}

static void adding_a_known_one_finds_it_where_it_was(void **state)
{
	add("loader", 7);
	assert_int_equal(add("loader", 9)->seq, 7);
	assert_int_equal(positions.n, 1);
}

static void the_lowest_counts(void **state)
{
	assert_true(positions_lowest(&positions) == UINT64_MAX);
	add("a", 9);
	add("b", 4);
	add("c", 6);
	assert_int_equal(positions_lowest(&positions), 4);
}

static void a_name_that_is_too_long_is_not_taken(void **state)
{
	char name[80] = { 0 };
	struct position *p;

	memset(name, 'x', POSITION_MAX_NAME + 1);
	assert_int_equal(positions_add(&positions, name, POSITION_MAX_NAME + 1, 1, &p),
			 POSITIONS_FULL);
	assert_int_equal(positions_add(&positions, name, POSITION_MAX_NAME, 1, &p), 0);
	assert_int_equal(strlen(p->name), POSITION_MAX_NAME);
}

static void there_is_an_end_of_names(void **state)
{
	struct position *p;
	char name[16];

	for (int i = 0; i < POSITIONS_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		add(name, 1);
	}
	assert_int_equal(positions_add(&positions, "one more", 8, 1, &p), POSITIONS_FULL);
	assert_int_equal(positions_add(&positions, "n0", 2, 1, &p), 0);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_name_is_found_as_a_whole),
		sentence(adding_a_known_one_finds_it_where_it_was),
		sentence(the_lowest_counts),
		sentence(a_name_that_is_too_long_is_not_taken),
		sentence(there_is_an_end_of_names),
	};

	return cmocka_run_group_tests_name("positions", tests, NULL, NULL);
}
