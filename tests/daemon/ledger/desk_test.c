#include "daemon/ledger/desk.h"

#include <string.h>

#include "tests/daemon/testing.h"

static struct desk desk;
static uint64_t seq;

static int fresh(void **state)
{
	desk = (struct desk){ 0 };
	seq = 0;
	return 0;
}

static int freed(void **state)
{
	desk_free(&desk);
	return 0;
}

static struct hash128 id_of(const char *id)
{
	return hash128(id, strlen(id));
}

static struct article *add_to(const char *id, enum article_lane lane)
{
	const struct article *before = desk_newest(&desk, id_of(id));
	struct article like = { .id = id_of(id),
				.seq = ++seq,
				.kept_ms = seq * 1000,
				.rev = before ? before->rev + 1 : 1,
				.lane = (uint8_t)lane },
		       *a;

	assert_int_equal(desk_add(&desk, &like, &a), 0);
	return a;
}

static struct article *add(const char *id)
{
	return add_to(id, ARTICLE_LIVE);
}

static void step(struct article *a, enum life_happening happening)
{
	assert_int_equal(desk_step(&desk, a, happening), 0);
}

static void finish(struct article *a)
{
	step(a, LIFE_TAKEN);
	step(a, LIFE_EXTRACTED);
}

static void give_up(struct article *a)
{
	step(a, LIFE_GIVEN_UP);
}

static void fails(struct article *a, uint64_t not_before_ms)
{
	step(a, LIFE_TAKEN);
	a->attempts++;
	a->not_before_ms = not_before_ms;
	step(a, LIFE_FAILED);
}

static void assert_next(const struct article *a)
{
	assert_ptr_equal(desk_next_waiting(&desk), a);
}

static void the_first_that_came_is_the_first_to_go(void **state)
{
	struct article *first = add("a"), *second = add("b");

	assert_next(first);
	step(first, LIFE_TAKEN);
	assert_next(second);
}

static void live_goes_before_bulk(void **state)
{
	struct article *bulk = add_to("archive", ARTICLE_BULK), *live = add("today");

	assert_next(live);
	step(live, LIFE_TAKEN);
	assert_next(bulk);
}

static void what_comes_back_goes_before_the_others(void **state)
{
	struct article *first = add("a");

	add("b");
	step(first, LIFE_TAKEN);
	step(first, LIFE_RETURNED);
	assert_next(first);
}

static void a_revision_waits_for_the_one_before_it(void **state)
{
	struct article *one = add("a"), *two = add("a");

	step(one, LIFE_TAKEN);
	assert_next(NULL);
	assert_int_equal(desk_waiting(&desk), 1);
	step(one, LIFE_EXTRACTED);
	assert_next(two);
}

static void three_revisions_go_one_after_the_other(void **state)
{
	struct article *one = add("a"), *two = add("a"), *three = add("a");

	finish(one);
	assert_next(two);
	finish(two);
	assert_next(three);
	finish(three);
	assert_ptr_equal(desk_newest(&desk, id_of("a")), three);
	assert_int_equal(desk_waiting(&desk), 0);
}

static void a_revision_begins_with_what_the_one_before_left(void **state)
{
	struct article *one = add("a"), *two = add("a");

	step(one, LIFE_TAKEN);
	one->done = (struct done_place){ .seq = 77, .pos = 7 };
	step(one, LIFE_EXTRACTED);
	assert_int_equal(two->done.seq, 77);
}

static void a_failed_one_holds_up_its_next_revision(void **state)
{
	struct article *one = add("a"), *two = add("a");

	fails(one, 500);
	assert_next(NULL);
	desk_wake(&desk, 500);
	finish(one);
	assert_next(two);
}

static void a_dead_letter_holds_up_nobody(void **state)
{
	struct article *one = add("a"), *two = add("a");

	give_up(one);
	assert_next(two);
	assert_ptr_equal(desk.dead.first, one);
}

static void a_dead_letter_outlives_the_revision_after_it(void **state)
{
	struct article *one = add("a"), *two, *three;

	give_up(one);
	two = add("a");
	finish(two);
	three = add("a"); /* the second is not remembered any more */
	step(one, LIFE_LET_GO);
	assert_next(three);
	assert_null(desk_find(&desk, 1));
}

static void a_dead_letter_outlives_a_forgotten_revision(void **state)
{
	struct article *one = add("a");

	give_up(one);
	finish(add("a"));
	desk_forget_below(&desk, 100);
	assert_null(desk_newest(&desk, id_of("a")));
	step(one, LIFE_LET_GO);
	assert_int_equal(desk.dead.n, 0);
}

