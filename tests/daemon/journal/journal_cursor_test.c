/* Replay from a place, in bounded pieces, with what is lost told once. */
#include "tests/daemon/journal/journal_testing.h"

#include <unistd.h>

#include "tests/daemon/journal/journal_power.h"

enum { PLENTY = 1 << 20 };

static struct journal_cursor cursor;
static struct journal_record found;

static int cursor_fresh(void **state)
{
	memset(&cursor, 0, sizeof(cursor));
	return fresh(state);
}

static int cursor_removed(void **state)
{
	journal_cursor_free(&cursor);
	return removed(state);
}

static int next(uint64_t types)
{
	int r;

	while ((r = journal_cursor_next(journal, &cursor, types, PLENTY, &found)) ==
	       JOURNAL_AGAIN)
		;
	return r;
}

static void assert_next(uint64_t seq)
{
	assert_int_equal(next(ALL_TYPES), 0);
	assert_int_equal(found.seq, seq);
}

static void assert_lost(uint64_t from, uint64_t to)
{
	assert_int_equal(next(ALL_TYPES), JOURNAL_LOST);
	assert_int_equal(cursor.lost_from, from);
	assert_int_equal(cursor.lost_to, to);
}

static void assert_end(void)
{
	assert_int_equal(next(ALL_TYPES), JOURNAL_END);
}

static void a_new_cursor_begins_at_the_oldest_record(void **state)
{
	keep(A, "one");
	keep(A, "two");
	assert_next(1);
	assert_memory_equal(found.data, "one", 3);
	assert_next(2);
	assert_end();
}

static void after_the_end_it_goes_on_with_what_comes(void **state)
{
	assert_end();
	keep(A, "one");
	assert_next(1);
	assert_end();
	keep(A, "two");
	keep(A, "three");
	assert_next(2);
	assert_next(3);
	assert_end();
}

static void it_sees_nothing_that_is_not_durable(void **state)
{
	keep(A, "durable");
	power_cut_after(0);
	append(A, "not durable");
	assert_next(1);
	assert_end();
}

static void it_gives_the_types_that_are_asked_for(void **state)
{
	keep(A, "one");
	keep(B, "two");
	keep(C, "three");
	keep(B, "four");
	assert_int_equal(next(1 << B), 0);
	assert_int_equal(found.seq, 2);
	assert_int_equal(next(1 << B), 0);
	assert_int_equal(found.seq, 4);
	assert_int_equal(next(1 << B), JOURNAL_END);
}

static void it_can_be_put_anywhere_also_back(void **state)
{
	for (unsigned i = 1; i <= 20; i++)
		keep_long(A, i, 10000);
	journal_cursor_seek(journal, &cursor, 17);
	assert_next(17);
	journal_cursor_seek(journal, &cursor, 3);
	assert_next(3);
	assert_next(4);
	journal_cursor_seek(journal, &cursor, 21);
	assert_end();
}

static void it_crosses_segments_also_after_a_restart(void **state)
{
	for (unsigned i = 1; i <= 20; i++)
		keep_long(A, i, 10000);
	restart();
	for (unsigned i = 1; i <= 20; i++)
		assert_next(i);
	assert_end();
}

static void a_position_it_tells_can_be_read(void **state)
{
	struct journal_record r;
	struct buf b = { 0 };

	keep(A, "one");
	keep_long(A, 2, 40000);
	assert_next(1);
	assert_next(2);
	assert_int_equal(journal_read(journal, found.pos, 2, &b, &r), 0);
	assert_int_equal(r.len, 40000);
	assert_int_equal(r.time_ms, found.time_ms);
	buf_free(&b);
}

static void bodies_of_other_types_are_not_read(void **state)
{
	size_t turns = 0;

	stop();
	options.segment_bytes = 4 << 20;
	start();
	for (unsigned i = 0; i < 3; i++)
		keep_long(A, i, 1 << 20);
	keep(B, "wanted");

	/* 8 KiB at a time would take hundreds of turns for three megabytes */
	while (journal_cursor_next(journal, &cursor, 1 << B, 8192, &found) ==
	       JOURNAL_AGAIN)
		turns++;
	assert_int_equal(found.seq, 4);
	assert_true(turns < 32);
}

