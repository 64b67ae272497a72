/* Damage costs the record it is in, and is told; everything else goes on. */
#include "tests/daemon/journal/journal_testing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/journal/crc.h"
#include "daemon/journal/format.h"

static struct journal_entry victim;

/* Three commits; the one in the middle is the victim. */
static void keep_three(void)
{
	keep(A, "before");
	victim = keep(A, "victim");
	keep(A, "behind");
}

static void assert_just_the_victim_is_lost(void)
{
	assert_int_equal(seen.n, 2);
	assert_kept("before");
	assert_kept("behind");
	assert_damage_at(victim.pos);
}

static void one_flipped_bit_anywhere_in_a_header_loses_just_that_record(void **state)
{
	keep_three();
	stop();
	for (uint32_t at = 0; at < RECORD_HEADER_BYTES; at++) {
		flip_bit(file_of_pos(victim.pos), offset_of(victim) + at, at % 8);
		start();
		assert_just_the_victim_is_lost();
		stop();
		flip_bit(file_of_pos(victim.pos), offset_of(victim) + at, at % 8);
	}
	start();
	assert_int_equal(seen.n, 3);
	assert_no_damage();
}

static void one_flipped_bit_anywhere_in_a_body_loses_just_that_record(void **state)
{
	keep_three();
	stop();
	for (uint32_t at = 0; at < strlen("victim"); at++) {
		uint64_t there = offset_of(victim) + RECORD_HEADER_BYTES + at;

		flip_bit(file_of_pos(victim.pos), there, at);
		start();
		assert_just_the_victim_is_lost();
		stop();
		flip_bit(file_of_pos(victim.pos), there, at);
	}
	start();
	assert_no_damage();
}

static void damage_names_the_records_that_are_lost(void **state)
{
	keep_three();
	stop();
	flip_bit(file_of_pos(victim.pos), offset_of(victim), 0);
	start();
	assert_string_equal(seen.damage, "records 2 to 2 are lost");
}

static void damaged_bytes_go_to_quarantine_once(void **state)
{
	keep_three();
	stop();
	flip_bit(file_of_pos(victim.pos), offset_of(victim), 0);
	start();
	restart();
	assert_int_equal(count_files("quarantine", ""), 1);
}

static void a_large_damaged_stretch_is_one_damage(void **state)
{
	static const char zeros[3000];
	struct journal_entry first;

	keep_long(A, 0, 1000);
	first = keep_long(A, 1, 1000);
	keep_long(A, 2, 1000);
	keep_long(A, 3, 1000);
	keep_long(A, 4, 1000);
	stop();
	overwrite(file_of_pos(first.pos), offset_of(first), zeros, sizeof(zeros));

	start();
	assert_damage_at(first.pos);
	assert_kept_long(0, 1000);
	assert_kept_long(4, 1000);
}

static void a_damaged_header_of_a_segment_costs_no_record(void **state)
{
	struct journal_entry e = keep(A, "first");

	stop();
	flip_bit(file_of_pos(e.pos), 24, 3);
	start();
	assert_kept("first");
	assert_damage_at(e.pos >> 32 << 32);
	keep(A, "second");
	restart();
	assert_kept("first");
	assert_kept("second");
	assert_no_damage();
}

static void a_lost_first_page_does_not_make_a_segment_empty(void **state)
{
	static const char zeros[SEGMENT_HEADER_BYTES + RECORD_HEADER_BYTES];
	struct journal_entry e = keep(A, "first");

	keep(A, "second");
	stop();
	overwrite(file_of_pos(e.pos), 0, zeros, sizeof(zeros));
	start();
	assert_not_kept("first");
	assert_kept("second");
	assert_true(seen.n_damages > 0);
	assert_int_equal(journal_last(journal), 2);
}

static void the_last_record_of_a_sealed_segment_is_missed(void **state)
{
	struct journal_entry last = keep_long(A, 1, 30000);

	keep_long(A, 2, 50000); /* in the next segment */
	stop();
	flip_bit(file_of_pos(last.pos), offset_of(last) + 24, 0);
	start();
	assert_kept_long(2, 50000);
	assert_string_equal(seen.damage, "records 1 to 1 are lost");
}

static void a_missing_segment_is_told(void **state)
{
	struct journal_entry e;

	keep_long(A, 1, 50000);
	e = keep_long(A, 2, 50000);
	keep_long(A, 3, 50000);
	stop();
	assert_int_equal(remove(file_of_pos(e.pos)), 0);
	start();
	assert_kept_long(1, 50000);
	assert_kept_long(3, 50000);
	assert_string_equal(seen.damage, "records 2 to 2 are lost");
}

