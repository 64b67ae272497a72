#include "tests/workers/extract/mentioning.h"

static void a_currency_may_stand_behind(void **state)
{
	given("完成3.6亿元融资，估值25亿美元，收入7千万港币，另有9百万欧元");
	assert_amount(MENTION_MONEY, "3.6亿元", 360000000, "CNY");
	assert_amount(MENTION_MONEY, "25亿美元", 2500000000, "USD");
	assert_amount(MENTION_MONEY, "7千万港币", 70000000, "HKD");
	assert_amount(MENTION_MONEY, "9百万欧元", 9000000, "EUR");
}

static void a_currency_may_stand_before(void **state)
{
	given("人民币6亿元、US$45m、HK$120 million、€3.2bn和¥88");
	assert_amount(MENTION_MONEY, "人民币6亿元", 600000000, "CNY");
	assert_amount(MENTION_MONEY, "US$45m", 45000000, "USD");
	assert_amount(MENTION_MONEY, "HK$120 million", 120000000, "HKD");
	assert_amount(MENTION_MONEY, "€3.2bn", 3200000000, "EUR");
	assert_amount(MENTION_MONEY, "¥88", 88, "CNY");
}

static void traditional_script_is_the_same(void **state)
{
	given("募資3.5億美元，約新台幣110億元");
	assert_amount(MENTION_MONEY, "3.5億美元", 350000000, "USD");
	assert_amount(MENTION_MONEY, "約新台幣110億元", 11000000000, "TWD");
}

static void modifiers_belong_to_a_sum(void **state)
{
	given("获得近亿元投资，8500万元以上，不超过3亿元");
	assert_amount(MENTION_MONEY, "近亿元", 1e8, "CNY");
	assert_true(found(MENTION_MONEY, "近亿元")->approx);
	assert_string_equal(found(MENTION_MONEY, "近亿元")->modifier, "近");
	assert_amount(MENTION_MONEY, "8500万元以上", 85000000, "CNY");
	assert_amount(MENTION_MONEY, "不超过3亿元", 3e8, "CNY");
}

static void reaching_is_no_part_of_a_sum(void **state)
{
	given("估值高达40亿美元");
	assert_amount(MENTION_MONEY, "40亿美元", 4e9, "USD");
	assert_true(found(MENTION_MONEY, "40亿美元")->approx);
}

static void vague_sums_are_ranges(void **state)
{
	given("数千万美元，几十亿元，上百亿元");
	assert_range(MENTION_MONEY, "数千万美元", 1e7, 9e7);
	assert_range(MENTION_MONEY, "几十亿元", 1e9, 9e9);
	assert_amount(MENTION_MONEY, "上百亿元", 1e10, "CNY");
}

static void a_unit_alone_is_no_sum(void **state)
{
	given("单位：亿元；万元户");
	assert_none(MENTION_MONEY);
}

static void ranges_have_two_ends(void **state)
{
	given("预计盈利6200万元~7400万元，投入4-6亿元，或3至5亿美元");
	assert_range(MENTION_MONEY, "6200万元~7400万元", 62000000, 74000000);
	assert_range(MENTION_MONEY, "4-6亿元", 4e8, 6e8);
	assert_range(MENTION_MONEY, "3至5亿美元", 3e8, 5e8);
}

static void from_one_sum_to_another_is_no_range(void **state)
{
	given("估值从2.4亿美元到18亿美元");
	assert_amount(MENTION_MONEY, "2.4亿美元", 240000000, "USD");
	assert_amount(MENTION_MONEY, "18亿美元", 1800000000, "USD");
}

static void coins_add_up(void **state)
{
	given("每份38元5角，或者六块二");
	assert_amount(MENTION_MONEY, "38元5角", 38.5, "CNY");
	assert_amount(MENTION_MONEY, "六块二", 6.2, "CNY");
}

static void words_that_begin_like_a_currency_are_none(void **state)
{
	given("2024元旦和3元素，一块地");
	assert_none(MENTION_MONEY);
}

static void percentages_have_many_forms(void **state)
{
	given("持股28.5%，百分之十二，六成，七成五，上升1.5个百分点，增长12 percent");
	assert_amount(MENTION_PERCENT, "28.5%", 28.5, "%");
	assert_amount(MENTION_PERCENT, "百分之十二", 12, "%");
	assert_amount(MENTION_PERCENT, "六成", 60, "%");
	assert_amount(MENTION_PERCENT, "七成五", 75, "%");
	assert_amount(MENTION_PERCENT, "1.5个百分点", 1.5, "pp");
	assert_amount(MENTION_PERCENT, "12 percent", 12, "%");
}

static void discounts_are_what_is_paid(void **state)
{
	given("打八五折，原价九折");
	assert_amount(MENTION_PERCENT, "八五折", 85, "%");
	assert_amount(MENTION_PERCENT, "九折", 90, "%");
}

static void founding_is_no_percentage(void **state)
{
	given("五成立了公司，两成员");
	assert_none(MENTION_PERCENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(a_currency_may_stand_behind),
		mention_test(a_currency_may_stand_before),
		mention_test(traditional_script_is_the_same),
		mention_test(modifiers_belong_to_a_sum),
		mention_test(reaching_is_no_part_of_a_sum),
		mention_test(vague_sums_are_ranges),
		mention_test(a_unit_alone_is_no_sum),
		mention_test(ranges_have_two_ends),
		mention_test(from_one_sum_to_another_is_no_range),
		mention_test(coins_add_up),
		mention_test(words_that_begin_like_a_currency_are_none),
		mention_test(percentages_have_many_forms),
		mention_test(discounts_are_what_is_paid),
		mention_test(founding_is_no_percentage),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
