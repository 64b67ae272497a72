/* Copies of articles as plain text: reposts, forums, portals, captions, Markdown. */
#include "tests/workers/clean/cleaning.h"

#define HAN_1                                                                                                                   \
	"这家公司星期一宣布，已经同意收购规模较小的竞争对手，如果监管部门同意，交易将在" \
	"年底前完成。"
#define HAN_2                                                                                                                   \
	"分析师对价格感到意外，因为它是一个星期前股价的两倍，他们想知道买方从哪里得到这" \
	"笔钱。"
#define HAN_3 \
	"双方都不愿意说是谁先打的电话，但是了解情况的人说，从春天开始，他们就一直在谈。"
#define THREE HAN_1 "\n\n" HAN_2 "\n\n" HAN_3

static void a_first_line_without_a_stop_is_the_headline(void **state)
{
	const struct clean_article *a = cleaned("甲公司同意收购乙公司\n\n" THREE "\n");

	assert_string_equal(a->title, "甲公司同意收购乙公司");
	assert_string_equal(a->text, THREE);
}

static void a_first_sentence_is_none(void **state)
{
	const struct clean_article *a = cleaned(THREE);

	assert_null(a->title);
	assert_string_equal(a->text, THREE);
}

static void each_line_is_a_paragraph(void **state)
{
	assert_string_equal(cleaned(HAN_1 "\n" HAN_2 "\n" HAN_3)->text, THREE);
}

static void lines_wrapped_as_in_mail_are_joined(void **state)
{
	const struct clean_article *a = cleaned(
		"A rival is bought\n\n"
		"The company said on Monday that it had agreed to buy its smaller\n"
		"rival, a deal that would close before the end of the year.\n"
		"Analysts were surprised.\n\nNeither side would say who called first.\n");

	assert_string_equal(
		a->text,
		"The company said on Monday that it had agreed to buy its smaller "
		"rival, a deal that would close before the end of the year.\n\n"
		"Analysts were surprised.\n\nNeither side would say who called "
		"first.");
}

static void a_release_is_dated_before_its_first_sentence(void **state)
{
	const struct clean_article *a = cleaned(
		"A rival is bought\n\nDENVER, Feb. 12, 2024 -- The company said on "
		"Monday "
		"that it had agreed to buy its smaller rival.\n\nIt gave no price.\n");

	assert_string_equal(a->published, "2024-02-12");
}

static void headings_that_a_copy_broke_are_joined(void **state)
{
	assert_says(cleaned(HAN_1 "\n甲公司:\n价格高,效率低\n" HAN_2),
		    "甲公司:价格高,效率低\n");
	assert_says(cleaned(HAN_1 "\n02\n价格为什么高\n" HAN_2), "02 价格为什么高\n");
}

static void a_blank_torn_into_a_word_goes(void **state)
{
	assert_says(cleaned("但整体看来，中 美两国的情况不同。" HAN_1), "，中美两国");
	assert_says(cleaned("他说 我们不知道。" HAN_1), "他说 我们");
}

static void a_repost_names_its_source_at_the_head(void **state)
{
	const struct clean_article *a =
		cleaned("原文来源:示例周刊\n\n图片来源:由示例图库生成\n\n" THREE
			"\n\n参考链接\n\nhttps://example.com/report\n");

	assert_string_equal(a->original_source, "示例周刊");
	assert_string_equal(a->text, THREE);
}

static void a_syndicated_copy_names_who_shows_it_at_the_end(void **state)
{
	const struct clean_article *a =
		cleaned("原文來源:示例週刊\n" THREE
			"\n資訊來源:由示例網編譯自甲社。版權歸作者所有\n");

	assert_string_equal(a->original_source, "示例週刊");
	assert_string_equal(a->source, "示例網");
	assert_string_equal(a->text, THREE);
}

static void a_portals_button_names_the_portal(void **state)
{
	const struct clean_article *a = cleaned("打开示例新闻 查看更多图片\n\n" THREE);

	assert_string_equal(a->source, "示例新闻");
	assert_string_equal(a->text, THREE);
}

static const char forum_page[] =
	"找回密码\n 我要注册\n\n查看: 1|回复: 0\n\n甲公司同意收购乙公司\n\n[复制链接]\n"
	"发表于 2023-8-8 09:07 | 显示全部楼层 |阅读模式\n"
	"  " HAN_1 "' Y* [- h& v' q5 ]\n( e* H8 f6 L1 b' Q\n"
	"8 k8 n6 E3 {\" c4 ]  01\n( e* H8 f6 L1 b' Q\n  价格为什么这么高\n"
	"20230808.jpg 9 s) B. ~; s  H4 l\n  " HAN_2 "\n" HAN_3 "6 `2 J2 K& W- n6 B\n"
	"  来源 微信公众号：示例周刊  文 | 张三、李四6 T; r% N8 E6 w) x\n"
	"示例论坛 为读者服务的论坛\n您需要登录后才可以回帖 登录 | "
	"我要注册\n\n本版积分规则\n\n"
	"GMT+8, 2024-12-18 23:04\n\nPowered by Discuz!\n\n示例论坛 2012-2024\n";