static void the_rest_of_a_damaged_group_is_given_if_it_was_durable(void **state)
{
	static const char *const texts[] = { "one", "two", "three" };
	struct journal_entry first = keep_group(texts, 3);

	keep(A, "a later commit");
	stop();
	flip_bit(file_of_pos(first.pos), offset_of(first) + RECORD_HEADER_BYTES, 0);
	start();
	assert_not_kept("one");
	assert_kept("two");
	assert_kept("three");
	assert_damage_at(first.pos);
}

static void a_body_cannot_pass_for_a_record(void **state)
{
	struct journal_entry inner, outer;
	char forged[256] = { 0 };
	char *data;

	keep(A, "before");
	inner = append(A, "a record that a producer has seen");
	sync_all();
	stop();
	/* A copy of a true record, carried in a body, whose own header then breaks. */
	read_file(file_of_pos(inner.pos), &data);
	memcpy(forged, data + offset_of(inner), 128);
	for (size_t i = 0; i < sizeof(forged); i++)
		forged[i] = forged[i] ? forged[i] : ' ';
	memcpy(forged, data + offset_of(inner), RECORD_HEADER_BYTES);
	free(data);
	start();
	{
		struct iovec part = { forged, sizeof(forged) };
		struct journal_entry e = { .type = A, .parts = &part, .n_parts = 1 };

		assert_int_equal(journal_append(journal, &e, 1, JOURNAL_ORDINARY), 0);
		outer = e;
	}
	keep(A, "behind");
	stop();
	flip_bit(file_of_pos(outer.pos), offset_of(outer) + 20, 0);
	start();
	assert_int_equal(count_kept("a record that a producer has seen"), 1);
	assert_kept("behind");
	assert_damage_at(outer.pos);
}

static void reading_a_damaged_record_says_so(void **state)
{
	struct journal_record r;
	struct buf b = { 0 };

	keep_three();
	flip_bit(file_of_pos(victim.pos), offset_of(victim) + RECORD_HEADER_BYTES, 1);
	assert_int_equal(journal_read(journal, victim.pos, victim.seq, &b, &r),
			 JOURNAL_DAMAGED);
	flip_bit(file_of_pos(victim.pos), offset_of(victim), 1);
	assert_int_equal(journal_read(journal, victim.pos, victim.seq, &b, &r),
			 JOURNAL_DAMAGED);
	buf_free(&b);
}

static void a_look_only_opening_tells_damage_and_leaves_it(void **state)
{
	keep_three();
	stop();
	flip_bit(file_of_pos(victim.pos), offset_of(victim), 0);
	options.read_only = true;
	start();
	assert_just_the_victim_is_lost();
	assert_int_equal(count_files("quarantine", ""), 0);
}

static void a_newer_format_is_not_touched(void **state)
{
	struct journal_listener none = { 0 };
	struct journal_entry e = keep(A, "kept");
	char *data;
	size_t len;

	stop();
	len = read_file(file_of_pos(e.pos), &data);
	put_u32(data + 12, FORMAT_VERSION + 1);
	put_u32(data + 8, crc32c(0, data + 12, SEGMENT_HEADER_USED - 12));
	write_file(file_of_pos(e.pos), data, len);
	free(data);
	assert_int_equal(journal_open(&journal, &options, &none), -EPROTONOSUPPORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(one_flipped_bit_anywhere_in_a_header_loses_just_that_record),
		sentence(one_flipped_bit_anywhere_in_a_body_loses_just_that_record),
		sentence(damage_names_the_records_that_are_lost),
		sentence(damaged_bytes_go_to_quarantine_once),
		sentence(a_large_damaged_stretch_is_one_damage),
		sentence(a_damaged_header_of_a_segment_costs_no_record),
		sentence(a_lost_first_page_does_not_make_a_segment_empty),
		sentence(the_last_record_of_a_sealed_segment_is_missed),
		sentence(a_missing_segment_is_told),
		sentence(the_rest_of_a_damaged_group_is_given_if_it_was_durable),
		sentence(a_body_cannot_pass_for_a_record),
		sentence(reading_a_damaged_record_says_so),
		sentence(a_look_only_opening_tells_damage_and_leaves_it),
		sentence(a_newer_format_is_not_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
