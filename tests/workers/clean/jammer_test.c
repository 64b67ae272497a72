#include "tests/workers/clean/cleaning.h"

#include "workers/clean/jammer.h"

static void assert_stripped(const char *line, const char *expected)
{
	size_t count = 0;

	assert_span(jammer_strip(span_of(line), &count), expected);
}

static void a_jammer_at_the_end_goes(void **state)
{
	assert_stripped("句子到此结束。' Y* [- h& v' q5 ]", "句子到此结束。");
	assert_stripped("ends in Latin A.3 x* [- h& v' q5 ]", "ends in Latin A.");
}

static void a_jammer_at_the_start_goes(void **state)
{
	assert_stripped("8 k8 n6 E3 {\" c4 ]  下一段", "  下一段");
}

static void a_line_of_nothing_else_becomes_empty(void **state)
{
	assert_stripped("( e* H8 f6 L1 b' Q!", "( e* H8 f6 L1 b' Q!");
	assert_stripped("( e* H8 f6 L1 b' Q", "");
}

static void a_unit_may_be_two_hard_blanks(void **state)
{
	assert_stripped("文。1 x* [\u00a0\u00a0b& v' q5 ]", "文。");
}

static void the_capital_behind_an_indent_stays(void **state)
{
	assert_stripped("2 i4 ?% w; \\! v! x  De Vries 先生", "  De Vries 先生");
}

static void words_and_lists_are_no_jammers(void **state)
{
	static const char *const legitimate[] = {
		"join and play to earn the lead time",
		"Brain Drain(人才流失)is very real",
		"1 a 2 b 3 c",
		"见附录 3 B",
		"x = 5 A + 3 B",
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(legitimate); i++)
		assert_stripped(legitimate[i], legitimate[i]);
}

static void they_are_counted(void **state)
{
	size_t count = 0;

	jammer_strip(span_of("8 k8 n6 E3 {\" c4 ]  段落' Y* [- h& v' q5 ]"), &count);
	assert_int_equal(count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(a_jammer_at_the_end_goes),
		clean_test(a_jammer_at_the_start_goes),
		clean_test(a_line_of_nothing_else_becomes_empty),
		clean_test(a_unit_may_be_two_hard_blanks),
		clean_test(the_capital_behind_an_indent_stays),
		clean_test(words_and_lists_are_no_jammers),
		clean_test(they_are_counted),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