static void a_forums_page_is_its_first_post(void **state)
{
	const struct clean_article *a = cleaned(forum_page);

	assert_true(has_flag(a, "forum"));
	assert_string_equal(a->text,
			    HAN_1 "\n\n01 价格为什么这么高\n\n" HAN_2 "\n\n" HAN_3);
}

static void a_forums_page_says_who_and_when(void **state)
{
	const struct clean_article *a = cleaned(forum_page);

	assert_string_equal(a->title, "甲公司同意收购乙公司");
	assert_string_equal(a->published, "2023-08-08T09:07:00+08:00");
	assert_string_equal(a->source, "示例论坛");
	assert_string_equal(a->original_source, "示例周刊");
	assert_int_equal(a->n_authors, 2);
}

static void captions_stay_lines_without_greeting_and_farewell(void **state)
{
	struct span captions = many("今天我们来说说这个公司\n它成立的时间并不长\n", 15);
	const struct clean_article *a = cleaned(
		arena_printf(cleaning_arena(), "大家好，这里是示例频道，我是小王\n%s%s",
			     captions.at,
			     "好了，今天的分享就到这里\n感谢大家的观看，我们下期再见\n"));

	assert_true(has_flag(a, "transcript"));
	assert_string_equal(a->source, "示例频道");
	assert_string_equal(a->authors[0], "小王");
	assert_true(span_starts(span_of(a->text), "今天我们来说说这个公司\n它成立"));
	assert_silent(a, "分享就到这里");
}

static void marks_of_markdown_are_no_text(void **state)
{
	const struct clean_article *a =
		cleaned("# A rival is bought\n\n![picture](a.png)\n\n> " HAN_1
			"\n\n---\n\n" HAN_2 "\n\n**" HAN_3 "**\n");

	assert_string_equal(a->title, "A rival is bought");
	assert_string_equal(a->text, THREE);
}

static void swapped_words_are_put_back_and_flagged(void **state)
{
	const struct clean_article *a =
		cleaned("东说念主们说，价格是十亿好意思元。" HAN_1);

	assert_true(has_flag(a, "spun"));
	assert_says(a, "人们说，价格是十亿美元。");
}

static void one_odd_word_is_not_enough(void **state)
{
	const struct clean_article *a = cleaned("他拿出好意思元三个字。" HAN_1);

	assert_false(has_flag(a, "spun"));
	assert_says(a, "好意思元");
}

static void inserted_pinyin_goes(void **state)
{
	assert_says(cleaned("我們學(xué)會(huì)了這(zhè)個(gè)方法，" HAN_1),
		    "我們學會了這個方法");
	assert_says(cleaned("饕餮(tiè)是一种传说中的动物。" HAN_1), "饕餮(tiè)");
}

static void a_page_inside_a_string_is_a_page(void **state)
{
	const struct clean_article *a = cleaned("\\u003cdiv\\u003e\\u003cp\\u003e" HAN_1
						"\\u003c/p\\u003e\\n\\u003cp\\u003e" HAN_2
						"\\u003c\\/p\\u003e\\u003c/div\\u003e");

	assert_string_equal(a->text, HAN_1 "\n\n" HAN_2);
}

static void characters_that_were_lost_are_noticed(void **state)
{
	assert_true(has_flag(cleaned("\ufffd这\ufffd家\ufffd公司" HAN_1), "lossy"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(a_first_line_without_a_stop_is_the_headline),
		clean_test(a_first_sentence_is_none),
		clean_test(each_line_is_a_paragraph),
		clean_test(lines_wrapped_as_in_mail_are_joined),
		clean_test(a_release_is_dated_before_its_first_sentence),
		clean_test(headings_that_a_copy_broke_are_joined),
		clean_test(a_blank_torn_into_a_word_goes),
		clean_test(a_repost_names_its_source_at_the_head),
		clean_test(a_syndicated_copy_names_who_shows_it_at_the_end),
		clean_test(a_portals_button_names_the_portal),
		clean_test(a_forums_page_is_its_first_post),
		clean_test(a_forums_page_says_who_and_when),
		clean_test(captions_stay_lines_without_greeting_and_farewell),
		clean_test(marks_of_markdown_are_no_text),
		clean_test(swapped_words_are_put_back_and_flagged),
		clean_test(one_odd_word_is_not_enough),
		clean_test(inserted_pinyin_goes),
		clean_test(a_page_inside_a_string_is_a_page),
		clean_test(characters_that_were_lost_are_noticed),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
