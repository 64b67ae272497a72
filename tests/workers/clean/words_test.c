/* The small parts that look at characters: folding, languages, hints, phrases. */
#include "tests/workers/clean/cleaning.h"

#include "workers/clean/fold.h"
#include "workers/clean/hints.h"
#include "workers/clean/lang.h"
#include "workers/clean/phrases.h"

static struct hints *hints;
static struct han_pairs pairs;

static int open_words(void **state)
{
	han_pairs_fill(&pairs);
	return cleaning_open(state) < 0 ? -1 : hints_open(&hints);
}

static int close_words(void **state)
{
	hints = hints_close(hints);
	return cleaning_close(state);
}

static void assert_folded(const char *text, const char *expected)
{
	assert_string_equal(fold_dup(cleaning_arena(), span_of(text)), expected);
}

static void blanks_of_any_kind_become_one(void **state)
{
	assert_folded(" \t大模型\u00a0\u3000 AI  ", "大模型 AI");
}

static void no_blank_stands_behind_closing_wide_marks(void **state)
{
	assert_folded("结束。 2023 年， 开始", "结束。2023 年，开始");
	assert_folded("English, though, keeps. Its", "English, though, keeps. Its");
}

static void a_wrapped_line_is_joined_as_its_script_wants(void **state)
{
	assert_folded("中文\n换行", "中文换行");
	assert_folded("two\nwords", "two words");
}

static void characters_that_say_nothing_go(void **state)
{
	assert_folded("a\u200bb\u00ad\ufeffc", "abc");
}

static void windows_quotes_are_mended(void **state)
{
	assert_folded("\xc2\x93it\xc2\x92s\xc2\x94", "“it’s”");
}

static const char *language(const char *text, const char *declared)
{
	return lang_find(&pairs, span_of(text), declared).code;
}

static void scripts_are_told_apart_by_their_characters(void **state)
{
	assert_string_equal(language("这家公司还没有说", "zh-TW"), "zh-Hans");
	assert_string_equal(language("這家公司還沒有說", "zh-CN"), "zh-Hant");
	assert_string_equal(language("この会社はまだ何も言っていない", NULL), "ja");
	assert_string_equal(language("회사는 아직 말하지 않았다", NULL), "ko");
}

static void latin_languages_are_told_by_words_or_by_what_the_page_says(void **state)
{
	assert_string_equal(language("The company is not in the list of the best", NULL),
			    "en");
	assert_string_equal(language("Das Unternehmen schweigt noch immer", "de-DE"),
			    "de");
	assert_null(language("xyzzy plugh", NULL));
}

static void both_scripts_in_one_text_are_noticed(void **state)
{
	assert_true(lang_find(&pairs, span_of("这国时会们說對經發"), NULL).mixed);
	assert_false(lang_find(&pairs, span_of("这国时会们说对经发"), NULL).mixed);
}

static void names_hint_at_what_they_contain(void **state)
{
	assert_true(hints_find(hints, "articleBody wide") & HINT_BODY);
	assert_true(hints_find(hints, "post-comments") & HINT_TALK);
	assert_true(hints_find(hints, "siteFooter") & HINT_BAD);
	assert_int_equal(hints_find(hints, "xyz"), 0);
}

static void short_words_must_stand_alone(void **state)
{
	assert_true(hints_find(hints, "top-ad") & HINT_BAD);
	assert_true(hints_find(hints, "topAd") & HINT_BAD);
	assert_false(hints_find(hints, "shadow download") & HINT_BAD);
}

static size_t lines_left(const char *const *lines, size_t n)
{
	struct prose p = { .arena = cleaning_arena() };

	for (size_t i = 0; i < n; i++)
		prose_add(&p, span_of(lines[i]));
	phrases_cut(&p);
	return p.n;
}

static void every_phrase_is_written_as_lines_are_compared(void **state)
{
	static const char *const phrases[] = {
#define PHRASE(where, how, text, longest, effect) text,
#include "workers/clean/phrases.def"
#undef PHRASE
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(phrases); i++)
		assert_span(prose_form(cleaning_arena(), span_of(phrases[i]), 400),
			    phrases[i]);
}

static void a_line_of_the_page_goes_wherever_it_stands(void **state)
{
	static const char *const lines[] = { "第一段。", "（资料图片仅供参考）",
					     "第二段。" };

	assert_int_equal(lines_left(lines, 3), 2);
}

static void some_lines_end_the_text(void **state)
{
	static const char *const lines[] = { "一段很长很长很长很长的正文。",
					     "又一段很长的正文。", "參考鏈接：",
					     "https://example.com" };

	assert_int_equal(lines_left(lines, 4), 2);
}

static void the_same_line_in_the_middle_of_a_text_does_not(void **state)
{
	static const char *const lines[] = {
		"版权声明引起了争论。", "这一段话比上面的要长得多，所以上面那行不在结尾。"
	};

	assert_int_equal(lines_left(lines, 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(blanks_of_any_kind_become_one),
		clean_test(no_blank_stands_behind_closing_wide_marks),
		clean_test(a_wrapped_line_is_joined_as_its_script_wants),
		clean_test(characters_that_say_nothing_go),
		clean_test(windows_quotes_are_mended),
		clean_test(scripts_are_told_apart_by_their_characters),
		clean_test(latin_languages_are_told_by_words_or_by_what_the_page_says),
		clean_test(both_scripts_in_one_text_are_noticed),
		clean_test(names_hint_at_what_they_contain),
		clean_test(short_words_must_stand_alone),
		clean_test(every_phrase_is_written_as_lines_are_compared),
		clean_test(a_line_of_the_page_goes_wherever_it_stands),
		clean_test(some_lines_end_the_text),
		clean_test(the_same_line_in_the_middle_of_a_text_does_not),
	};

	return cmocka_run_group_tests(tests, open_words, close_words);
}
