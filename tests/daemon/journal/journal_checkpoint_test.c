/* A checkpoint stands for the records before it; a damaged one costs time, not records.
 */
#include "tests/daemon/journal/journal_testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/daemon/journal/journal_power.h"

static void checkpoint(const char *text)
{
	uint64_t seq = journal_last(journal);
	struct buf blob = { 0 };

	assert_int_equal(buf_puts(&blob, text), 0);
	assert_int_equal(journal_checkpoint(journal, &blob), 0);
	assert_int_equal(blob.len, 0);
	wait_for_checkpoint(seq);
}

static void the_replay_starts_behind_the_checkpoint(void **state)
{
	keep(A, "before");
	checkpoint("I know one");
	keep(A, "behind");

	restart();
	assert_string_equal(seen.checkpoint, "I know one");
	assert_int_equal(seen.n, 1);
	assert_kept("behind");
	assert_int_equal(journal_last(journal), 2);
}

static void the_newest_checkpoint_counts(void **state)
{
	keep(A, "one");
	checkpoint("I know one");
	keep(A, "two");
	checkpoint("I know two");

	restart();
	assert_string_equal(seen.checkpoint, "I know two");
	assert_int_equal(seen.n, 0);
}

static void it_is_written_once_its_records_are_durable(void **state)
{
	struct buf blob = { 0 };

	append(A, "on its way");
	assert_int_equal(buf_puts(&blob, "I know it"), 0);
	assert_int_equal(journal_checkpoint(journal, &blob), 0);
	wait_for_checkpoint(1);
	assert_int_equal(journal_durable(journal), 1);
}

static void it_is_not_written_if_its_records_are_lost(void **state)
{
	struct buf blob = { 0 };

	keep(A, "kept");
	power_cut_after(0);
	append(A, "lost");
	assert_int_equal(buf_puts(&blob, "I know what is lost"), 0);
	if (journal_checkpoint(journal, &blob))
		buf_free(&blob);
	stop();
	power_return(0);
	start();
	assert_string_equal(seen.checkpoint, "");
	assert_kept("kept");
}

static void closing_writes_the_last_one(void **state)
{
	struct buf blob = { 0 };

	append(A, "on its way");
	assert_int_equal(buf_puts(&blob, "at the end"), 0);
	assert_int_equal(journal_checkpoint(journal, &blob), 0);
	restart();
	assert_string_equal(seen.checkpoint, "at the end");
}

static void a_damaged_one_falls_back_to_the_one_before(void **state)
{
	keep(A, "one");
	checkpoint("I know one");
	keep(A, "two");
	checkpoint("I know two");
	stop();
	flip_bit(file_named("checkpoint"), 70, 0);

	start();
	assert_string_equal(seen.checkpoint, "I know one");
	assert_kept("two");
}

static void every_flipped_bit_in_it_is_noticed(void **state)
{
	char *data;
	size_t len;

	keep(A, "one");
	checkpoint("I know one");
	stop();
	len = read_file(file_named("checkpoint"), &data);
	for (size_t at = 0; at < len; at++) {
		data[at] ^= (char)(1 << at % 8);
		write_file(file_named("checkpoint"), data, len);
		data[at] ^= (char)(1 << at % 8);
		start();
		assert_string_equal(seen.checkpoint, "");
		assert_kept("one");
		stop();
	}
	free(data);
	start();
}

static void a_damaged_one_does_not_replace_the_good_one(void **state)
{
	keep(A, "one");
	checkpoint("I know one");
	keep(A, "two");
	checkpoint("I know two");
	stop();
	flip_bit(file_named("checkpoint"), 70, 0);
	start();
	keep(A, "three");
	checkpoint("I know three");
	stop();
	flip_bit(file_named("checkpoint"), 70, 0);

	start();
	assert_string_equal(seen.checkpoint, "I know one");
	assert_int_equal(seen.n, 2);
}

static void without_any_all_is_replayed(void **state)
{
	keep(A, "one");
	checkpoint("I know one");
	stop();
	assert_int_equal(remove(file_named("checkpoint")), 0);
	start();
	assert_kept("one");
}

static void an_unfinished_one_does_not_count(void **state)
{
	keep(A, "one");
	checkpoint("I know one");
	stop();
	write_file(file_named("checkpoint.tmp"), "half", 4);
	start();
	assert_string_equal(seen.checkpoint, "I know one");
}

static void what_the_kept_checkpoints_would_replay_is_not_released(void **state)
{
	keep_long(A, 1, 50000);
	checkpoint("I know one");
	keep_long(A, 2, 50000);
	keep_long(A, 3, 50000);
	keep_long(A, 4, 50000);
	journal_release(journal, UINT64_MAX);
	assert_int_equal(journal_oldest(journal), 2);

	checkpoint("I know four");
	assert_int_equal(journal_oldest(journal), 2);
	keep(A, "five");
	checkpoint("I know five");
	assert_int_equal(journal_oldest(journal), 4);
}

static void records_that_only_the_checkpoint_knows_keep_their_numbers(void **state)
{
	struct journal_entry last;

	keep_long(A, 1, 50000);
	last = keep_long(A, 2, 50000);
	checkpoint("I know two");
	stop();
	assert_int_equal(remove(file_of_pos(last.pos)), 0);
	start();
	assert_true(seen.n_damages > 0);
	assert_int_equal(keep(A, "three").seq, 3);
	restart();
	assert_kept("three");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(the_replay_starts_behind_the_checkpoint),
		sentence(the_newest_checkpoint_counts),
		sentence(it_is_written_once_its_records_are_durable),
		sentence(it_is_not_written_if_its_records_are_lost),
		sentence(closing_writes_the_last_one),
		sentence(a_damaged_one_falls_back_to_the_one_before),
		sentence(every_flipped_bit_in_it_is_noticed),
		sentence(a_damaged_one_does_not_replace_the_good_one),
		sentence(without_any_all_is_replayed),
		sentence(an_unfinished_one_does_not_count),
		sentence(what_the_kept_checkpoints_would_replay_is_not_released),
		sentence(records_that_only_the_checkpoint_knows_keep_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
