#include "tests/workers/extract/mentioning.h"

static void digits_may_have_separators_and_a_fraction(void **state)
{
	assert_number("8642", 8642);
	assert_number("7,301,552", 7301552);
	assert_number("12.875", 12.875);
	assert_number(".625", 0.625);
	assert_number("-41.5", -41.5);
}

static void chinese_numerals_count_by_units(void **state)
{
	assert_number("三百六十七", 367);
	assert_number("两千零八", 2008);
	assert_number("一万二千三百", 12300);
	assert_number("九亿零四万", 900040000);
	assert_number("廿六", 26);
	assert_number("六百卅二", 632);
}

static void the_last_digit_may_lack_its_unit(void **state)
{
	assert_number("四千七", 4700);
	assert_number("三百二", 320);
	assert_number("六万五", 65000);
	assert_number("三千零六", 3006);
}

static void formal_numerals_count_too(void **state)
{
	assert_number("叁佰伍拾贰", 352);
	assert_number("壹萬貳仟", 12000);
}

static void digits_and_numerals_mix(void **state)
{
	assert_number("3万7千", 37000);
	assert_number("2亿零500", 200000500);
	assert_number("1,350万", 13500000);
	assert_number("1.3万亿", 1.3e12);
	assert_number("四十二万亿", 42e12);
}

static void full_width_digits_are_digits(void **state)
{
	assert_number("６８", 68);
	assert_number("５．５亿", 550000000);
}

static void vague_numbers_say_so(void **state)
{
	assert_number("四十几万", 400000);
	assert_true(found(MENTION_NUMBER, "四十几万")->approx);
	assert_number("六百余万", 6000000);
	assert_number("两千多万", 20000000);
	assert_true(found(MENTION_NUMBER, "两千多万")->approx);
}

static void several_is_a_range(void **state)
{
	given("获得数亿支持");
	assert_range(MENTION_NUMBER, "数亿", 1e8, 9e8);
	given("大约五六百");
	assert_range(MENTION_NUMBER, "五六百", 500, 600);
}

static void fractions_divide(void **state)
{
	assert_number("四分之三", 0.75);
	assert_number("二又四分之一", 2.25);
	assert_number("3/8", 0.375);
}

static void the_point_may_be_spoken(void **state)
{
	assert_number("七点二五", 7.25);
	assert_number("三点六亿", 360000000);
}

static void english_scales_multiply(void **state)
{
	assert_number("4.25 billion", 4250000000);
	assert_number("12k", 12000);
	assert_number("half a million", 500000);
}

static void words_that_hold_numerals_are_no_numbers(void **state)
{
	given("一切都统一了，三星在四川的百货商店十分有名");
	assert_none(MENTION_NUMBER);
}

static void numbers_in_names_and_addresses_are_none(void **state)
{
	given("H800和5G，见 https://example.com/a?b=17%20x 网页");
	assert_none(MENTION_NUMBER);
	assert_none(MENTION_PERCENT);
}

static void two_numbers_side_by_side_stay_two(void **state)
{
	given("分别为三万、五万和三百 五百");
	assert_amount(MENTION_NUMBER, "三万", 30000, NULL);
	assert_amount(MENTION_NUMBER, "五万", 50000, NULL);
	assert_amount(MENTION_NUMBER, "三百", 300, NULL);
	assert_amount(MENTION_NUMBER, "五百", 500, NULL);
}

static void counted_things_keep_their_measure(void **state)
{
	given("裁员约340人，交付2万多辆，下载量超过800万次，融资后有三百五十名员工");
	assert_amount(MENTION_COUNT, "340人", 340, "人");
	assert_amount(MENTION_COUNT, "2万多辆", 20000, "辆");
	assert_amount(MENTION_COUNT, "800万次", 8000000, "次");
	assert_amount(MENTION_COUNT, "三百五十名", 350, "人");
	assert_true(found(MENTION_COUNT, "340人")->approx);
}

static void parameters_of_models_are_counted(void **state)
{
	given("发布13B和720亿参数的模型");
	assert_amount(MENTION_COUNT, "13B", 13e9, "parameters");
	assert_amount(MENTION_COUNT, "720亿参数", 72e9, "parameters");
}

static void shares_are_no_shareholders(void **state)
{
	given("减持1,250.5万股，共有3万股东");
	assert_amount(MENTION_SHARES, "1,250.5万股", 12505000, NULL);
	assert_int_equal(count_of(MENTION_SHARES), 1);
}

static void a_long_row_of_digits_does_no_harm(void **state)
{
	char digits[601];

	memset(digits, '9', sizeof(digits) - 1);
	digits[sizeof(digits) - 1] = '\0';
	given(digits);
	assert_int_equal(count_of(MENTION_NUMBER), 1);
	memset(digits, 'x', sizeof(digits) - 1);
	for (size_t i = 0; i + 3 < sizeof(digits); i += 3)
		memcpy(digits + i, "百", 3);
	given(digits);
	assert_none(MENTION_MONEY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(digits_may_have_separators_and_a_fraction),
		mention_test(chinese_numerals_count_by_units),
		mention_test(the_last_digit_may_lack_its_unit),
		mention_test(formal_numerals_count_too),
		mention_test(digits_and_numerals_mix),
		mention_test(full_width_digits_are_digits),
		mention_test(vague_numbers_say_so),
		mention_test(several_is_a_range),
		mention_test(fractions_divide),
		mention_test(the_point_may_be_spoken),
		mention_test(english_scales_multiply),
		mention_test(words_that_hold_numerals_are_no_numbers),
		mention_test(numbers_in_names_and_addresses_are_none),
		mention_test(two_numbers_side_by_side_stay_two),
		mention_test(counted_things_keep_their_measure),
		mention_test(parameters_of_models_are_counted),
		mention_test(shares_are_no_shareholders),
		mention_test(a_long_row_of_digits_does_no_harm),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
