#include "tests/workers/extract/mentioning.h"

/* A Monday. */
#define THE_DAY "2023-12-11T10:00:00+08:00"

static void assert_date_range(const char *text, const char *from, const char *to)
{
	const struct value *v = found(MENTION_DATE, text);

	assert_string_equal(v->term, from);
	assert_non_null(v->term_max);
	assert_string_equal(v->term_max, to);
}

static void a_date_has_the_precision_that_is_said(void **state)
{
	given("2019年，2020年7月，2021年3月18日，2022-11-30，2018/4/9");
	assert_term(MENTION_DATE, "2019年", "2019");
	assert_term(MENTION_DATE, "2020年7月", "2020-07");
	assert_term(MENTION_DATE, "2021年3月18日", "2021-03-18");
	assert_term(MENTION_DATE, "2022-11-30", "2022-11-30");
	assert_term(MENTION_DATE, "2018/4/9", "2018-04-09");
}

static void years_are_spelt_in_many_ways(void **state)
{
	given("二〇二二年五月，民國111年，08年");
	assert_term(MENTION_DATE, "二〇二二年五月", "2022-05");
	assert_term(MENTION_DATE, "民國111年", "2022");
	assert_term(MENTION_DATE, "08年", "2008");
}

static void years_and_days_relative_to_publication(void **state)
{
	given_on(THE_DAY, "去年成立，今年4月融资，昨日宣布，前天上线，明年3月交付");
	assert_term(MENTION_DATE, "去年", "2022");
	assert_term(MENTION_DATE, "今年4月", "2023-04");
	assert_term(MENTION_DATE, "昨日", "2023-12-10");
	assert_term(MENTION_DATE, "前天", "2023-12-09");
	assert_term(MENTION_DATE, "明年3月", "2024-03");
	assert_true(found(MENTION_DATE, "去年")->relative);
}

static void weeks_and_months_relative_to_publication(void **state)
{
	given_on(THE_DAY, "上周四，本周三，上月，下个月，周五");
	assert_term(MENTION_DATE, "上周四", "2023-12-07");
	assert_term(MENTION_DATE, "本周三", "2023-12-13");
	assert_term(MENTION_DATE, "上月", "2023-11");
	assert_term(MENTION_DATE, "下个月", "2024-01");
	assert_term(MENTION_DATE, "周五", "2023-12-08");
}

static void a_month_without_a_year_takes_the_likely_one(void **state)
{
	given_on(THE_DAY, "12月6日");
	assert_term(MENTION_DATE, "12月6日", "2023-12-06");
	given_on("2024-01-08", "12月28日");
	assert_term(MENTION_DATE, "12月28日", "2023-12-28");
	given_on("2023-03-01", "2月29日");
	assert_term(MENTION_DATE, "2月29日", "2020-02-29");
}

static void without_a_publication_date_the_year_stays_open(void **state)
{
	given("6月25日发布，九月上市，昨日宣布，近日完成");
	assert_term(MENTION_DATE, "6月25日", "--06-25");
	assert_term(MENTION_DATE, "九月", "--09");
	assert_term(MENTION_DATE, "昨日", NULL);
	assert_term(MENTION_DATE, "近日", NULL);
}

static void quarters_and_halves_are_spans(void **state)
{
	given_on(THE_DAY, "2022年第三季度，今年上半年，2021年Q2");
	assert_date_range("2022年第三季度", "2022-07", "2022-09");
	assert_date_range("今年上半年", "2023-01", "2023-06");
	assert_date_range("2021年Q2", "2021-04", "2021-06");
}

static void two_dates_make_a_span(void **state)
{
	given("2020年至2022年，2021年5月1日到6月15日，2016-2019年");
	assert_date_range("2020年至2022年", "2020", "2022");
	assert_date_range("2021年5月1日到6月15日", "2021-05-01", "2021-06-15");
	assert_date_range("2016-2019年", "2016", "2019");
}

static void side_words_belong_to_a_date(void **state)
{
	given("2024年底前完成，自2020年6月1日起实施，截至2021年3月8日，4月2日晚间");
	assert_term(MENTION_DATE, "截至2021年3月8日", "2021-03-08");
	assert_term(MENTION_DATE, "4月2日晚间", "--04-02");
	assert_term(MENTION_DATE, "2024年底前", "2024");
	assert_term(MENTION_DATE, "2020年6月1日起", "2020-06-01");
}

static void days_that_only_others_know_have_no_value(void **state)
{
	given_on(THE_DAY, "截至本公告披露日，同年5月辞职");
	assert_term(MENTION_DATE, "截至本公告披露日", NULL);
	assert_term(MENTION_DATE, "同年5月", NULL);
}

static void english_dates(void **state)
{
	given_on(THE_DAY,
		 "On June 25, 2023 and 3 March 2021, in 2019, last year, in Q3 2022.");
	assert_term(MENTION_DATE, "June 25, 2023", "2023-06-25");
	assert_term(MENTION_DATE, "3 March 2021", "2021-03-03");
	assert_term(MENTION_DATE, "2019", "2019");
	assert_term(MENTION_DATE, "last year", "2022");
	assert_date_range("Q3 2022", "2022-07", "2022-09");
}

static void may_and_march_are_verbs_too(void **state)
{
	given("It may 5 times march 12 miles.");
	assert_none(MENTION_DATE);
}

static void versions_and_addresses_are_no_dates(void **state)
{
	given("版本3.12.1，地址10.20.30.40，电话400-100-2000");
	assert_none(MENTION_DATE);
}

static void days_that_do_not_exist_have_no_value(void **state)
{
	given("2021年2月30日");
	assert_term(MENTION_DATE, "2021年2月30日", NULL);
}

static void spans_of_time_are_durations(void **state)
{
	given("历时三个月，48小时内，两年半");
	assert_amount(MENTION_DURATION, "三个月", 3, "month");
	assert_amount(MENTION_DURATION, "48小时", 48, "hour");
	assert_amount(MENTION_DURATION, "两年半", 2.5, "year");
}

static void times_of_day_are_times(void **state)
{
	given("下午3点半开盘，20:45收盘");
	assert_term(MENTION_TIME, "下午3点半", "15:30");
	assert_term(MENTION_TIME, "20:45", "20:45");
}

static void names_may_hold_words_of_time(void **state)
{
	given_on(THE_DAY, "今日头条宣布");
	assert_none(MENTION_DATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(a_date_has_the_precision_that_is_said),
		mention_test(years_are_spelt_in_many_ways),
		mention_test(years_and_days_relative_to_publication),
		mention_test(weeks_and_months_relative_to_publication),
		mention_test(a_month_without_a_year_takes_the_likely_one),
		mention_test(without_a_publication_date_the_year_stays_open),
		mention_test(quarters_and_halves_are_spans),
		mention_test(two_dates_make_a_span),
		mention_test(side_words_belong_to_a_date),
		mention_test(days_that_only_others_know_have_no_value),
		mention_test(english_dates),
		mention_test(may_and_march_are_verbs_too),
		mention_test(versions_and_addresses_are_no_dates),
		mention_test(days_that_do_not_exist_have_no_value),
		mention_test(spans_of_time_are_durations),
		mention_test(times_of_day_are_times),
		mention_test(names_may_hold_words_of_time),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
