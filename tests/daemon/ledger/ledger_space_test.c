/* The ledger at its disk budget: what is let go, and what holds it back. */
#include "tests/daemon/ledger/ledger_testing.h"

#include <poll.h>
#include <string.h>

/* Each is almost half a segment. */
static void finish_large(char mark, int n)
{
	char body[30000], id[16];

	memset(body, mark, sizeof(body));
	body[sizeof(body) - 1] = '\0';
	for (int i = 0; i < n; i++) {
		snprintf(id, sizeof(id), "%c%d", mark, i);
		finish(keep(id, body), id);
	}
}

static void use_small_disk(void)
{
	ledger = ledger_close(ledger);
	options.journal.max_bytes = 8 * (64 << 10);
	start();
}

static uint64_t oldest(void)
{
	return journal_oldest(ledger_journal(ledger));
}

/* What the broker does each second. */
static void tend(int times)
{
	for (; times && oldest() == 1; times--) {
		ledger_tend(ledger);
		sync_all();
		poll(NULL, 0, 1);
	}
}

static void assert_room_is_made(void)
{
	tend(30000);
	assert_true(oldest() > 1);
}

static void assert_no_room_is_made(void)
{
	tend(100);
	assert_int_equal(oldest(), 1);
}

static void room_is_made_of_what_has_ended(void **state)
{
	use_small_disk();
	finish_large('x', 13);
	assert_room_is_made();
	assert_null(newest("x0"));
	assert_non_null(newest("x12"));
}

static void a_dead_letter_is_needed(void **state)
{
	use_small_disk();
	give_up(keep("a", "one"), "no text");
	finish_large('x', 13);
	assert_no_room_is_made();
	assert_body(dead(0), "one");
}

static void an_unconfirmed_event_is_needed(void **state)
{
	struct position *p;

	use_small_disk();
	assert_int_equal(positions_add(ledger_positions(ledger), "loader", 6, 0, &p), 0);
	finish_large('x', 13);
	assert_no_room_is_made();
	p->seq = UINT64_MAX;
	assert_room_is_made();
}

static void room_is_made_after_a_restart_as_well(void **state)
{
	use_small_disk();
	finish_large('x', 6);
	restart();
	finish_large('y', 7);
	assert_room_is_made();
}

static void a_full_disk_takes_nothing_more_but_finishes(void **state)
{
	struct article *a;

	use_small_disk();
	a = keep("a", "one");
	finish_large('x', 10);
	for (int i = 0, r = 0; r == 0; i++) {
		char id[16], body[20000];

		memset(body, 'y', sizeof(body));
		body[sizeof(body) - 1] = '\0';
		snprintf(id, sizeof(id), "y%d", i);
		r = try_keep(id, body, false);
		assert_true(r == 0 || r == LEDGER_FULL);
	}
	finish(a, "t1", "e1=x");
	assert_int_equal(n_published, 1);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh_ledger, removed_ledger)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(room_is_made_of_what_has_ended),
		sentence(a_dead_letter_is_needed),
		sentence(an_unconfirmed_event_is_needed),
		sentence(room_is_made_after_a_restart_as_well),
		sentence(a_full_disk_takes_nothing_more_but_finishes),
	};

	return cmocka_run_group_tests_name("ledger_space", tests, NULL, NULL);
}
