#include "workers/arena.h"

#include <string.h>
#include <sys/wait.h>

#include "protocol/base/log.h"
#include "tests/protocol/testing.h"

enum { LIMIT = 8 << 20 };

static struct arena *arena;

static int fresh(void **state)
{
	nw_log_set_level(0);
	return arena_open(&arena, LIMIT);
}

static int closed(void **state)
{
	arena = arena_close(arena);
	return 0;
}

/* How a process ends that asks for so much, piece by piece. */
static int status_after_asking(size_t bytes, size_t times)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		while (times--)
			arena_alloc(arena, bytes);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void memory_is_zeroed_and_aligned(void **state)
{
	for (size_t size = 1; size < 100; size++) {
		char *p = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
}

static void memory_is_zeroed_after_a_reset_as_well(void **state)
{
	memset(arena_alloc(arena, 5000), 0xff, 5000);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	memory_is_zeroed_and_aligned(state);
}

static void an_array_grows_with_what_it_holds(void **state)
{
	size_t n = 0, cap = 0;
	uint32_t *numbers = NULL;

	for (; n < 200000; n++) {
		if (n == cap) {
			size_t larger = cap ? cap * 2 : 8;

			numbers = arena_grow(arena, numbers, cap * sizeof(*numbers),
					     larger * sizeof(*numbers));
			cap = larger;
		}
		assert_int_equal(numbers[n], 0);
		numbers[n] = (uint32_t)n;
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(numbers[i], i);
}

static void the_last_one_grows_in_place(void **state)
{
	char *first = arena_alloc(arena, 100), *second;

	assert_ptr_equal(arena_grow(arena, first, 100, 1000), first);
	second = arena_alloc(arena, 10);
	assert_true(second >= first + 1000);
	assert_ptr_not_equal(arena_grow(arena, first, 1000, 2000), first);
}

static void texts_are_copied_and_printed(void **state)
{
	assert_string_equal(arena_dup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_dup(arena, NULL, 0), "");
	assert_string_equal(arena_printf(arena, "%d of %s", 3, "x"), "3 of x");
}

static void a_reset_lets_large_blocks_go(void **state)
{
	for (int article = 0; article < 100; article++) {
		arena_alloc(arena, 3 << 20);
		arena_alloc(arena, 3 << 20);
		arena_reset(arena);
	}
}

static void above_the_limit_the_process_ends(void **state)
{
	assert_int_equal(status_after_asking(1 << 20, 4), 0);
	assert_int_equal(status_after_asking(1 << 20, 100), 70);
	assert_int_equal(status_after_asking(LIMIT + 1, 1), 70);
	assert_int_equal(status_after_asking(SIZE_MAX, 1), 70);
	assert_int_equal(status_after_asking(SIZE_MAX - 7, 1), 70);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, closed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(memory_is_zeroed_and_aligned),
		sentence(memory_is_zeroed_after_a_reset_as_well),
		sentence(an_array_grows_with_what_it_holds),
		sentence(the_last_one_grows_in_place),
		sentence(texts_are_copied_and_printed),
		sentence(a_reset_lets_large_blocks_go),
		sentence(above_the_limit_the_process_ends),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