static void one_that_failed_waits_for_its_time(void **state)
{
	struct article *a = add("a");

	fails(a, 500);
	desk_wake(&desk, 499);
	assert_int_equal(desk.delayed.n, 1);
	desk_wake(&desk, 500);
	assert_int_equal(desk.delayed.n, 0);
	assert_ptr_equal(desk.suspects.first, a);
}

static void a_suspect_is_none_of_those_that_wait(void **state)
{
	fails(add("a"), 0);
	assert_next(NULL);
	assert_int_equal(desk_waiting(&desk), 1);
}

static void the_suspect_with_the_fewest_attempts_is_next(void **state)
{
	struct article *twice = add("a"), *once = add("b");

	fails(twice, 0);
	fails(twice, 0);
	fails(once, 0);
	assert_ptr_equal(desk.suspects.first, once);
	assert_ptr_equal(desk.suspects.last, twice);
}

static void a_retried_dead_letter_waits_again(void **state)
{
	struct article *a = add("a");

	give_up(a);
	assert_int_equal(desk_waiting(&desk), 0);
	step(a, LIFE_RETRIED);
	assert_next(a);
	assert_int_equal(desk.dead.n, 0);
}

static void what_is_impossible_moves_nothing(void **state)
{
	struct article *a = add("a");

	assert_int_equal(desk_step(&desk, a, LIFE_EXTRACTED), LIFE_IMPOSSIBLE);
	assert_next(a);
}

static void the_oldest_that_waits_is_known(void **state)
{
	struct article *one = add_to("a", ARTICLE_BULK);

	add("b");
	assert_int_equal(desk_oldest_waiting_ms(&desk), 1000);
	step(one, LIFE_TAKEN);
	assert_int_equal(desk_oldest_waiting_ms(&desk), 2000);
}

static void nothing_that_has_not_ended_may_go(void **state)
{
	struct article *one = add("a"), *two = add("b");

	assert_int_equal(desk_lowest_needed(&desk), 1);
	finish(one);
	assert_int_equal(desk_lowest_needed(&desk), 2);
	give_up(two);
	assert_int_equal(desk_lowest_needed(&desk), 2);
	step(two, LIFE_LET_GO);
	assert_true(desk_lowest_needed(&desk) == UINT64_MAX);
}

static void ended_ones_are_forgotten_below_a_sequence(void **state)
{
	char id[16];

	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		finish(add(id));
	}
	add("waits");
	desk_forget_below(&desk, 901);
	assert_int_equal(desk.by_id.n, 101);
	assert_null(desk_newest(&desk, id_of("899")));
	assert_non_null(desk_newest(&desk, id_of("900")));
	assert_non_null(desk_newest(&desk, id_of("waits")));
}

static void one_whose_done_mark_is_kept_is_not_forgotten(void **state)
{
	struct article *a = add("a");

	step(a, LIFE_TAKEN);
	a->done.seq = 50;
	step(a, LIFE_EXTRACTED);
	desk_forget_below(&desk, 50);
	assert_non_null(desk_newest(&desk, id_of("a")));
	desk_forget_below(&desk, 51);
	assert_null(desk_newest(&desk, id_of("a")));
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(the_first_that_came_is_the_first_to_go),
		sentence(live_goes_before_bulk),
		sentence(what_comes_back_goes_before_the_others),
		sentence(a_revision_waits_for_the_one_before_it),
		sentence(three_revisions_go_one_after_the_other),
		sentence(a_revision_begins_with_what_the_one_before_left),
		sentence(a_failed_one_holds_up_its_next_revision),
		sentence(a_dead_letter_holds_up_nobody),
		sentence(a_dead_letter_outlives_the_revision_after_it),
		sentence(a_dead_letter_outlives_a_forgotten_revision),
		sentence(one_that_failed_waits_for_its_time),
		sentence(a_suspect_is_none_of_those_that_wait),
		sentence(the_suspect_with_the_fewest_attempts_is_next),
		sentence(a_retried_dead_letter_waits_again),
		sentence(what_is_impossible_moves_nothing),
		sentence(the_oldest_that_waits_is_known),
		sentence(nothing_that_has_not_ended_may_go),
		sentence(ended_ones_are_forgotten_below_a_sequence),
		sentence(one_whose_done_mark_is_kept_is_not_forgotten),
	};

	return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}
