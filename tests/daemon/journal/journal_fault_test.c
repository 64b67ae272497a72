/* A disk that fails, and power that is cut at any moment. */
#include "tests/daemon/journal/journal_testing.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/daemon/journal/journal_power.h"

static void wait_for_fault(void)
{
	struct pollfd p = { .fd = journal_fd(journal), .events = POLLIN };

	while (!journal_fault(journal)) {
		assert_int_equal(poll(&p, 1, 30000), 1);
		journal_durable(journal);
	}
}

static void assert_closed_but_readable(struct journal_entry e, const char *text)
{
	struct journal_record r;
	struct buf b = { 0 };

	assert_int_equal(try_append(10, JOURNAL_ORDINARY), JOURNAL_CLOSED);
	assert_int_equal(try_append(10, JOURNAL_RESERVED), JOURNAL_CLOSED);
	assert_int_equal(journal_read(journal, e.pos, e.seq, &b, &r), 0);
	assert_memory_equal(r.data, text, strlen(text));
	buf_free(&b);
}

static void a_failed_sync_closes_intake_for_good_and_reading_goes_on(void **state)
{
	struct journal_entry e = keep(A, "kept");

	wait_for_ready_segments();
	power_fail_sync(EIO);
	append(A, "not kept");
	wait_for_fault();

	assert_int_equal(journal_fault(journal), -EIO);
	assert_int_equal(journal_durable(journal), e.seq);
	assert_closed_but_readable(e, "kept");
}

static void a_failed_write_closes_intake_as_well(void **state)
{
	struct journal_entry e = keep(A, "kept");

	wait_for_ready_segments();
	power_fail_write(ENOSPC);
	append(A, "not kept");
	wait_for_fault();

	assert_int_equal(journal_fault(journal), -ENOSPC);
	assert_closed_but_readable(e, "kept");
}

static void a_failed_sync_is_not_tried_again(void **state)
{
	unsigned before;

	keep(A, "kept");
	wait_for_ready_segments();
	power_fail_sync(EIO);
	append(A, "not kept");
	wait_for_fault();
	before = power_syncs();
	try_append(10, JOURNAL_ORDINARY);
	stop();
	assert_int_equal(power_syncs(), before);
	start();
}

static void a_failed_checkpoint_does_not_close_intake(void **state)
{
	struct buf blob = { 0 };

	keep(A, "kept");
	wait_for_ready_segments();
	power_fail_write(ENOSPC);
	assert_int_equal(buf_puts(&blob, "never written"), 0);
	assert_int_equal(journal_checkpoint(journal, &blob), 0);
	stop();
	start();
	assert_string_equal(seen.checkpoint, "");
	assert_kept("kept");
}

static void a_full_disk_is_no_fault_and_the_reserve_is_still_there(void **state)
{
	keep(A, "kept");
	wait_for_ready_segments();
	power_fill_disk(true);
	fill_up(30000, JOURNAL_ORDINARY);

	assert_int_equal(try_append(30000, JOURNAL_RESERVED), 0);
	sync_all();
	assert_int_equal(journal_fault(journal), 0);
	restart();
	assert_kept("kept");
}

static void once_a_full_disk_has_room_again_appending_goes_on(void **state)
{
	struct pollfd p;
	int r;

	keep(A, "kept");
	wait_for_ready_segments();
	power_fill_disk(true);
	fill_up(30000, JOURNAL_ORDINARY);
	power_fill_disk(false);

	p = (struct pollfd){ .fd = journal_fd(journal), .events = POLLIN };
	while ((r = try_append(30000, JOURNAL_ORDINARY)) == JOURNAL_FULL ||
	       r == JOURNAL_BUSY) {
		assert_int_equal(poll(&p, 1, 30000), 1);
		journal_durable(journal);
	}
	assert_int_equal(r, 0);
}

/* What was durable before the power went, by seq. */
static uint64_t durable_at_cut;

static int append_three(void)
{
	static const char *const texts[] = { "g0", "g1", "g2" };
	struct iovec parts[3];
	struct journal_entry entries[3];

	for (size_t i = 0; i < 3; i++) {
		parts[i] = (struct iovec){ (char *)texts[i], 2 };
		entries[i] = (struct journal_entry){ .type = B,
						     .parts = &parts[i],
						     .n_parts = 1 };
	}
	return journal_append(journal, entries, 3, JOURNAL_ORDINARY);
}

/* Appends groups and single records until the disk takes neither these nor segments. */
static void write_until_dark(unsigned seed)
{
	int r = 0;

	while (!journal_fault(journal) && r != JOURNAL_FULL) {
		unsigned what = (unsigned)rand_r(&seed);

		if (what % 2)
			r = append_three();
		else
			r = try_append(what % 9000 + 4, JOURNAL_ORDINARY);
		durable_at_cut = journal_durable(journal);
	}
	durable_at_cut = journal_durable(journal);
}

static void assert_groups_are_whole(void)
{
	for (size_t i = 0; i < seen.n; i++) {
		if (seen.records[i].type != B)
			continue;
		assert_true(i + 2 < seen.n);
		assert_string_equal(seen.records[i].data, "g0");
		assert_string_equal(seen.records[i + 1].data, "g1");
		assert_string_equal(seen.records[i + 2].data, "g2");
		i += 2;
	}
}

static void assert_all_durable_ones_are_here(void)
{
	assert_true(seen.n >= durable_at_cut);
	for (size_t i = 0; i < durable_at_cut; i++)
		assert_int_equal(seen.records[i].seq, i + 1);
}

static void whenever_the_power_goes_what_was_durable_stays_in_whole_groups(void **state)
{
	for (unsigned seed = 1; seed <= 40; seed++) {
		power_cut_after(seed * 2);
		write_until_dark(seed);
		stop();
		power_return(seed);
		start();
		assert_all_durable_ones_are_here();
		assert_groups_are_whole();
		keep(A, "goes on");
		restart();
		assert_int_equal(seen.records[seen.n - 1].type, A);
		assert_string_equal(seen.records[seen.n - 1].data, "goes on");
		assert_groups_are_whole();
		removed(state);
		fresh(state);
	}
}

static void a_second_power_cut_right_after_the_first_loses_nothing_more(void **state)
{
	uint64_t last;

	power_cut_after(31);
	write_until_dark(7);
	stop();
	power_return(3);
	start();
	last = journal_last(journal);
	stop();
	power_return(0); /* whatever recovery had not synced is gone */
	start();
	assert_int_equal(journal_last(journal), last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_failed_sync_closes_intake_for_good_and_reading_goes_on),
		sentence(a_failed_write_closes_intake_as_well),
		sentence(a_failed_sync_is_not_tried_again),
		sentence(a_failed_checkpoint_does_not_close_intake),
		sentence(a_full_disk_is_no_fault_and_the_reserve_is_still_there),
		sentence(once_a_full_disk_has_room_again_appending_goes_on),
		sentence(whenever_the_power_goes_what_was_durable_stays_in_whole_groups),
		sentence(a_second_power_cut_right_after_the_first_loses_nothing_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
