/* What is appended is kept, in order, in whole groups; what is not synced is not. */
#include "tests/daemon/journal/journal_testing.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "daemon/journal/record.h"
#include "tests/daemon/journal/journal_power.h"

static void what_is_kept_comes_back_in_order(void **state)
{
	keep(A, "first");
	keep(B, "second");

	restart();
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.records[0].data, "first");
	assert_string_equal(seen.records[1].data, "second");
	assert_int_equal(seen.records[0].type, A);
	assert_int_equal(seen.records[1].type, B);
	assert_no_damage();
}

static void records_are_numbered_without_a_gap_also_across_restarts(void **state)
{
	assert_int_equal(keep(A, "1").seq, 1);
	assert_int_equal(keep(A, "2").seq, 2);
	restart();
	assert_int_equal(journal_last(journal), 2);
	assert_int_equal(keep(A, "3").seq, 3);
	restart();
	assert_int_equal(seen.records[2].seq, 3);
}

static void a_record_is_not_durable_before_its_sync(void **state)
{
	power_cut_after(0);
	append(A, "not yet");

	assert_int_equal(journal_durable(journal), 0);
	assert_int_equal(journal_last(journal), 1);
}

static void what_was_not_synced_does_not_survive(void **state)
{
	keep(A, "synced");
	power_cut_after(1); /* it is written, but the sync fails */
	append(A, "written");
	stop();
	power_return(0);

	start();
	assert_kept("synced");
	assert_not_kept("written");
	assert_no_damage();
}

static void closing_commits_what_was_appended(void **state)
{
	for (unsigned i = 0; i < 100; i++)
		append_long(A, i, 700);

	restart();
	assert_int_equal(seen.n, 100);
	assert_kept_long(99, 700);
}

static void records_of_all_sizes_come_back_byte_by_byte(void **state)
{
	static const size_t sizes[] = { 4, 15, 16, 17, 4047, 4048, 4049, 20000, 60000 };

	for (unsigned i = 0; i < NW_ARRAY_LEN(sizes); i++)
		append_long(A, i, sizes[i]);
	keep(A, "");

	restart();
	for (unsigned i = 0; i < NW_ARRAY_LEN(sizes); i++)
		assert_kept_long(i, sizes[i]);
	assert_kept("");
}

static void many_appends_share_a_sync(void **state)
{
	unsigned before;

	wait_for_ready_segments();
	before = power_syncs();
	for (unsigned i = 0; i < 400; i++)
		append_long(A, i, 64);
	sync_all();
	assert_true(power_syncs() - before < 400);
}

static void a_group_is_numbered_one_after_the_other(void **state)
{
	static const char *const texts[] = { "event", "event", "done" };
	struct journal_entry first = keep_group(texts, 3);

	restart();
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.records[2].seq, first.seq + 2);
	assert_string_equal(seen.records[2].data, "done");
}

/* Restarts with the last group's segment as `damage` leaves it when `at` bytes of it were
 * written; the group must be gone, and all before it there. */
static void cut_everywhere(void (*damage)(char *data, size_t *len, size_t at))
{
	static const char *const texts[] = { "one of three", "two of three", "three" };
	struct journal_entry first, next;
	char *whole, *cut;
	char name[128];
	size_t len;

	keep(A, "before");
	first = keep_group(texts, 3);
	next = keep(A, "behind");
	stop();
	strcpy(name, file_of_pos(first.pos));
	len = read_file(name, &whole);
	cut = malloc(len);
	for (size_t at = offset_of(first); at < offset_of(next); at++) {
		size_t cut_len = len;

		memcpy(cut, whole, len);
		damage(cut, &cut_len, at);
		write_file(name, cut, cut_len);
		start();
		assert_kept("before");
		assert_no_damage();
		/* only the padding of the last record may be missing */
		if (seen.n != 1) {
			assert_int_equal(seen.n, 4);
			assert_true(at > offset_of(next) - 16);
		}
		stop();
	}
	free(whole);
	free(cut);
	start();
}

static void truncate_there(char *data, size_t *len, size_t at)
{
	*len = at;
}

static void zero_from_there(char *data, size_t *len, size_t at)
{
	memset(data + at, 0, *len - at);
}

static void a_group_is_all_or_nothing_wherever_the_file_ends(void **state)
{
	cut_everywhere(truncate_there);
}

static void a_group_is_all_or_nothing_wherever_the_writing_ended(void **state)
{
	cut_everywhere(zero_from_there);
}

static void after_a_torn_tail_appending_goes_on(void **state)
{
	static const char *const texts[] = { "torn a", "torn b" };
	struct journal_entry e;

	keep(A, "before");
	e = keep_group(texts, 2);
	stop();
	flip_bit(file_of_pos(e.pos), offset_of(e) + 48, 0);

	start();
	assert_int_equal(keep(A, "new").seq, e.seq);
	restart();
	assert_int_equal(seen.n, 2);
	assert_kept("new");
	assert_not_kept("torn b");
	assert_no_damage();
}

static void a_group_that_does_not_fit_the_rest_goes_to_the_next_segment(void **state)
{
	struct journal_entry first = keep_long(A, 1, 40000);
	struct journal_entry second = keep_long(A, 2, 40000);

	assert_int_equal(second.pos >> 32, (first.pos >> 32) + 1);
	restart();
	assert_kept_long(1, 40000);
	assert_kept_long(2, 40000);
	assert_no_damage();
}

