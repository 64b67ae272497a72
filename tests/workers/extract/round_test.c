#include "tests/workers/extract/mentioning.h"

static void letters_with_a_round_are_rounds(void **state)
{
	given("完成A轮、B+轮、Pre-A轮、C1轮和pre-B 轮融资");
	assert_term(MENTION_ROUND, "A轮", "A");
	assert_term(MENTION_ROUND, "B+轮", "B+");
	assert_term(MENTION_ROUND, "Pre-A轮", "pre-A");
	assert_term(MENTION_ROUND, "C1轮", "C");
	assert_term(MENTION_ROUND, "pre-B 轮", "pre-B");
}

static void early_rounds_have_names(void **state)
{
	given("种子轮，天使轮，天使+轮，Pre-IPO轮，戰略融資");
	assert_term(MENTION_ROUND, "种子轮", "seed");
	assert_term(MENTION_ROUND, "天使轮", "angel");
	assert_term(MENTION_ROUND, "天使+轮", "angel");
	assert_term(MENTION_ROUND, "Pre-IPO轮", "pre-IPO");
	assert_term(MENTION_ROUND, "戰略融資", "strategic");
}

static void english_rounds(void **state)
{
	given("raised a Series B round after its seed round and Pre-Seed");
	assert_term(MENTION_ROUND, "Series B round", "B");
	assert_term(MENTION_ROUND, "seed round", "seed");
	assert_term(MENTION_ROUND, "Pre-Seed", "pre-seed");
}

static void letters_alone_are_no_rounds(void **state)
{
	given("A股上涨，B站上市，首轮谈判，a series of talks, series a");
	assert_none(MENTION_ROUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(letters_with_a_round_are_rounds),
		mention_test(early_rounds_have_names),
		mention_test(english_rounds),
		mention_test(letters_alone_are_no_rounds),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