static void each_call_reads_a_bounded_amount(void **state)
{
	for (unsigned i = 1; i <= 600; i++)
		append_long(A, i, 500);
	sync_all();
	journal_cursor_seek(journal, &cursor, 120);
	assert_int_equal(journal_cursor_next(journal, &cursor, 1 << B, 1, &found),
			 JOURNAL_AGAIN);
}

static void a_seek_does_not_read_from_the_beginning_of_the_segment(void **state)
{
	stop();
	options.segment_bytes = 4 << 20;
	start();
	for (unsigned i = 1; i <= 2000; i++)
		append_long(A, i, 1000);
	sync_all();

	/* two megabytes lie before it */
	journal_cursor_seek(journal, &cursor, 1990);
	assert_int_equal(journal_cursor_next(journal, &cursor, ALL_TYPES, 400 << 10,
					     &found),
			 0);
	assert_int_equal(found.seq, 1990);
}

static void what_is_released_is_lost_and_told_once(void **state)
{
	for (unsigned i = 1; i <= 4; i++)
		keep_long(A, i, 50000);
	journal_cursor_seek(journal, &cursor, 1);
	assert_next(1);
	journal_release(journal, 4);
	assert_lost(2, 3);
	assert_next(4);
	assert_end();
}

static void a_cursor_before_the_oldest_is_told_what_it_missed(void **state)
{
	for (unsigned i = 1; i <= 4; i++)
		keep_long(A, i, 50000);
	journal_release(journal, 3);
	restart();
	journal_cursor_seek(journal, &cursor, 1);
	assert_lost(1, 2);
	assert_next(3);
}

static void a_damaged_record_is_lost_whatever_is_damaged(void **state)
{
	struct journal_entry header, body;

	keep(A, "one");
	header = keep(A, "two");
	keep(A, "three");
	body = keep(A, "four");
	keep(A, "five");
	stop();
	flip_bit(file_of_pos(header.pos), offset_of(header) + 21, 0);
	flip_bit(file_of_pos(body.pos), offset_of(body) + 48, 0);
	start();

	assert_next(1);
	assert_lost(2, 2);
	assert_next(3);
	assert_lost(4, 4);
	assert_next(5);
	assert_end();
}

static void the_end_of_a_segment_may_be_what_is_lost(void **state)
{
	struct journal_entry last;

	keep(A, "one");
	last = keep_long(A, 2, 50000);
	keep_long(A, 3, 50000);
	stop();
	flip_bit(file_of_pos(last.pos), offset_of(last), 0);
	start();
	assert_next(1);
	assert_lost(2, 2);
	assert_next(3);
}

static void it_can_be_put_at_a_time(void **state)
{
	struct journal_entry e = { 0 }, earlier = { 0 };

	for (unsigned i = 1; i <= 12; i++) {
		earlier = e;
		usleep(2000); /* so that the times differ */
		e = keep_long(A, i, 20000);
	}
	assert_true(earlier.time_ms < e.time_ms);
	journal_cursor_seek_time(journal, &cursor, e.time_ms);
	assert_next(12);
	journal_cursor_seek_time(journal, &cursor, earlier.time_ms + 1);
	assert_next(12);
	journal_cursor_seek_time(journal, &cursor, 0);
	assert_next(1);
	journal_cursor_seek_time(journal, &cursor, e.time_ms + 1);
	assert_end();
}

#define cursor_sentence(f) \
	cmocka_unit_test_setup_teardown(f, cursor_fresh, cursor_removed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cursor_sentence(a_new_cursor_begins_at_the_oldest_record),
		cursor_sentence(after_the_end_it_goes_on_with_what_comes),
		cursor_sentence(it_sees_nothing_that_is_not_durable),
		cursor_sentence(it_gives_the_types_that_are_asked_for),
		cursor_sentence(it_can_be_put_anywhere_also_back),
		cursor_sentence(it_crosses_segments_also_after_a_restart),
		cursor_sentence(a_position_it_tells_can_be_read),
		cursor_sentence(bodies_of_other_types_are_not_read),
		cursor_sentence(each_call_reads_a_bounded_amount),
		cursor_sentence(a_seek_does_not_read_from_the_beginning_of_the_segment),
		cursor_sentence(what_is_released_is_lost_and_told_once),
		cursor_sentence(a_cursor_before_the_oldest_is_told_what_it_missed),
		cursor_sentence(a_damaged_record_is_lost_whatever_is_damaged),
		cursor_sentence(the_end_of_a_segment_may_be_what_is_lost),
		cursor_sentence(it_can_be_put_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
