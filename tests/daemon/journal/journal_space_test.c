/* Disk space: the budget, the reserve, giving back, recycling. */
#include "tests/daemon/journal/journal_testing.h"

static void restart_with_budget(unsigned segments)
{
	stop();
	options.max_bytes = (uint64_t)segments * SMALL_SEGMENT;
	start();
}

static uint64_t disk_bytes(void)
{
	struct journal_usage u;

	journal_usage(journal, &u);
	return u.disk_bytes;
}

static void the_budget_is_kept(void **state)
{
	restart_with_budget(8);
	assert_true(fill_up(4000, JOURNAL_ORDINARY) > 6 * 15);
	assert_true(disk_bytes() <= 8 * SMALL_SEGMENT);
	assert_true(count_files(".", ".segment") <= 8);
}

static void when_ordinary_records_are_refused_a_done_mark_can_still_be_written(
	void **state)
{
	restart_with_budget(6);
	fill_up(4000, JOURNAL_ORDINARY);

	assert_int_equal(try_append(4000, JOURNAL_ORDINARY), JOURNAL_FULL);
	assert_int_equal(try_append(4000, JOURNAL_RESERVED), 0);
}

static void the_reserve_is_a_whole_segment(void **state)
{
	restart_with_budget(6);
	fill_up(4000, JOURNAL_ORDINARY);
	assert_true(fill_up(4000, JOURNAL_RESERVED) >= 15);
	assert_int_equal(try_append(4000, JOURNAL_RESERVED), JOURNAL_FULL);
}

static void a_refused_group_leaves_nothing_behind(void **state)
{
	uint64_t last;

	restart_with_budget(6);
	fill_up(4000, JOURNAL_ORDINARY);
	last = journal_last(journal);
	try_append(4000, JOURNAL_ORDINARY);
	assert_int_equal(journal_last(journal), last);
	restart();
	assert_int_equal(journal_last(journal), last);
}

static void what_is_released_makes_room(void **state)
{
	restart_with_budget(6);
	fill_up(4000, JOURNAL_ORDINARY);
	journal_release(journal, journal_last(journal));
	append_long(A, 1, 4000);
	assert_true(fill_up(4000, JOURNAL_ORDINARY) > 15);
}

static void only_whole_segments_below_the_seq_go(void **state)
{
	struct journal_entry second;

	keep_long(A, 1, 50000);
	second = keep_long(A, 2, 50000);
	keep_long(A, 3, 50000);

	journal_release(journal, second.seq);
	assert_int_equal(journal_oldest(journal), second.seq);
	restart();
	assert_int_equal(seen.n, 2);
	assert_kept_long(2, 50000);
	assert_no_damage();
}

static void the_newest_segment_stays(void **state)
{
	struct journal_entry last;

	keep_long(A, 1, 50000);
	last = keep_long(A, 2, 50000);
	journal_release(journal, UINT64_MAX);
	assert_int_equal(journal_oldest(journal), last.seq);
}

static void a_released_record_is_none(void **state)
{
	struct journal_entry first = keep_long(A, 1, 50000);
	struct journal_record r;
	struct buf b = { 0 };

	keep_long(A, 2, 50000);
	assert_int_equal(journal_read(journal, first.pos, first.seq, &b, &r), 0);
	journal_release(journal, UINT64_MAX);
	assert_int_equal(journal_read(journal, first.pos, first.seq, &b, &r),
			 JOURNAL_NONE);
	buf_free(&b);
}

/* Writes and releases until every file has been used several times. */
static void go_round(unsigned records)
{
	for (unsigned i = 0; i < records; i++) {
		journal_release(journal, journal_last(journal) + 1);
		keep_long(B, i, 20000);
	}
}

static void old_records_of_a_recycled_segment_are_not_read(void **state)
{
	struct journal_entry e;

	restart_with_budget(5);
	go_round(60);
	journal_release(journal, UINT64_MAX);
	e = keep(A, "the newest");

	restart();
	assert_int_equal(seen.records[seen.n - 1].seq, e.seq);
	assert_true(seen.n <= 5);
	assert_kept("the newest");
	assert_no_damage();
}

static void released_files_are_used_again(void **state)
{
	restart_with_budget(5);
	go_round(60);
	assert_true(count_files(".", "") <= 5 + 2); /* with lock and quarantine */
}

static void what_is_not_wanted_for_reuse_is_unlinked(void **state)
{
	for (unsigned i = 0; i < 30; i++)
		keep_long(A, i, 50000);
	journal_release(journal, UINT64_MAX);
	stop();
	assert_true(count_files(".", ".segment") + count_files(".", ".spare") < 12);
	start();
}

static void a_spare_of_another_size_is_not_used(void **state)
{
	for (unsigned i = 0; i < 10; i++)
		keep_long(A, i, 50000);
	journal_release(journal, UINT64_MAX);
	stop();
	options.segment_bytes = 2 * SMALL_SEGMENT;
	start();
	for (unsigned i = 0; i < 10; i++)
		keep_long(A, i, 100000);
	restart();
	assert_kept_long(9, 100000);
	assert_no_damage();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(the_budget_is_kept),
		sentence(
			when_ordinary_records_are_refused_a_done_mark_can_still_be_written),
		sentence(the_reserve_is_a_whole_segment),
		sentence(a_refused_group_leaves_nothing_behind),
		sentence(what_is_released_makes_room),
		sentence(only_whole_segments_below_the_seq_go),
		sentence(the_newest_segment_stays),
		sentence(a_released_record_is_none),
		sentence(old_records_of_a_recycled_segment_are_not_read),
		sentence(released_files_are_used_again),
		sentence(what_is_not_wanted_for_reuse_is_unlinked),
		sentence(a_spare_of_another_size_is_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
