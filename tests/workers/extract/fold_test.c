#include "tests/workers/extract/mentioning.h"

#include "protocol/base/fold.h"

static void assert_folds(const char *name, const char *expected)
{
	struct buf b = { 0 };

	assert_int_equal(fold_string(&b, name, strlen(name)), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_free(&b);
}

static void width_case_and_script_make_no_difference(void **state)
{
	assert_folds("ＮＶＩＤＩＡ", "nvidia");
	assert_folds("輝達", "辉达");
	assert_folds("Ü", "ü");
}

static void blanks_and_punctuation_are_dropped(void **state)
{
	assert_folds("Hugging Face, Inc.", "huggingfaceinc");
	assert_folds("「雲杉」（北京）　有限公司", "云杉北京有限公司");
	assert_folds("马克·扎克伯格", "马克扎克伯格");
	assert_folds("a\u200bb\ufeffc\u00adD", "abcd");
}

static void bytes_that_are_no_text_are_dropped(void **state)
{
	assert_folds("a\xff\xe4\xb8", "a");
}

static void marks_of_one_meaning_are_one(void **state)
{
	assert_int_equal(fold_code(U'－'), '-');
	assert_int_equal(fold_code(U'—'), '-');
	assert_int_equal(fold_code(U'～'), '~');
	assert_int_equal(fold_code(U'「'), U'“');
	assert_int_equal(fold_code(U'％'), '%');
	assert_int_equal(fold_code(U'〇'), U'零');
	assert_int_equal(fold_code(0x3000), ' ');
}

static void folding_twice_changes_nothing(void **state)
{
	for (uint32_t c = 1; c < 0x110000; c++)
		if (fold_code(c))
			assert_int_equal(fold_code(fold_code(c)), fold_code(c));
}

static void what_is_no_code_point_folds_to_nothing(void **state)
{
	assert_int_equal(fold_code(0x110000), 0);
	assert_int_equal(fold_code(UINT32_MAX), 0);
	assert_int_equal(fold_code(0xd800), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(width_case_and_script_make_no_difference),
		mention_test(blanks_and_punctuation_are_dropped),
		mention_test(bytes_that_are_no_text_are_dropped),
		mention_test(marks_of_one_meaning_are_one),
		mention_test(folding_twice_changes_nothing),
		mention_test(what_is_no_code_point_folds_to_nothing),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
