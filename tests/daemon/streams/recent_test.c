#include "daemon/streams/recent.h"

#include <string.h>

#include "tests/daemon/testing.h"

enum { MAX_BYTES = 100000 };

static struct recent *recent;

static int fresh(void **state)
{
	return recent_open(&recent, "desk1", MAX_BYTES);
}

static int closed(void **state)
{
	recent = recent_close(recent);
	return 0;
}

/* An event of about `size` bytes under `seq`, while everything up to `durable` is. */
static void add(uint64_t seq, size_t size, uint64_t durable)
{
	static char data[MAX_BYTES];
	struct event_view view = { .id = event_text("e1"),
				   .type = event_text("funding"),
				   .lang = event_text("en"),
				   .data = { data, size } };
	struct ledger_event event = { .view = &view, .seq = seq, .rev = 1 };

	memset(data, 'x', size);
	memcpy(data, "{\"x\":\"", 6);
	memcpy(data + size - 2, "\"}", 2);
	assert_int_equal(recent_add(recent, &event, durable), 0);
}

static void before_the_first_event_nothing_is_here(void **state)
{
	assert_false(recent_covers(recent, 0));
	assert_false(recent_covers(recent, 1000));
	assert_null(recent_after(recent, 0));
}

static void an_event_is_found_behind_a_sequence(void **state)
{
	add(10, 100, 0);
	add(14, 100, 0);
	assert_int_equal(recent_after(recent, 0)->seq, 10);
	assert_int_equal(recent_after(recent, 10)->seq, 14);
	assert_int_equal(recent_after(recent, 13)->seq, 14);
	assert_null(recent_after(recent, 14));
}

static void what_was_before_the_first_event_is_not_here(void **state)
{
	add(10, 100, 0);
	assert_false(recent_covers(recent, 8));
	assert_true(recent_covers(recent, 9));
	assert_true(recent_covers(recent, 50));
}

static void it_is_ready_to_be_sent(void **state)
{
	const struct recent_event *e;

	add(10, 100, 0);
	e = recent_after(recent, 0);
	assert_memory_equal(e->json, "{\"specversion\":\"1.0\"", 20);
	assert_int_equal(e->json[e->json_len - 1], '}');
	assert_memory_equal(e->view.type.s, "funding", 7);
}

static void the_oldest_make_room(void **state)
{
	for (uint64_t seq = 1; seq <= 100; seq++)
		add(seq, MAX_BYTES / 10, seq);
	assert_false(recent_covers(recent, 80));
	assert_true(recent_covers(recent, 99));
	assert_int_equal(recent_after(recent, 99)->seq, 100);
}

static void what_is_covered_has_no_holes(void **state)
{
	uint64_t seq = 0;

	for (uint64_t i = 1; i <= 1000; i++)
		add(2 * i, i % 7 * 1000 + 100, 2 * i - 1);
	while (!recent_covers(recent, seq))
		seq++;
	for (seq += seq % 2; seq < 2000; seq += 2)
		assert_int_equal(recent_after(recent, seq)->seq, seq + 2);
}

static void what_was_sent_to_nobody_stays(void **state)
{
	for (uint64_t seq = 1; seq <= 600; seq++)
		add(seq, MAX_BYTES / 10, 0);
	assert_int_equal(recent_after(recent, 0)->seq, 1);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, closed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(before_the_first_event_nothing_is_here),
		sentence(an_event_is_found_behind_a_sequence),
		sentence(what_was_before_the_first_event_is_not_here),
		sentence(it_is_ready_to_be_sent),
		sentence(the_oldest_make_room),
		sentence(what_is_covered_has_no_holes),
		sentence(what_was_sent_to_nobody_stays),
	};

	return cmocka_run_group_tests_name("recent", tests, NULL, NULL);
}
