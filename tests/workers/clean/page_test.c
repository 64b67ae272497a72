/* What is taken of a web page. */
#include "tests/workers/clean/cleaning.h"

#define PROSE_1                                                                      \
	"The company said on Monday that it had agreed to buy its smaller rival, a " \
	"deal that, if regulators agree, would close before the end of the year. "
#define PROSE_2                                                                     \
	"Analysts were surprised by the price, which is twice what the shares had " \
	"cost a week before, and asked how the buyer would find the money. "
#define PROSE_3                                                                          \
	"Neither side would say who had called first, though people who know both, and " \
	"who asked not to be named, spoke of talks since the spring. "
#define PARAGRAPHS "<p>" PROSE_1 "</p><p>" PROSE_2 "</p><p>" PROSE_3 "</p>"

#define HAN_1                                                                                                                   \
	"这家公司星期一宣布，已经同意收购规模较小的竞争对手，如果监管部门同意，交易将在" \
	"年底前完成。"
#define HAN_2                                                                                                                   \
	"分析师对价格感到意外，因为它是一个星期前股价的两倍，他们想知道买方从哪里得到这" \
	"笔钱。"
#define HAN_3 \
	"双方都不愿意说是谁先打的电话，但是了解情况的人说，从春天开始，他们就一直在谈。"

static void the_article_is_taken_and_what_is_around_it_is_not(void **state)
{
	const struct clean_article *a = cleaned_body(
		"<nav><a href=/>Home</a> <a href=/w>World news</a></nav>"
		"<div class=content>" PARAGRAPHS "</div>"
		"<div class=sidebar><p>Our weekly letter, with all the news, and "
		"more, comes on Fridays, free of charge.</p></div>"
		"<footer><p>All rights, of any kind, are ours.</p></footer>");

	assert_says(a, "agreed to buy");
	assert_says(a, "since the spring");
	assert_silent(a, "World news");
	assert_silent(a, "weekly letter");
	assert_silent(a, "of any kind");
	assert_string_equal(a->kind, "article");
}

static void paragraphs_are_parted_by_a_blank_line(void **state)
{
	const struct clean_article *a = cleaned_body("<div><p>" HAN_1 "</p>\n<p>" HAN_2
						     "</p><p>" HAN_3 "</p></div>");

	assert_string_equal(a->text, HAN_1 "\n\n" HAN_2 "\n\n" HAN_3);
}

static void old_pages_part_paragraphs_by_breaks_and_indents(void **state)
{
	const struct clean_article *a =
		cleaned_body("<table><tr><td>　　" HAN_1 "<br>　　" HAN_2 "<br><br>" HAN_3
			     "</td></tr></table>");

	assert_string_equal(a->text, HAN_1 "\n\n" HAN_2 "\n\n" HAN_3);
}

static void what_is_hidden_is_not_said(void **state)
{
	const struct clean_article *a = cleaned_body(
		"<div><p>" PROSE_1 "</p><p style=\"color:red; display: none\">hidden by "
		"style, but long enough to be taken</p><p hidden>hidden by attribute, "
		"but "
		"long enough to be taken</p><p>" PROSE_2 "<font class=jammer>( e* H8 f6"
		"</font></p><p>" PROSE_3 "</p></div>");

	assert_silent(a, "hidden by");
	assert_silent(a, "e* H8");
}

static void scripts_and_forms_are_no_text(void **state)
{
	const struct clean_article *a = cleaned_body(
		"<div>" PARAGRAPHS "<script>var a = 'script text';</script>"
		"<style>p { color: red }</style><select><option>choose one</select>"
		"<textarea>your opinion</textarea></div>");

	assert_silent(a, "script text");
	assert_silent(a, "color");
	assert_silent(a, "choose one");
	assert_silent(a, "your opinion");
}

static void captions_and_lists_of_links_are_left_out(void **state)
{
	const struct clean_article *a = cleaned_body(
		"<article><p>" PROSE_1
		"</p><figure><img src=a><figcaption>A picture of a "
		"building, in the rain.</figcaption></figure><p>" PROSE_2 "</p>"
		"<ul><li><a href=1>Another story, elsewhere</a><li><a href=2>A third "
		"story</a></ul><p><a href=3>Read our long report about "
		"rivals</a></p><p>" PROSE_3 "</p></article>");

	assert_silent(a, "in the rain");
	assert_silent(a, "Another story");
	assert_silent(a, "our long report");
}

static void readers_comments_are_not_the_article(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div class=post><p>A short note: we are open again, from "
			     "Monday.</p></div>"
			     "<div id=comments>" PARAGRAPHS PARAGRAPHS "</div>");

	assert_says(a, "short note");
	assert_silent(a, "agreed to buy");
}

static void a_name_cannot_hide_most_of_the_page(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div class=share_area><div>" PARAGRAPHS "</div></div>");

	assert_says(a, "agreed to buy");
}

static void an_article_in_two_boxes_is_taken_from_both(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div><div class=part><p>" PROSE_1
			     "</p></div><div class=advert>Buy this, "
			     "and that, today!</div><div class=part><p>" PROSE_2
			     "</p><p>" PROSE_3 "</p></div></div>");

	assert_says(a, "agreed to buy");
	assert_says(a, "since the spring");
	assert_silent(a, "and that, today");
}

static void text_beside_the_best_box_belongs_to_it(void **state)
{
	const struct clean_article *a =
		cleaned_body("<table><tr><td>" PROSE_1 "<font><p>" PROSE_2
			     "</p><p>" PROSE_3 "</p></font></td></tr></table>");

	assert_says(a, "agreed to buy");
	assert_says(a, "since the spring");
}

