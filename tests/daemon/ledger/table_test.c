#include "daemon/ledger/table.h"

#include <stdlib.h>

#include "tests/daemon/testing.h"

static struct table table;
static char values[4096];

static int fresh(void **state)
{
	table = (struct table){ 0 };
	return 0;
}

static int freed(void **state)
{
	table_free(&table);
	return 0;
}

/* Keys with one `home` want the same slot of a small table. */
static struct hash128 key(uint64_t home, uint64_t number)
{
	return (struct hash128){ .low = home << 7, .high = number };
}

static void put(struct hash128 k, void *value)
{
	assert_int_equal(table_put(&table, k, value), 0);
}

static void an_empty_table_holds_nothing(void **state)
{
	assert_null(table_get(&table, key(1, 1)));
	assert_null(table_remove(&table, key(1, 1)));
}

static void what_was_put_is_found(void **state)
{
	put(key(1, 1), &values[1]);
	assert_ptr_equal(table_get(&table, key(1, 1)), &values[1]);
	assert_null(table_get(&table, key(1, 2)));
}

static void a_second_put_replaces(void **state)
{
	put(key(1, 1), &values[1]);
	put(key(1, 1), &values[2]);
	assert_ptr_equal(table_get(&table, key(1, 1)), &values[2]);
	assert_int_equal(table.n, 1);
}

static void keys_of_one_home_stand_behind_each_other(void **state)
{
	for (unsigned i = 0; i < 20; i++)
		put(key(7, i), &values[i]);
	for (unsigned i = 0; i < 20; i++)
		assert_ptr_equal(table_get(&table, key(7, i)), &values[i]);
}

static void a_removal_in_the_middle_leaves_the_others_found(void **state)
{
	for (unsigned i = 0; i < 20; i++)
		put(key(7 + i % 3, i), &values[i]);
	assert_ptr_equal(table_remove(&table, key(7, 0)), &values[0]);
	for (unsigned i = 1; i < 20; i++)
		assert_ptr_equal(table_get(&table, key(7 + i % 3, i)), &values[i]);
}

static void a_row_over_the_end_is_pulled_back_over_it(void **state)
{
	put(key(62, 0), &values[0]);
	put(key(63, 1), &values[1]);
	put(key(63, 2), &values[2]);
	put(key(62, 3), &values[3]);
	put(key(0, 4), &values[4]);
	assert_ptr_equal(table_remove(&table, key(63, 1)), &values[1]);
	assert_ptr_equal(table_remove(&table, key(62, 0)), &values[0]);
	assert_ptr_equal(table_get(&table, key(63, 2)), &values[2]);
	assert_ptr_equal(table_get(&table, key(62, 3)), &values[3]);
	assert_ptr_equal(table_get(&table, key(0, 4)), &values[4]);
}

static void growing_keeps_everything(void **state)
{
	for (unsigned i = 0; i < 4096; i++)
		put(table_number(i), &values[i]);
	assert_int_equal(table.n, 4096);
	for (unsigned i = 0; i < 4096; i++)
		assert_ptr_equal(table_get(&table, table_number(i)), &values[i]);
}

static void it_agrees_with(char *const *model, unsigned homes, unsigned n)
{
	size_t there = 0;

	for (unsigned i = 0; i < n; i++) {
		assert_ptr_equal(table_get(&table, key(i % homes, i)), model[i]);
		there += model[i] != NULL;
	}
	assert_int_equal(table.n, there);
}

static void it_does_what_a_plain_array_does(void **state)
{
	enum { KEYS = 300, HOMES = 23, STEPS = 20000 };
	char *model[KEYS] = { 0 };

	srandom(1);
	for (unsigned step = 0; step < STEPS; step++) {
		unsigned i = (unsigned)random() % KEYS;

		if (random() % 2) {
			model[i] = &values[random() % 4096];
			put(key(i % HOMES, i), model[i]);
		} else {
			assert_ptr_equal(table_remove(&table, key(i % HOMES, i)),
					 model[i]);
			model[i] = NULL;
		}
		if (step % 100 == 0)
			it_agrees_with(model, HOMES, KEYS);
	}
	it_agrees_with(model, HOMES, KEYS);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(an_empty_table_holds_nothing),
		sentence(what_was_put_is_found),
		sentence(a_second_put_replaces),
		sentence(keys_of_one_home_stand_behind_each_other),
		sentence(a_removal_in_the_middle_leaves_the_others_found),
		sentence(a_row_over_the_end_is_pulled_back_over_it),
		sentence(growing_keeps_everything),
		sentence(it_does_what_a_plain_array_does),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
