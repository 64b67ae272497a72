#include "tests/workers/extract/mentioning.h"

static const char *sentence(const struct text *t, uint32_t i)
{
	assert_true(i < t->n_sentences);
	return text_copy(mentioning_arena(), t, t->sentences[i].first,
			 t->sentences[i].count);
}

static void assert_sentences(const struct text *t, const char *const *expected)
{
	uint32_t n = 0;

	for (; expected[n]; n++)
		assert_string_equal(sentence(t, n), expected[n]);
	assert_int_equal(t->n_sentences, n);
}

#define SENTENCES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void chinese_stops_end_sentences_of_any_width(void **state)
{
	assert_sentences(made_of("甲公司成立。乙公司上市!丙公司呢？丁；戊"),
			 SENTENCES("甲公司成立。", "乙公司上市!", "丙公司呢？", "丁；",
				   "戊"));
}

static void closing_quotes_stay_with_their_sentence(void **state)
{
	assert_sentences(made_of("他说：“走吧。”然后走了。"),
			 SENTENCES("他说：“走吧。”", "然后走了。"));
}

static void a_point_in_a_number_or_name_ends_nothing(void **state)
{
	assert_sentences(made_of("Acme Inc. paid $3.5 million to J. Smith of Bolt.io. It "
				 "was Mr. Lee's idea."),
			 SENTENCES("Acme Inc. paid $3.5 million to J. Smith of Bolt.io.",
				   "It was Mr. Lee's idea."));
}

static void half_width_points_end_chinese_sentences(void **state)
{
	assert_sentences(made_of("甲公司成立.乙公司上市,估值3.5亿元."),
			 SENTENCES("甲公司成立.", "乙公司上市,估值3.5亿元."));
}

static void addresses_are_not_cut(void **state)
{
	assert_sentences(made_of("见https://a.example/x?y=1;z=2页"),
			 SENTENCES("见https://a.example/x?y=1;z=2页"));
}

static void lines_are_paragraphs_and_short_ones_headings(void **state)
{
	const struct text *t = made_of("融资情况\n\n甲公司完成融资。\n乙公司也是。");

	assert_sentences(t, SENTENCES("融资情况", "甲公司完成融资。", "乙公司也是。"));
	assert_true(t->sentences[0].heading);
	assert_false(t->sentences[1].heading);
	assert_int_equal(t->sentences[0].paragraph, 1);
	assert_int_equal(t->sentences[2].paragraph, 3);
}

static void wrapped_english_lines_are_one_sentence(void **state)
{
	assert_sentences(made_of("The company said it would\nraise money."),
			 SENTENCES("The company said it would\nraise money."));
}

static void the_title_is_a_field_of_its_own(void **state)
{
	const struct text *t = made_with_title("甲收购乙", "今天宣布。");
	uint32_t start, end;

	assert_sentences(t, SENTENCES("甲收购乙", "今天宣布。"));
	assert_int_equal(t->sentences[0].field, TEXT_TITLE);
	assert_int_equal(t->sentences[1].field, TEXT_BODY);
	text_span(t, t->sentences[1].first, t->sentences[1].count, &start, &end);
	assert_int_equal(start, 0);
	assert_int_equal(end, strlen("今天宣布。"));
}

static void characters_fold_and_know_their_bytes(void **state)
{
	const struct text *t = made_of("ＡＢ  輝達");

	assert_int_equal(t->n_chars, 5);
	assert_int_equal(t->chars[0].code, 'a');
	assert_int_equal(t->chars[2].code, ' ');
	assert_int_equal(t->chars[3].code, U'辉');
	assert_int_equal(t->chars[3].start, 8);
}

static void captions_are_joined_by_commas_until_a_cue(void **state)
{
	const struct text *t =
		made_of_captions("云上科技昨天官宣\n花了五亿美元\n买下一家芯片公司\n"
				 "然后股价就涨了");

	assert_sentences(t, SENTENCES("云上科技昨天官宣\n花了五亿美元\n买下一家芯片公司",
				      "然后股价就涨了"));
	assert_int_equal(t->chars[8].code, ',');
}

static void captions_without_cues_end_somewhere(void **state)
{
	struct buf captions = { 0 };
	const struct text *t;

	for (int i = 0; i < 200; i++)
		buf_puts(&captions, "一直说一直说一直说\n");
	t = made_of_captions(buf_str(&captions));
	for (uint32_t i = 0; i < t->n_sentences; i++)
		assert_true(t->sentences[i].count < 100);
	buf_free(&captions);
}

static void bytes_that_are_no_text_are_skipped(void **state)
{
	assert_int_equal(made_of("\xff\xfe甲\xc3")->n_chars, 1);
	assert_int_equal(made_of("")->n_sentences, 0);
	assert_int_equal(made_of("\n\n \n")->n_sentences, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		mention_test(chinese_stops_end_sentences_of_any_width),
		mention_test(closing_quotes_stay_with_their_sentence),
		mention_test(a_point_in_a_number_or_name_ends_nothing),
		mention_test(half_width_points_end_chinese_sentences),
		mention_test(addresses_are_not_cut),
		mention_test(lines_are_paragraphs_and_short_ones_headings),
		mention_test(wrapped_english_lines_are_one_sentence),
		mention_test(the_title_is_a_field_of_its_own),
		mention_test(characters_fold_and_know_their_bytes),
		mention_test(captions_are_joined_by_commas_until_a_cue),
		mention_test(captions_without_cues_end_somewhere),
		mention_test(bytes_that_are_no_text_are_skipped),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