static void paragraphs_may_be_boxes(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div><div class=a>" PROSE_1 "</div><div class=a>" PROSE_2
			     "</div><div class=b>" PROSE_3 "</div></div>");

	assert_says(a, "agreed to buy");
	assert_says(a, "twice what the shares");
	assert_says(a, "since the spring");
}

static void what_is_shown_twice_is_kept_once(void **state)
{
	const struct clean_article *a =
		cleaned_body("<div>" PARAGRAPHS "<p>" PROSE_3 "</p></div>");
	const char *first = strstr(a->text, "Neither side");

	assert_non_null(first);
	assert_null(strstr(first + 1, "Neither side"));
}

static void the_text_may_be_in_the_pages_data_only(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", "
		"\"headline\": \"A rival is bought\", \"datePublished\": "
		"\"2023-08-08T09:07:00Z\", \"author\": [{\"name\": \"Jane Doe\"}], "
		"\"publisher\": {\"name\": \"Example News\"}, \"articleBody\": \"" PROSE_1
			PROSE_2 PROSE_3 PROSE_1 PROSE_2 "\"}</script>",
		"<div id=root><p>Please wait, loading.</p></div>");

	assert_says(a, "agreed to buy");
	assert_string_equal(a->title, "A rival is bought");
	assert_string_equal(a->published, "2023-08-08T09:07:00Z");
	assert_string_equal(a->authors[0], "Jane Doe");
	assert_string_equal(a->source, "Example News");
}

static void broken_data_is_no_data(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<script type=\"application/ld+json\">{\"@type\": [[[</script>"
		"<script type=\"application/ld+json\">[1, null, {\"@type\": 7}]</script>",
		"<div>" PARAGRAPHS "</div>");

	assert_says(a, "agreed to buy");
	assert_null(a->title);
}

static void a_forums_page_is_rid_of_its_jammers(void **state)
{
	const struct clean_article *a = cleaned_page(
		"<meta name=generator content=\"Discuz! "
		"X3.4\"><title>甲公司同意收购乙公司 - 财经 - "
		"示例论坛 - Powered by Discuz!</title>",
		"<h1>甲公司同意收购乙公司</h1><table><tr><td class=t_f id=postmessage_1>"
		"　　" HAN_1 "' Y* [- h& v' q5 ]<br>( e* H8 f6 L1 b' Q<br>8 k8 n6  E {\" "
		"c4 ]　　" HAN_2 "<br>20230808.jpg (88 KB, 下载次数: 3)<br>　　" HAN_3
		"</td></tr></table>");

	assert_true(has_flag(a, "forum"));
	assert_string_equal(a->source, "示例论坛");
	assert_string_equal(a->text, HAN_1 "\n\n" HAN_2 "\n\n" HAN_3);
}

static void a_list_of_headlines_is_a_listing(void **state)
{
	struct span links =
		many("<li><a href=x>A headline that is long enough</a></li>", 30);
	const struct clean_article *a =
		cleaned_body(arena_printf(cleaning_arena(), "<ul>%s</ul>", links.at));

	assert_string_equal(a->kind, "listing");
}

static void a_page_that_says_it_is_missing_is_an_error(void **state)
{
	assert_string_equal(cleaned_page("<title>404 Not Found</title>",
					 "<p>The page is not here.</p>")
				    ->kind,
			    "error");
}

static void a_flash_of_one_sentence_is_an_article(void **state)
{
	assert_string_equal(
		cleaned_body(
			"<p>青禾科技6月9日宣布完成3亿元B轮融资，由南山资本领投。</p>")
			->kind,
		"article");
}

static void what_ends_in_an_offer_to_subscribe_is_a_stub(void **state)
{
	assert_string_equal(
		cleaned_body("<p>青禾科技6月9日宣布完成3亿元B轮融资，由南山资本领投。"
			     "</p><p>登录后阅读全文</p>")
			->kind,
		"stub");
}

static void a_few_words_are_a_stub(void **state)
{
	assert_string_equal(cleaned_body("<p>We are closed today.</p>")->kind, "stub");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(the_article_is_taken_and_what_is_around_it_is_not),
		clean_test(paragraphs_are_parted_by_a_blank_line),
		clean_test(old_pages_part_paragraphs_by_breaks_and_indents),
		clean_test(what_is_hidden_is_not_said),
		clean_test(scripts_and_forms_are_no_text),
		clean_test(captions_and_lists_of_links_are_left_out),
		clean_test(readers_comments_are_not_the_article),
		clean_test(a_name_cannot_hide_most_of_the_page),
		clean_test(an_article_in_two_boxes_is_taken_from_both),
		clean_test(text_beside_the_best_box_belongs_to_it),
		clean_test(paragraphs_may_be_boxes),
		clean_test(what_is_shown_twice_is_kept_once),
		clean_test(the_text_may_be_in_the_pages_data_only),
		clean_test(broken_data_is_no_data),
		clean_test(a_forums_page_is_rid_of_its_jammers),
		clean_test(a_list_of_headlines_is_a_listing),
		clean_test(a_page_that_says_it_is_missing_is_an_error),
		clean_test(a_few_words_are_a_stub),
		clean_test(a_flash_of_one_sentence_is_an_article),
		clean_test(what_ends_in_an_offer_to_subscribe_is_a_stub),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
