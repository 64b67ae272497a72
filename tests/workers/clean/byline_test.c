#include "tests/workers/clean/cleaning.h"

#include "workers/clean/byline.h"
#include "workers/clean/names.h"

static struct clean_article article;

static int forget(void **state)
{
	article = (struct clean_article){ 0 };
	return cleaning_forget(state);
}

static bool read_line(const char *line)
{
	return byline_read(span_of(line), cleaning_arena(), &article);
}

static void assert_authors(const char *first, const char *second)
{
	assert_int_equal(article.n_authors, second ? 2 : 1);
	assert_string_equal(article.authors[0], first);
	if (second)
		assert_string_equal(article.authors[1], second);
}

static void a_line_names_where_the_text_is_from(void **state)
{
	assert_true(read_line("原文来源：示例周刊"));
	assert_string_equal(article.original_source, "示例周刊");
}

static void source_and_authors_may_share_a_line(void **state)
{
	assert_true(read_line("来源 微信公众号：示例周刊 文 | 张三、李四。"));
	assert_string_equal(article.original_source, "示例周刊");
	assert_authors("张三", "李四");
}

static void traditional_labels_are_read(void **state)
{
	assert_true(read_line("資訊來源：由甲社編譯自乙社。版權歸作者所有"));
	assert_string_equal(article.source, "甲社");
}

static void the_source_of_a_picture_is_not_that_of_the_text(void **state)
{
	assert_true(read_line("图片来源：示例图库"));
	assert_null(article.original_source);
}

static void the_first_answer_counts(void **state)
{
	read_line("来源：第一家");
	read_line("来源：第二家");
	assert_string_equal(article.original_source, "第一家");
}

static void prose_is_no_byline(void **state)
{
	assert_false(read_line("消息来源没有公开，但文章说得很清楚。"));
	assert_false(read_line("他问：作者：是谁？"));
	assert_false(read_line("文化产业的收入增长了。"));
	assert_null(article.original_source);
	assert_int_equal(article.n_authors, 0);
}

static void a_line_may_say_other_things_too(void **state)
{
	byline_scan(span_of("2023-08-08 09:07 来源：示例网 作者：王五"), cleaning_arena(),
		    &article);
	assert_string_equal(article.original_source, "示例网");
	assert_authors("王五", NULL);
}

static void a_reporter_is_no_part_of_the_source(void **state)
{
	byline_scan(span_of("来源：示例日报 记者 张三"), cleaning_arena(), &article);
	assert_string_equal(article.original_source, "示例日报");
	assert_int_equal(article.n_authors, 0);
}

static void what_the_page_offers_is_no_name(void **state)
{
	byline_scan(span_of("作者：张三 浏览：【大 中 小】"), cleaning_arena(), &article);
	assert_authors("张三", NULL);
}

static void authors_come_in_lists(void **state)
{
	byline_add_authors(span_of("Jane Doe and John Roe, Jane Doe"), cleaning_arena(),
			   &article);
	assert_authors("Jane Doe", "John Roe");
}

static void a_label_without_a_value_announces_one(void **state)
{
	assert_true(byline_is_key_of_author(span_of("作者： ")));
	assert_false(byline_is_key_of_author(span_of("作者：张三")));
	assert_false(byline_is_key_of_author(span_of("来源：")));
}

static void reporters_are_named_in_brackets(void **state)
{
	names_find_authors(span_of("本报讯（记者 张三 李四）昨天开会。"), false,
			   cleaning_arena(), &article);
	assert_authors("张三", "李四");
}

static void the_last_brackets_may_hold_only_names(void **state)
{
	names_find_authors(span_of("会议结束了。（张三）"), false, cleaning_arena(),
			   &article);
	assert_int_equal(article.n_authors, 0);
	names_find_authors(span_of("会议结束了。（见下图）"), true, cleaning_arena(),
			   &article);
	assert_int_equal(article.n_authors, 0);
	names_find_authors(span_of("会议结束了。（张三）"), true, cleaning_arena(),
			   &article);
	assert_authors("张三", NULL);
}

static void a_word_behind_reporter_is_not_always_a_name(void **state)
{
	names_find_authors(span_of("记者从会议上了解到这个消息"), true, cleaning_arena(),
			   &article);
	assert_int_equal(article.n_authors, 0);
}

#define byline_test(name) cmocka_unit_test_setup(name, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		byline_test(a_line_names_where_the_text_is_from),
		byline_test(source_and_authors_may_share_a_line),
		byline_test(traditional_labels_are_read),
		byline_test(the_source_of_a_picture_is_not_that_of_the_text),
		byline_test(the_first_answer_counts),
		byline_test(prose_is_no_byline),
		byline_test(a_line_may_say_other_things_too),
		byline_test(a_reporter_is_no_part_of_the_source),
		byline_test(what_the_page_offers_is_no_name),
		byline_test(authors_come_in_lists),
		byline_test(a_label_without_a_value_announces_one),
		byline_test(reporters_are_named_in_brackets),
		byline_test(the_last_brackets_may_hold_only_names),
		byline_test(a_word_behind_reporter_is_not_always_a_name),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
