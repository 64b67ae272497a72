#include "daemon/ledger/life.h"

#include "tests/daemon/testing.h"

#define LIFE_NAME(name, word) "" word,
static const char *const happenings[] = { LIFE_HAPPENINGS(LIFE_NAME) };
#undef LIFE_NAME

static void leads(enum life_state from, enum life_happening happening, enum life_state to)
{
	assert_int_equal(life_step(&from, happening), 0);
	assert_int_equal(from, to);
}

static void a_waiting_article_is_taken_or_given_up(void **state)
{
	leads(LIFE_WAITING, LIFE_TAKEN, LIFE_ASSIGNED);
	leads(LIFE_WAITING, LIFE_GIVEN_UP, LIFE_DEAD);
}

static void an_assigned_one_ends_or_comes_back(void **state)
{
	leads(LIFE_ASSIGNED, LIFE_EXTRACTED, LIFE_DONE);
	leads(LIFE_ASSIGNED, LIFE_RETURNED, LIFE_WAITING);
	leads(LIFE_ASSIGNED, LIFE_FAILED, LIFE_WAITING);
	leads(LIFE_ASSIGNED, LIFE_GIVEN_UP, LIFE_DEAD);
}

static void of_a_dead_letter_an_operator_decides(void **state)
{
	leads(LIFE_DEAD, LIFE_RETRIED, LIFE_WAITING);
	leads(LIFE_DEAD, LIFE_LET_GO, LIFE_DROPPED);
}

static void nothing_else_is_possible(void **state)
{
	unsigned possible = 0;

	for (int s = 0; s < LIFE_N_STATES; s++)
		for (int h = 0; h < LIFE_N_HAPPENINGS; h++) {
			enum life_state now = (enum life_state)s;
			int r = life_step(&now, (enum life_happening)h);

			assert_true(r == 0 || r == LIFE_IMPOSSIBLE);
			possible += r == 0;
		}
	assert_int_equal(possible, 8);
}

static void what_is_impossible_changes_nothing(void **state)
{
	for (int h = 0; h < LIFE_N_HAPPENINGS; h++) {
		enum life_state done = LIFE_DONE, dropped = LIFE_DROPPED;

		assert_int_equal(life_step(&done, h), LIFE_IMPOSSIBLE);
		assert_int_equal(life_step(&dropped, h), LIFE_IMPOSSIBLE);
		assert_int_equal(done, LIFE_DONE);
		assert_int_equal(dropped, LIFE_DROPPED);
	}
}

static void each_state_and_happening_has_its_word(void **state)
{
	assert_string_equal(life_state_word(LIFE_WAITING), "waiting");
	assert_string_equal(life_state_word(LIFE_DROPPED), "dropped");
	for (int h = 0; h < LIFE_N_HAPPENINGS; h++)
		assert_true(*happenings[h]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_waiting_article_is_taken_or_given_up),
		cmocka_unit_test(an_assigned_one_ends_or_comes_back),
		cmocka_unit_test(of_a_dead_letter_an_operator_decides),
		cmocka_unit_test(nothing_else_is_possible),
		cmocka_unit_test(what_is_impossible_changes_nothing),
		cmocka_unit_test(each_state_and_happening_has_its_word),
	};

	return cmocka_run_group_tests_name("life", tests, NULL, NULL);
}
