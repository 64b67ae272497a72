/* What is found about an article: headline, date, authors, source, language. */
#include "tests/workers/clean/cleaning.h"

#define BODY                                                                                                                    \
	"<p>"                                                                                                                   \
	"这家公司星期一宣布，已经同意收购规模较小的竞争对手，如果监管部门同意，交易将在" \
	"年底"                                                                                                                \
	"前完成。</"                                                                                                        \
	"p><p>"                                                                                                                 \
	"分析师对价格感到意外，因为它是一个星期前股价的两倍，他们想知道买方从哪里得到"    \
	"这笔钱。</"                                                                                                        \
	"p><p>"                                                                                                                 \
	"双方都不愿意说是谁先打的电话，但是了解情况的人说，从春天开始，他们就一直在谈。" \
	"</p>"

static void the_headline_is_what_the_page_and_its_title_agree_on(void **state)
{
	const struct clean_article *a =
		cleaned_page("<title>甲公司同意收购乙公司_财经频道_示例网</title>",
			     "<h2>财经频道</h2><h1>甲公司同意收购乙公司</h1><div>" BODY
			     "</div>");

	assert_string_equal(a->title, "甲公司同意收购乙公司");
	assert_silent(a, "甲公司同意收购乙公司");
}

static void the_headline_need_not_be_a_heading(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<title>示例网 - 甲公司同意收购乙公司</title>",
		"<table><tr><td><font><b>甲公司同意收购乙公司</b></font></td></tr>"
		"<tr><td>" BODY "</td></tr></table>");

	assert_string_equal(a->title, "甲公司同意收购乙公司");
}

static void a_headline_may_be_broken(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<title>甲公司同意收购乙公司 交易将在年底前完成-示例网</title>",
		"<h1>甲公司同意收购乙公司</h1><h2>交易将在年底前完成</h2><div>" BODY
		"</div>");

	assert_string_equal(a->title, "甲公司同意收购乙公司 交易将在年底前完成");
}

static void a_title_that_stands_nowhere_loses_the_sites_name(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<title>A rival is bought for a surprising price | Example</title>",
		"<div>" BODY "</div>");

	assert_string_equal(a->title, "A rival is bought for a surprising price");
}

static void the_sites_name_stands_at_the_other_end_of_the_title(void **state)
{
	assert_string_equal(
		cleaned_page("<title>甲公司同意收购乙公司_财经_示例网</title>",
			     "<h1>甲公司同意收购乙公司</h1><div>" BODY "</div>")
			->source,
		"示例网");
	assert_string_equal(
		cleaned_page("<title>示例网 - 财经 - 甲公司同意收购乙公司</title>",
			     "<h1>甲公司同意收购乙公司</h1><div>" BODY "</div>")
			->source,
		"示例网");
}

static void meta_names_come_before_the_lines_around_the_text(void **state)
{
	const struct clean_article *a =
		cleaned_page("<meta property=\"article:published_time\" "
			     "content=\"2023-08-08T09:07:00Z\">"
			     "<meta property=\"og:site_name\" content=\"示例网\">"
			     "<meta name=author content=\"张三\">"
			     "<link rel=canonical href=\"https://example.com/1\">",
			     "<p>2023-09-09 10:10 来源：另一家</p><div>" BODY "</div>");

	assert_string_equal(a->published, "2023-08-08T09:07:00Z");
	assert_string_equal(a->published_basis, "page");
	assert_string_equal(a->source, "示例网");
	assert_string_equal(a->original_source, "另一家");
	assert_string_equal(a->authors[0], "张三");
	assert_string_equal(a->canonical_url, "https://example.com/1");
}

static void a_line_under_the_headline_says_when_and_from_whom(void **state)
{
	const struct clean_article *a =
		cleaned_page("<title>甲公司同意收购乙公司</title>",
			     "<h1>甲公司同意收购乙公司</h1><div>2023年08月08日09:07 "
			     "来源：示例日报 作者：李四"
			     "</div><div>" BODY "</div><div>2024-12-18 23:04</div>");

	assert_string_equal(a->published, "2023-08-08T09:07:00+08:00");
	assert_string_equal(a->original_source, "示例日报");
	assert_string_equal(a->authors[0], "李四");
	assert_silent(a, "示例日报");
}

static void the_clock_at_the_foot_is_no_date(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div>" BODY "</div><div>GMT+8, 2024-12-18 23:04</div>");

	assert_null(a->published);
}

static void authors_may_stand_at_the_end(void **state)
{
	const struct clean_article *a = cleaned_body(
		"<div>" BODY "<p>交易还没有完成。（记者 张三 李四）</p></div>");

	assert_int_equal(a->n_authors, 2);
	assert_string_equal(a->authors[1], "李四");
}

static void a_marked_link_names_the_author(void **state)
{
	const struct clean_article *a =
		cleaned_body("<a rel=author href=/jd>Jane Doe</a><div>" BODY "</div>");

	assert_string_equal(a->authors[0], "Jane Doe");
}

static const struct clean_article *cleaned_for(const struct raw_article *raw)
{
	static struct clean_article article;
	NW_CLEANUP(cleaner_closep) struct cleaner *cleaner = NULL;

	assert_int_equal(cleaner_open(&cleaner), 0);
	assert_int_equal(cleaner_run(cleaner, cleaning_arena(), raw, &article), 0);
	return &article;
}

static void the_producer_fills_what_the_page_leaves_open(void **state)
{
	const struct clean_article *a = cleaned_for(&(struct raw_article){
		.id = "1",
		.title = "Given title",
		.source = "Given source",
		.published = "2023-08-08",
		.body = BODY,
		.body_len = strlen(BODY),
	});

	assert_string_equal(a->title, "Given title");
	assert_string_equal(a->source, "Given source");
	assert_string_equal(a->published, "2023-08-08");
	assert_string_equal(a->published_basis, "producer");
}

static void the_address_dates_a_page_before_the_producer_does(void **state)
{
	const struct clean_article *a = cleaned_for(&(struct raw_article){
		.id = "1",
		.url = "https://example.com/2023/08/07/1.html",
		.published = "2023-08-08",
		.body = BODY,
		.body_len = strlen(BODY),
	});

	assert_string_equal(a->published, "2023-08-07");
	assert_string_equal(a->published_basis, "url");
}

static void languages_are_told_by_the_text(void **state)
{
	assert_string_equal(cleaned_body("<div>" BODY "</div>")->lang, "zh-Hans");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(the_headline_is_what_the_page_and_its_title_agree_on),
		clean_test(the_headline_need_not_be_a_heading),
		clean_test(a_headline_may_be_broken),
		clean_test(a_title_that_stands_nowhere_loses_the_sites_name),
		clean_test(the_sites_name_stands_at_the_other_end_of_the_title),
		clean_test(meta_names_come_before_the_lines_around_the_text),
		clean_test(a_line_under_the_headline_says_when_and_from_whom),
		clean_test(the_clock_at_the_foot_is_no_date),
		clean_test(authors_may_stand_at_the_end),
		clean_test(a_marked_link_names_the_author),
		clean_test(the_producer_fills_what_the_page_leaves_open),
		clean_test(the_address_dates_a_page_before_the_producer_does),
		clean_test(languages_are_told_by_the_text),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