static void a_group_larger_than_a_segment_is_refused(void **state)
{
	size_t most = journal_max_group(journal) - 64;

	assert_int_equal(try_append(most + 64, JOURNAL_ORDINARY), JOURNAL_TOO_BIG);
	assert_int_equal(try_append(SIZE_MAX / 4 > most ? most : 0, JOURNAL_ORDINARY), 0);
}

static void too_much_that_is_not_durable_is_refused(void **state)
{
	stop();
	options.max_pending_bytes = 10000;
	start();
	power_cut_after(0);

	assert_int_equal(try_append(9000, JOURNAL_ORDINARY), 0);
	assert_in_set(try_append(9000, JOURNAL_ORDINARY),
		      ((uintmax_t[]){ JOURNAL_BUSY, JOURNAL_CLOSED }), 2);
}

static void a_type_that_no_cursor_could_ask_for_is_a_fault(void **state)
{
	struct journal_entry e = { .type = JOURNAL_MAX_TYPE + 1 };

	assert_int_equal(journal_append(journal, &e, 1, JOURNAL_ORDINARY), -EINVAL);
	e.type = 0;
	assert_int_equal(journal_append(journal, &e, 1, JOURNAL_ORDINARY), -EINVAL);
}

/* As if the clock had been ahead when the record was written. */
static void set_time(struct journal_entry e, uint64_t time_ms)
{
	char name[128];
	char *data;
	size_t len;

	strcpy(name, file_of_pos(e.pos));
	len = read_file(name, &data);
	put_u64(data + offset_of(e) + 32, time_ms);
	record_seal(data + offset_of(e), offset_of(e), offset_of(e));
	write_file(name, data, len);
	free(data);
}

static void times_never_decrease_even_if_the_clock_was_ahead(void **state)
{
	struct journal_entry e = keep(A, "ahead");
	uint64_t ahead = e.time_ms + 1000000;

	stop();
	set_time(e, ahead);
	start();
	assert_int_equal(seen.records[0].time_ms, ahead);
	assert_int_equal(keep(A, "later").time_ms, ahead);
}

static void a_second_process_is_refused(void **state)
{
	struct journal *second = NULL;
	struct journal_listener none = { 0 };

	assert_int_equal(journal_open(&second, &options, &none), -EBUSY);
	assert_null(second);
}

static void a_look_only_opening_needs_no_lock_and_changes_nothing(void **state)
{
	struct journal *look = NULL;
	struct journal_listener none = { 0 };
	struct journal_entry e = keep(A, "seen");
	struct journal_record r;
	struct buf b = { 0 };

	options.read_only = true;
	assert_int_equal(journal_open(&look, &options, &none), 0);
	options.read_only = false;
	assert_int_equal(journal_read(look, e.pos, e.seq, &b, &r), 0);
	assert_memory_equal(r.data, "seen", 4);
	assert_int_equal(journal_append(look, &e, 1, JOURNAL_ORDINARY), JOURNAL_CLOSED);
	buf_free(&b);
	journal_close(look);
}

static void the_directory_is_for_the_owner_only(void **state)
{
	char fresh_dir[128];
	struct stat st;

	stop();
	strcpy(fresh_dir, file_named("inner"));
	options.dir = fresh_dir;
	start();
	assert_int_equal(stat(fresh_dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void impossible_options_are_refused(void **state)
{
	struct journal_listener none = { 0 };
	struct journal *other = NULL;
	struct journal_options o = { .dir = file_named("other"), .segment_bytes = 100 };

	assert_int_equal(journal_open(&other, &o, &none), -EINVAL);
	o = (struct journal_options){ .dir = file_named("other"),
				      .segment_bytes = SMALL_SEGMENT,
				      .max_bytes = SMALL_SEGMENT };
	assert_int_equal(journal_open(&other, &o, &none), -EINVAL);
}

static int refuse(void *ctx, const struct journal_record *r)
{
	return -ENOTRECOVERABLE;
}

static void a_listener_can_end_the_opening(void **state)
{
	struct journal_listener l = { .on_record = refuse };

	keep(A, "unwanted");
	stop();
	assert_int_equal(journal_open(&journal, &options, &l), -ENOTRECOVERABLE);
	assert_null(journal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(what_is_kept_comes_back_in_order),
		sentence(records_are_numbered_without_a_gap_also_across_restarts),
		sentence(a_record_is_not_durable_before_its_sync),
		sentence(what_was_not_synced_does_not_survive),
		sentence(closing_commits_what_was_appended),
		sentence(records_of_all_sizes_come_back_byte_by_byte),
		sentence(many_appends_share_a_sync),
		sentence(a_group_is_numbered_one_after_the_other),
		sentence(a_group_is_all_or_nothing_wherever_the_file_ends),
		sentence(a_group_is_all_or_nothing_wherever_the_writing_ended),
		sentence(after_a_torn_tail_appending_goes_on),
		sentence(a_group_that_does_not_fit_the_rest_goes_to_the_next_segment),
		sentence(a_group_larger_than_a_segment_is_refused),
		sentence(too_much_that_is_not_durable_is_refused),
		sentence(a_type_that_no_cursor_could_ask_for_is_a_fault),
		sentence(times_never_decrease_even_if_the_clock_was_ahead),
		sentence(a_second_process_is_refused),
		sentence(a_look_only_opening_needs_no_lock_and_changes_nothing),
		sentence(the_directory_is_for_the_owner_only),
		sentence(impossible_options_are_refused),
		sentence(a_listener_can_end_the_opening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
